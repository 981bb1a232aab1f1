import { copyJobs } from '../../constructs/contracts/copy-jobs';
import { secretName } from '../../constructs/contracts/names';
import type { NeedRequest } from '../../constructs/contracts/need-provider';
import { namedRequestsOf, serviceTenants } from '../../constructs/contracts/need-requests';
import { takenBack } from '../../constructs/contracts/recovery-commands';
import { hibernated, jobOnce, scaled } from '../../constructs/kubernetes/recovery-commands';
import { type Mechanism, mechanismTable } from '../../environments/facts/recovery';
import { type CloudSite, kebabCase, type StoreCopy } from '../../environments/model';
import { streaming } from '../../services';
import { mirrorName } from '../../services/mirroring';
import { promoteFollowerStep } from './follow-steps';
import { materialiseStep } from './materialise-step';
import { postgresOf } from './postgres-of';
import { type ReachedSite, type RecoveryScope, siteOf } from './recovery-scope';
import { besideSteps } from './restore-steps';
import { checkedStep, type RecoveryStep } from './site-steps';

type Postgres = NeedRequest<'postgres', CloudSite>;

const namespaceOf = ({ site }: ReachedSite, service: string): string =>
  serviceTenants(site).find(({ name }) => name === service)?.namespace ?? service;

/** How one copy becomes the store itself. */
type Takeover = (reached: ReachedSite, copy: StoreCopy, scope: RecoveryScope) => readonly RecoveryStep[];

const nothing: Takeover = () => [];

const data = { owner: 'data-on-call', again: 'never' } as const;

/** As long as the plan of recovery counts with, by what was asked for. */
function restoreMinutes({ site }: ReachedSite, { service, need, mechanism }: StoreCopy): number {
  const keeper = site.providers.postgres === 'managed' ? site.cloud : 'in-cluster';
  const known = (mechanismTable.postgres[keeper] as readonly Mechanism[]).find(({ id }) => id === mechanism)?.restore;
  const asked = serviceTenants(site)
    .filter(({ name }) => name === service)
    .flatMap(({ needs }) => Object.entries(needs))
    .find(([name]) => kebabCase(name) === need)?.[1];
  const storageGiB = asked && 'storageGiB' in asked ? asked.storageGiB : 0;
  return Math.ceil((known?.minutes ?? 0) + (known?.minutesPerGiB ?? 0) * storageGiB);
}

/** The job refuses to touch a database that is in use, and one whose dump is not whole. */
const fromDumps: Takeover = (reached, copy, { stamp }) => {
  const { service, need } = copy;
  const minutes = restoreMinutes(reached, copy);
  const job = copyJobs.restore(copy);
  return [
    checkedStep(
      {
        ...data,
        id: `restore-${service}-${need}`,
        together: 'take over',
        title: `Restore ${service}-${need} from its newest whole dump`,
        timeoutMinutes: Math.max(60, 2 * minutes),
        expectedMinutes: minutes,
        destroys: `what the database ${service}-${need} of ${reached.site.name} holds now`,
        whenItFails: `Read \`kubectl --namespace ${namespaceOf(reached, service)} logs job/${job}-${stamp}\`: it says what is wrong and restores nothing then; delete the job, and start it again`,
      },
      jobOnce(reached.cluster, namespaceOf(reached, service), job, `${job}-${stamp}`),
    ),
  ];
};

/** Beside the empty server that the standby has; its service is led to the restored one. */
const fromRegionBackups: Takeover = (reached, copy, scope) => {
  const { made, swapped } = besideSteps(
    reached,
    postgresOf(reached, copy),
    scope.begun,
    siteOf(scope, copy.from.name).site,
    restoreMinutes(reached, copy),
  );
  return [...made, ...swapped];
};

const byPromotion: Takeover = (reached, copy) => [
  checkedStep(
    {
      ...data,
      id: `promote-${copy.service}-${copy.need}`,
      together: 'take over',
      title: `Promote ${copy.service}-${copy.need} on ${reached.site.name}`,
      timeoutMinutes: 30,
      expectedMinutes: 15,
      destroys: 'the replication from the old primary: it is made anew by the failback',
      whenItFails: 'Look at the events of the replica; it stays readable',
    },
    reached.commands.database.promote(postgresOf(reached, copy)),
  ),
];

/** A mirror that reads what comes back to life would write old records among new ones. */
const stopMirror: Takeover = (reached) => {
  const mirror = { namespace: streaming.namespace, what: `kafkamirrormaker2s.kafka.strimzi.io/${mirrorName}` };
  const replicas = reached.site.services.streaming?.mirror?.replicas ?? 1;
  return [
    checkedStep(
      {
        id: 'stop-mirror',
        together: 'take over',
        title: `Stop the mirror of Kafka on ${reached.site.name}`,
        owner: 'data-on-call',
        timeoutMinutes: 5,
        expectedMinutes: 2,
        again: 'harmless',
        whenItFails: `Scale ${mirror.what} to 0 by hand`,
      },
      { ...scaled(reached.cluster, mirror, 0), undo: scaled(reached.cluster, mirror, replicas).commands },
    ),
  ];
};

/** By the mechanism of the plan; those that bring a store along without anybody doing anything have no step. */
const takeovers: Readonly<Record<string, Takeover>> = {
  'postgres.cross-region-replica': byPromotion,
  'postgres.cross-region-backups': fromRegionBackups,
  'postgres.archive-replica': (reached, copy) => [promoteFollowerStep(reached, copy)],
  'postgres.dump-copies': fromDumps,
  'kafka.mirror': stopMirror,
  'cache.rematerialise': (reached, { service }, scope) =>
    service === 'feature-store' ? [materialiseStep(reached, scope.stamp)] : [],
  'bucket.replication': nothing,
  'bucket.sync': nothing,
  'secret.copies': nothing,
  'secret.own': nothing,
  'credential.entered': nothing,
  'key.own': nothing,
};

