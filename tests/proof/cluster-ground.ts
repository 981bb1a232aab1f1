import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DrillGround, Mechanism, Writer } from '../../runbooks/drill/drill';
import { accepted } from './api-server-objects';
import { type ClusterRelease, type ClusterSite, startClusterSite } from './cluster-site';
import { makeBucket, replicate } from './moto-buckets';
import { type MotoServer, startMotoServer } from './tools/moto-server';

export interface ClusterGroundProps {
  /** Empty folder for everything that runs. */
  readonly dir: string;
  readonly primary: ClusterRelease;
  readonly standby: ClusterRelease;
  readonly mechanism: Mechanism;
}

interface VeleroObject {
  readonly metadata: { readonly name: string; readonly creationTimestamp: string };
  readonly spec: { readonly storageLocation?: string; readonly objectStorage?: { readonly bucket: string } };
  readonly status?: { readonly phase?: string; readonly startTimestamp?: string; readonly errors?: number };
}

/** Instead of every quarter of an hour. */
const everyMinute = '* * * * *';
export const intervalSeconds = 60;

/** Velero looks once a minute which places are due to be read; one that was not yet available is then passed over. */
const syncSeconds = 100;

/** A namespace of a service that both sites run. */
const namespace = 'tracking';
const veleroNamespace = 'velero';

async function until<T>(what: string, seconds: number, look: () => Promise<T | undefined>): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
    await pause(250);
  }
}

const veleroObjects = async ({ server }: ClusterSite, ...words: readonly string[]): Promise<VeleroObject[]> =>
  (
    JSON.parse(await accepted(server, ['get', '-n', veleroNamespace, '-o', 'json', ...words])) as {
      items: VeleroObject[];
    }
  ).items;

const scheduleOf = ({ site }: ClusterRelease): string => `${site.name}-state`;

/** Completed backups of the primary's schedule, the newest first. */
const completedBackups = async (on: ClusterSite, from: ClusterRelease): Promise<VeleroObject[]> =>
  (await veleroObjects(on, 'backups.velero.io', '-l', `velero.io/schedule-name=${scheduleOf(from)}`))
    .filter(({ status }) => status?.phase === 'Completed')
    .sort((a, b) => (a.metadata.name < b.metadata.name ? 1 : -1));

const bucketOf = ({ manifests }: ClusterRelease): string => {
  const location = manifests.find(({ kind }) => kind === 'BackupStorageLocation') as unknown as VeleroObject;
  return location.spec.objectStorage?.bucket ?? '';
};

/**
 * Two sites with nothing in common but that objects of the primary's bucket are copied to the standby's, as S3 does: the
 * primary with its Velero, and a standby that is made from nothing once the primary is gone.
 */
export class ClusterGround implements DrillGround {
  private recovered?: ClusterSite;
  private lost = false;
  private copyFailure?: Error;
  /** What the primary's Velero measured before it was lost. */
  metrics = '';
  /** What was looked at before the restore. */
  private absentBefore?: string;

  private constructor(
    private readonly props: ClusterGroundProps,
    private readonly moto: MotoServer,
    private readonly primary: ClusterSite,
  ) {}

  static async open(props: ClusterGroundProps): Promise<ClusterGround> {
    const { dir, primary, standby, mechanism } = props;
    const moto = await startMotoServer({ dir: join(dir, 'moto') });
    let site: ClusterSite | undefined;
    try {
      for (const one of [primary, standby]) await makeBucket(moto.url, bucketOf(one), one.site.region);
      site = await startClusterSite({ release: primary, dir: join(dir, 'primary'), moto: moto.url });
      const rendered = primary.manifests.find(
        ({ kind, metadata }) => kind === 'Schedule' && metadata.name === scheduleOf(primary),
      );
      if (!rendered) throw new Error(`${primary.site.name} has no schedule ${scheduleOf(primary)}`);
      const { spec } = rendered as unknown as { spec: object };
      // Its time is shortened; what it backs up is as rendered.
      const schedule = { ...rendered, spec: { ...spec, schedule: everyMinute, paused: mechanism === 'off' } };
      await accepted(site.server, ['apply', '--server-side', '--validate=strict', '-f', '-'], JSON.stringify(schedule));
      const ground = new ClusterGround(props, moto, site);
      void ground.copyObjects();
      return ground;
    } catch (error) {
      await site?.kill();
      await moto.stop();
      throw error;
    }
  }

  /** Until the primary is lost. */
  private async copyObjects(): Promise<void> {
    const { primary, standby } = this.props;
    while (!this.lost) {
      await replicate(this.moto.url, bucketOf(primary), bucketOf(standby)).catch((error: Error) => {
        this.copyFailure = error;
      });
      await pause(1000);
    }
  }

