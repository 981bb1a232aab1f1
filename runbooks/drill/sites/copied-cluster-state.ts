import type { Command } from '../../../constructs/contracts/command';
import { kubectl } from '../../../constructs/kubernetes/recovery-commands';
import type { ReachedSite } from '../../recovery/recovery-scope';
import { ask, type CopiedStore, drillLabel, type PlannedAct, type SiteContext, until } from './copied-store';

const velero = 'velero';
/** Where the recovery site restores to: nothing else is ever in it. */
const restoredTo = 'evenkeel-drill';
const restoreMinutes = 30;

interface Backup {
  readonly metadata: { readonly name: string };
  readonly status?: { readonly phase?: string; readonly startTimestamp?: string };
}

interface Marked {
  readonly data?: { readonly marker?: string; readonly count?: string };
}

export interface ClusterStateProps {
  readonly primary: ReachedSite;
  readonly recovery: ReachedSite;
  /** A namespace that the schedule backs up. */
  readonly namespace: string;
  readonly rpoMinutes: number;
}

/** What exists in a cluster only, by the scheduled backups of Velero; restored beside, into a namespace of its own. */
export class CopiedClusterState implements CopiedStore {
  readonly name = 'cluster-state';
  readonly copiedWithinMinutes: number;
  readonly keepsEarlierCopies = true;
  private backup: string | undefined;
  private restores = 0;

  constructor(private readonly props: ClusterStateProps) {
    this.copiedWithinMinutes = props.rpoMinutes;
  }

  plan(): readonly PlannedAct[] {
    const { primary, recovery } = this.props;
    return [
      {
        what: `sign in to the clusters of ${primary.site.name} and ${recovery.site.name}`,
        commands: this.signIns(),
      },
      { what: `write ConfigMaps on ${primary.site.name}`, commands: [this.writes('<marker>', 0)] },
      {
        what: `restore the newest scheduled backup that ${recovery.site.name} has, into the namespace ${restoredTo}, and read them there`,
        commands: [
          this.backups(),
          this.restore('<marker>', '<newest>'),
          this.restorePhase('<marker>'),
          this.reads('<marker>'),
        ],
      },
      { what: 'remove what is there on both sides', commands: this.removals() },
    ];
  }

  async prepare(context: SiteContext): Promise<void> {
    for (const command of this.signIns()) await ask(context, command);
    await this.remove(context);
  }

  async write(context: SiteContext, marker: string, count: number): Promise<void> {
    await ask(context, this.writes(marker, count));
  }

  async hasCopied(context: SiteContext, _marker: string, since: Date): Promise<boolean> {
    const newest = await this.newest(context);
    return Date.parse(newest?.status?.startTimestamp ?? '') > since.getTime();
  }

  async freeze(context: SiteContext): Promise<void> {
    this.backup = (await this.newest(context))?.metadata.name;
  }

  async readBack(context: SiteContext, marker: string): Promise<readonly number[]> {
    if (this.backup === undefined) return [];
    this.restores += 1;
    await ask(context, this.restore(marker, this.backup));
    const phase = await until(context, restoreMinutes, async () => {
      const said = (await ask(context, this.restorePhase(marker))).trim();
      return /^(Completed|.*Failed.*)$/.test(said) ? said : undefined;
    });
    if (phase !== 'Completed')
      throw new Error(
        `the restore of ${this.backup} on ${this.props.recovery.site.name} is ${phase ?? 'not done in time'}`,
      );
    const { items } = JSON.parse(await ask(context, this.reads(marker))) as { readonly items: readonly Marked[] };
    return items.flatMap(({ data }) => (data?.marker === marker ? [Number(data.count)] : [])).sort((a, b) => a - b);
  }

  async remove(context: SiteContext): Promise<void> {
    for (const command of this.removals()) await ask(context, command);
  }

  private signIns(): readonly Command[] {
    return [this.props.primary, this.props.recovery].flatMap(({ site, commands, cluster }) =>
      commands.clusterCredentials(site, cluster.kubeconfig),
    );
  }

  private writes(marker: string, count: number): Command {
    const { primary, namespace } = this.props;
    const marked = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: `evenkeel-drill-${count}`, namespace, labels: { [drillLabel]: marker } },
      data: { marker, count: `${count}` },
    };
    return kubectl(primary.cluster, ['create', '--filename', '-'], { stdin: JSON.stringify(marked) });
  }

  private backups(): Command {
    const { primary, recovery } = this.props;
    const ofSchedule = `velero.io/schedule-name=${primary.site.name}-state`;
    return kubectl(recovery.cluster, [
      ...['--namespace', velero, 'get', 'backups.velero.io'],
      ...['--selector', ofSchedule, '--output', 'json'],
    ]);
  }

  private async newest(context: SiteContext): Promise<Backup | undefined> {
    const { items } = JSON.parse(await ask(context, this.backups())) as { readonly items: readonly Backup[] };
    const begun = ({ status }: Backup): number => Date.parse(status?.startTimestamp ?? '');
    return items.filter(({ status }) => status?.phase === 'Completed').sort((a, b) => begun(b) - begun(a))[0];
  }

  /** Velero takes its time to forget a restore, so none has the name of another. */
  private restoreName(marker: string): string {
    return `evenkeel-drill-${marker.slice(0, 8)}-${this.restores}`;
  }

  /** Only what has the marker, and nowhere but into the namespace of drills. */
  private restore(marker: string, backupName: string): Command {
    const { recovery, namespace } = this.props;
    const restore = {
      apiVersion: 'velero.io/v1',
      kind: 'Restore',
      metadata: { name: this.restoreName(marker), namespace: velero, labels: { [drillLabel]: 'made' } },
      spec: {
        backupName,
        includedNamespaces: [namespace],
        includedResources: ['configmaps'],
        labelSelector: { matchLabels: { [drillLabel]: marker } },
        namespaceMapping: { [namespace]: restoredTo },
      },
    };
    return kubectl(recovery.cluster, ['create', '--filename', '-'], { stdin: JSON.stringify(restore) });
  }

  private restorePhase(marker: string): Command {
    return kubectl(this.props.recovery.cluster, [
      ...['--namespace', velero, 'get', `restores.velero.io/${this.restoreName(marker)}`],
      ...['--output', 'jsonpath={.status.phase}'],
    ]);
  }

  private reads(marker: string): Command {
    return kubectl(this.props.recovery.cluster, [
      ...['--namespace', restoredTo, 'get', 'configmaps', '--selector', `${drillLabel}=${marker}`, '--output', 'json'],
    ]);
  }

  private removals(): readonly Command[] {
    const { primary, recovery, namespace } = this.props;
    return [
      kubectl(primary.cluster, ['--namespace', namespace, 'delete', 'configmaps', '--selector', drillLabel]),
      kubectl(recovery.cluster, [
        '--namespace',
        velero,
        'delete',
        'restores.velero.io',
        '--selector',
        drillLabel,
        '--wait=false',
      ]),
      kubectl(recovery.cluster, ['delete', `namespace/${restoredTo}`, '--ignore-not-found']),
    ];
  }
}