/** Begun empty by whoever makes it: nothing to take over. */
const beginsAnew = /\.begun-anew$/;

/** Services whose databases are replaced as a whole, and must not be in use then. */
export const replaced = (copies: readonly StoreCopy[]): readonly string[] => [
  ...new Set(
    copies
      .filter(({ mechanism }) => /\.(dump-copies|cross-region-backups)$/.test(mechanism))
      .map(({ service }) => service),
  ),
];

/** What comes after everything that a service starts with: it needs the service itself. */
export const comesLast = ({ mechanism }: StoreCopy): boolean => mechanism === 'cache.rematerialise';

/** What takes long is done together, and first. A mechanism that no step is written for would leave its store behind, unnoticed. */
export const takeoverSteps = (
  reached: ReachedSite,
  copies: readonly StoreCopy[],
  scope: RecoveryScope,
): readonly RecoveryStep[] => {
  const steps = copies.flatMap((copy) => {
    const takeover = takeovers[copy.mechanism] ?? (beginsAnew.test(copy.mechanism) ? nothing : undefined);
    if (!takeover) throw new Error(`no step takes ${copy.service}-${copy.need} over by ${copy.mechanism}`);
    return takeover(reached, copy, scope);
  });
  const isFirst = ({ together }: RecoveryStep): boolean => together === 'take over';
  return [...steps.filter(isFirst), ...steps.filter((step) => !isFirst(step))];
};

/** Databases that a site serves from, each once. */
export const databasesOf = ({ site }: ReachedSite): readonly Postgres[] =>
  serviceTenants(site).flatMap((tenant) => namedRequestsOf(site, tenant, 'postgres').map(([, request]) => request));

/** Nobody writes to the databases of a site any more. `mayFail`: the site may be gone, and is fenced again later. */
export function fenceSteps(reached: ReachedSite, databases: readonly Postgres[], mayFail?: string): RecoveryStep[] {
  const { site, commands, cluster } = reached;
  const isManaged = site.providers.postgres === 'managed';
  const words = {
    owner: 'data-on-call',
    timeoutMinutes: mayFail === undefined ? 15 : 2,
    expectedMinutes: mayFail === undefined ? 3 : 1,
    again: 'harmless',
    ...(mayFail === undefined ? {} : { mayFail }),
  } as const;
  const each = databases.map((request) => ({
    store: `${request.service}-${request.name}`,
    fence: isManaged ? commands.database.fence(request) : hibernated(cluster, request.namespace, secretName(request)),
    cut: isManaged ? commands.database.cut?.(request) : undefined,
  }));
  return [
    ...each.map(({ store, fence }) =>
      checkedStep(
        {
          ...words,
          id: `fence-${store}-${site.name}`,
          together: 'fence',
          title: `Let nobody write to ${store} on ${site.name} any more`,
          whenItFails: `Take the network of ${store} on ${site.name} away by hand: two databases must never take writes`,
        },
        fence,
      ),
    ),
    ...each.flatMap(({ store, cut }) =>
      cut
        ? [
            checkedStep(
              {
                ...words,
                timeoutMinutes: mayFail === undefined ? 15 : 1,
                id: `cut-${store}-${site.name}`,
                together: 'end connections',
                title: `End the connections that ${store} still has on ${site.name}`,
                lasts: false,
                // A server that answers does not tell whether it was restarted.
                again: 'always',
                whenItFails: `Restart ${store} on ${site.name} by hand`,
              },
              cut,
            ),
          ]
        : [],
    ),
  ];
}

/** Lets the services of a site come in to its databases again: a fence that did its work. */
export const releaseSteps = (reached: ReachedSite, databases: readonly Postgres[]): RecoveryStep[] =>
  databases.flatMap((request) => {
    const { site, commands, cluster } = reached;
    const fence =
      site.providers.postgres === 'managed'
        ? commands.database.fence(request)
        : hibernated(cluster, request.namespace, secretName(request));
    const { undo: _, ...release } = takenBack(fence);
    const store = `${request.service}-${request.name}`;
    return [
      checkedStep(
        {
          id: `release-${store}-${site.name}`,
          together: 'release',
          title: `Let ${site.name} use ${store} again`,
          owner: 'data-on-call',
          timeoutMinutes: 15,
          expectedMinutes: 3,
          again: 'harmless',
          whenItFails: `Look at ${store} on ${site.name}: it is still fenced, and nothing is lost`,
        },
        release,
      ),
    ];
  });

/** A copy of a database as it stands, beside it: what must not be lost when the database is replaced. */
export const keepAsideStep = (reached: ReachedSite, request: Postgres, at: string): RecoveryStep => {
  const store = `${request.service}-${request.name}`;
  return checkedStep(
    {
      id: `keep-aside-${store}`,
      together: 'keep aside',
      title: `Keep ${store} of ${reached.site.name} as it stood at ${at} beside it`,
      owner: 'data-on-call',
      timeoutMinutes: 240,
      expectedMinutes: 45,
      again: 'never',
      whenItFails: 'Logs of the last minutes arrive within five: wait, and try again',
    },
    reached.commands.database.restoreBeside(request, at),
  );
};