  async startWriting(marker: string, acknowledged: (id: string, at?: number) => void): Promise<Writer> {
    let stopped = false;
    const write = async (count: number): Promise<void> => {
      const name = `marker-${count}`;
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace }, stringData: { marker } };
      await accepted(this.primary.server, ['create', '-f', '-'], JSON.stringify(secret));
      acknowledged(name);
    };
    await write(0);
    const writing = (async () => {
      for (let count = 1; !stopped; count += 1) {
        await pause(500);
        // The primary may be lost in the middle of it.
        if (
          !stopped &&
          !(await write(count).then(
            () => true,
            () => false,
          ))
        )
          return;
      }
    })();
    return {
      stop: async () => {
        stopped = true;
        await writing;
      },
    };
  }

  async protect(tell: (what: string) => void): Promise<void> {
    const { mechanism, primary } = this.props;
    if (mechanism === 'off') {
      await pause(intervalSeconds * 1000 + 5000);
    } else {
      tell('waiting for the schedule');
      await until(
        'a backup of the schedule',
        3 * intervalSeconds,
        async () => (await completedBackups(this.primary, primary))[0],
      );
      await pause(3000);
    }
    this.metrics = await this.primary.velero.metrics();
  }

  async lose(): Promise<void> {
    if (this.copyFailure) throw this.copyFailure;
    this.lost = true;
    await this.primary.kill();
  }

  async recover(stepDone: (what: string) => void): Promise<void> {
    const { dir, standby, primary } = this.props;
    const site = await startClusterSite({ release: standby, dir: join(dir, 'standby'), moto: this.moto.url, stepDone });
    this.recovered = site;
    const held = await accepted(site.server, ['get', 'secrets', '-n', namespace, '-o', 'name']);
    this.absentBefore = held.trim() === '' ? 'no Secret at all' : held.trim();
    await until('the place of the primary is read', 60, async () =>
      (await veleroObjects(site, 'backupstoragelocations.velero.io')).find(
        ({ metadata, status }) => metadata.name === primary.site.name && status?.phase === 'Available',
      ),
    );
    const backup = await until(
      'a completed backup of the primary',
      syncSeconds,
      async () => (await completedBackups(site, primary))[0],
    );
    stepDone(`${backup.metadata.name} is found`);
    const restore = {
      apiVersion: 'velero.io/v1',
      kind: 'Restore',
      metadata: { name: backup.metadata.name, namespace: veleroNamespace },
      spec: { backupName: backup.metadata.name, includedNamespaces: ['*'] },
    };
    await accepted(site.server, ['create', '-f', '-'], JSON.stringify(restore));
    const done = await until('the restore has ended', 120, async () =>
      (await veleroObjects(site, 'restores.velero.io')).find(
        ({ status }) => status?.phase !== undefined && /Completed|Failed/.test(status.phase),
      ),
    );
    if (done.status?.phase !== 'Completed') throw new Error(`${done.status?.phase}: ${site.velero.logTail(20)}`);
    stepDone('the backup is restored');
  }

  async read(marker: string): Promise<{ readonly good: boolean; readonly saw: string }> {
    if (!this.recovered) return { good: false, saw: 'there is no recovery site yet' };
    const { stdout, stderr } = await this.recovered.server.kubectl([
      ...['get', 'secret', 'marker-0', '-n', namespace, '-o', 'jsonpath={.data.marker}'],
    ]);
    const found = Buffer.from(stdout, 'base64').toString();
    return { good: found === marker, saw: found || stderr };
  }

  async survivors(marker: string): Promise<readonly string[]> {
    if (!this.recovered) return [];
    const text = await accepted(this.recovered.server, ['get', 'secrets', '-n', namespace, '-o', 'json']);
    const { items } = JSON.parse(text) as { items: { metadata: { name: string }; data?: Record<string, string> }[] };
    return items
      .filter(({ data }) => Buffer.from(data?.marker ?? '', 'base64').toString() === marker)
      .map(({ metadata }) => metadata.name);
  }

  async checks() {
    const saw = this.absentBefore ?? 'nobody looked';
    return [{ name: 'the marker is absent before the restore', holds: saw === 'no Secret at all', saw }];
  }

  /** Names of Secrets of a namespace on the recovery site. */
  async secretsOf(of: string): Promise<string[]> {
    if (!this.recovered) throw new Error('there is no recovery site');
    const text = await accepted(this.recovered.server, ['get', 'secrets', '-n', of, '-o', 'name']);
    return text.trim().split('\n').filter(Boolean);
  }

  async close(): Promise<void> {
    this.lost = true;
    await this.recovered?.kill();
    await this.primary.kill();
    await this.moto.stop();
  }
}
