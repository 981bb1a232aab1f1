import { namedRequestsOf, serviceTenants } from '../../../constructs/contracts/need-requests';
import { clusterState, dumpCopies, type StoreCopy } from '../../../environments/model';
import type { DrillScenarioName } from '../../../environments/model/drills';
import { planRecovery } from '../../../environments/model/recovery/plan';
import type { Environment } from '../../../environments/model/resolve-environment';
import { scopeOf } from '../../catalogue/bind-runbook';
import { ageing } from '../../recovery/copy-age';
import type { ReachedSite } from '../../recovery/recovery-scope';
import { namespacesOf } from '../../recovery/services-of';
import type { Drill } from '../drill';
import { drillScenarioDetails } from '../scenarios';
import { CopiedBucket } from './copied-bucket';
import { CopiedClusterState } from './copied-cluster-state';
import { CopiedDumps } from './copied-dumps';
import type { CopiedStore, PlannedAct, SiteContext } from './copied-store';
import { CopyGround, type CopyGroundProps } from './copy-ground';

/** Where a failover leads from, and where to. */
interface Way {
  readonly primary: ReachedSite;
  readonly recovery: ReachedSite;
}

/** A store that a drill can try, made anew for each run; or why it cannot. */
interface Candidate {
  readonly name: string;
  readonly open: (() => CopiedStore) | { readonly why: string };
}

const copiesOf = ({ primary, recovery }: Way, kind: string): readonly StoreCopy[] =>
  (primary.site.recovery?.copies ?? []).filter(
    // What is begun anew has no copy.
    ({ to, mechanism }) => to.name === recovery.site.name && mechanism.startsWith(`${kind}.`) && ageing.test(mechanism),
  );
const nameOf = ({ service, need }: StoreCopy): string => `${service}-${need}`;

const requestOf = ({ site }: ReachedSite, copy: StoreCopy) =>
  serviceTenants(site)
    .filter(({ name }) => name === copy.service)
    .flatMap((tenant) => namedRequestsOf(site, tenant, 'bucket'))
    .map(([, request]) => request)
    .find(({ name }) => name === copy.need);

/** Made without pause, so no copy of it is older than a mark that was just written: the control could not fail. */
const unpaused = 'it is copied without pause, so the negative control could not fail';

function buckets(way: Way): readonly Candidate[] {
  const { primary, recovery } = way;
  return copiesOf(way, 'bucket').flatMap((copy): readonly Candidate[] => {
    const [source, target] = [requestOf(primary, copy), requestOf(recovery, copy)];
    // Those of dumps and of backups are tried by what reads them.
    if (!source || !target) return [];
    const name = nameOf(copy);
    if (copy.intervalMinutes === undefined) return [{ name, open: { why: unpaused } }];
    if (source.need.lock) return [{ name, open: { why: 'it is locked, so a mark could not be removed' } }];
    return [
      {
        name,
        open: () =>
          new CopiedBucket(
            copy,
            { request: source, objects: primary.commands.objects },
            { request: target, objects: recovery.commands.objects },
          ),
      },
    ];
  });
}

function databases(way: Way): readonly Candidate[] {
  return copiesOf(way, 'postgres').map((copy): Candidate => {
    const [namespace = copy.service] = namespacesOf(way.primary, [copy.service]);
    return {
      name: nameOf(copy),
      open: copy.mechanism.endsWith(dumpCopies)
        ? () => new CopiedDumps({ ...way, copy, namespace })
        : { why: `nothing reads what ${copy.mechanism} has before it takes over: drill it by a ground of your own` },
    };
  });
}

function clusterStates(way: Way): readonly Candidate[] {
  const { primary, recovery } = way;
  const state = clusterState(primary.site);
  const [namespace] = namespacesOf(primary);
  const copied = primary.site.recovery?.copies.some(
    ({ service, to }) => service === 'velero' && to.name === recovery.site.name,
  );
  return state && namespace !== undefined && copied
    ? [
        {
          name: 'cluster-state',
          open: () => new CopiedClusterState({ ...way, namespace, rpoMinutes: state.rpoMinutes }),
        },
      ]
    : [];
}

/** Scenarios that break nothing, so that no team has to say what may be broken. */
const readers: { readonly [S in DrillScenarioName]?: (way: Way) => readonly Candidate[] } = {
  'bucket-copy': buckets,
  'database-copy': databases,
  'cluster-state-copy': clusterStates,
};

/** What several stores need alike, such as the sign-in, is shown once. */
const onceEach = (acts: readonly PlannedAct[]): readonly PlannedAct[] => [
  ...new Map(acts.map((act) => [JSON.stringify(act), act])).values(),
];

/** A drill on the environment's own sites. */
export interface SiteDrill {
  readonly from: string;
  readonly to: string;
  readonly plan: readonly PlannedAct[];
  /** Stores of the scenario that are not tried, each with why. */
  readonly untried: readonly string[];
  drill(context: SiteContext, pace?: Pick<CopyGroundProps, 'writeEveryMs' | 'lookEveryMs'>): Drill;
}

/**
 * The ground that Evenkeel has itself for a scenario on the real sites of an environment.
 * @param root folder of everything that outlives a run
 * @returns `undefined` where only a team can say what may be broken, or nothing is copied that could be read; with the
 * reasons in `untried` where no store can be tried
 */
export async function siteDrill(
  environment: Environment,
  scenario: DrillScenarioName,
  root: string,
): Promise<SiteDrill | undefined> {
  const reader = readers[scenario];
  const { config } = environment;
  if (!reader || !config.recovery) return undefined;
  const plan = planRecovery({ ...config, recovery: config.recovery });
  const { sites } = await scopeOf({ environment, begun: '', root });
  const [primary, recovery] = [sites[plan?.primary ?? ''], sites[plan?.recoverySite ?? '']];
  if (!primary || !recovery) return undefined;
  const candidates = reader({ primary, recovery });
  const untried = candidates.flatMap(({ name, open }) => (typeof open === 'function' ? [] : [`${name}: ${open.why}`]));
  const openers = candidates.flatMap(({ open }) => (typeof open === 'function' ? [open] : []));
  const tried = openers.map((open) => open());
  const from = primary.site.name;
  const to = `${recovery.site.name} (${[
    `read there: ${tried.map(({ name }) => name).join(', ')}`,
    ...(untried.length > 0 ? [`not tried: ${untried.join('; ')}`] : []),
  ].join('; ')})`;
  return {
    from,
    to,
    untried,
    plan: onceEach(tried.flatMap((store) => store.plan())),
    drill: (context, pace = {}) => ({
      scenario: drillScenarioDetails[scenario],
      ground: 'sites',
      from,
      to,
      open: (mechanism, tell) =>
        CopyGround.open({ stores: openers.map((open) => open()), mechanism, context, ...pace }, tell),
    }),
  };
}
