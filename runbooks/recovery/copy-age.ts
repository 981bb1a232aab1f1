import { namespace as monitoringNamespace } from '../../charts/monitoring/parts';
import { bucketOf, recordsPrefix } from '../../constructs/contracts/bucket-syncs';
import { syncRunner } from '../../constructs/contracts/copy-jobs';
import { copyLabels, recoverySeries } from '../../constructs/contracts/recovery-series';
import { kubectl } from '../../constructs/kubernetes/recovery-commands';
import type { Finding, StoreCopy } from '../../environments/model';
import { type Command, printedBy } from '../engine/command';
import type { Guard } from '../engine/step';
import { RunbookFailure } from '../runbook-failure';
import { copiesBetween, type ReachedSite, type RecoveryContext } from './recovery-scope';

const prometheus = 'http:kube-prometheus-stack-prometheus:9090';

/** Kinds whose copies grow old; the others are made anew, or are the same everywhere. */
export const ageing = /^(postgres|documents|bucket|kafka)\.(?!begun-anew)/;

/** As the standby's own Prometheus says, by store. */
const measured = ({ cluster, site }: ReachedSite): Command => {
  const query = encodeURIComponent(`${recoverySeries.copyAge}{to="${site.name}"}`);
  const path = `/api/v1/namespaces/${monitoringNamespace}/services/${prometheus}/proxy/api/v1/query?query=${query}`;
  return kubectl(cluster, ['get', '--raw', path]);
};

interface Answer {
  readonly data: {
    readonly result: readonly {
      readonly metric: { readonly store?: string };
      readonly value: readonly [number, string];
    }[];
  };
}

const minutesByStore = (answer: string): readonly (readonly [string, number])[] =>
  (JSON.parse(answer) as Answer).data.result.map(({ metric: { store = '' }, value: [, seconds] }) => [
    store,
    Number(seconds) / 60,
  ]);

export const storeOf = (copy: StoreCopy): string => copyLabels(copy).store;

/** What another site writes here is measured there, which may be lost. Each whole pass leaves a record in the bucket, too. */
const isPushed = ({ site }: ReachedSite, copy: StoreCopy): boolean =>
  copy.mechanism === 'bucket.sync' && syncRunner(copy).name !== site.name;

/** When the newest of these passes began, as milliseconds; `undefined`: none ended well. */
function newestPass(names: string): number | undefined {
  const times = [...names.matchAll(/(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z\.json/g)].map(
    ([, year, month, day, hour, minute, second]) => Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`),
  );
  return times.length > 0 ? Math.max(...times) : undefined;
}

export interface KnownAges {
  /** By store. */
  readonly minutes: ReadonlyMap<string, number>;
  /** Why somebody who was asked did not answer, by store; under `` what concerns all. */
  readonly silent: ReadonlyMap<string, string>;
}

/** How old copies on a site are, by what that site and its buckets say. Who does not answer leaves its copies unknown. */
export function copyAges(reached: ReachedSite, copies: readonly StoreCopy[]) {
  const all = measured(reached);
  const pushed = copies
    .filter((copy) => isPushed(reached, copy))
    .map((copy) => ({
      store: storeOf(copy),
      records: reached.commands.objects.list(bucketOf(reached.site, copy), recordsPrefix),
    }));
  return {
    commands: [all, ...pushed.map(({ records }) => records)],
    read: async ({ commands, clock, signal }: RecoveryContext): Promise<KnownAges> => {
      const options = { timeoutMs: 60_000, ...(signal ? { signal } : {}) };
      const silent = new Map<string, string>();
      const printed = (store: string, command: Command): Promise<string | undefined> =>
        printedBy(commands, command, options).catch((error: unknown) => {
          if (signal?.aborted || !(error instanceof RunbookFailure)) throw error;
          silent.set(store, error.message);
          return undefined;
        });
      const answer = await printed('', all);
      const minutes = new Map(answer === undefined ? [] : minutesByStore(answer));
      for (const { store, records } of pushed) {
        const began = newestPass((await printed(store, records)) ?? '');
        if (began !== undefined) minutes.set(store, (clock.now().getTime() - began) / 60_000);
      }
      return { minutes, silent };
    },
  };
}

export interface StaleGuardInput {
  readonly environment: string;
  readonly standby: ReachedSite;
  readonly from: string;
  /** Minutes of data that somebody answers for. Default: none beyond the objective. */
  readonly acceptDataLossMinutes?: number;
}

/**
 * What the standby has is fresh enough, or somebody answers for what is lost. The standby says how old its copies are;
 * the lost site is not asked.
 */
export const freshCopiesGuard = (input: StaleGuardInput): Guard<RecoveryContext> => {
  const { standby, from } = input;
  const signIn = standby.commands.clusterCredentials(standby.site, standby.cluster.kubeconfig);
  const copies = copiesBetween(standby, from).filter(({ mechanism }) => ageing.test(mechanism));
  const ages = copyAges(standby, copies);
  return {
    summary: `the copies on ${standby.site.name} are as fresh as the RPO promises, by its own Prometheus and buckets; else \`--accept-data-loss <minutes>\``,
    commands: [...signIn, ...ages.commands],
    findings: async (context) => {
      if (copies.length === 0) return [];
      const { commands, signal } = context;
      const options = { timeoutMs: 60_000, ...(signal ? { signal } : {}) };
      for (const command of signIn) await printedBy(commands, command, options);
      return staleCopies(input, copies, await ages.read(context));
    },
  };
};

/** Findings for all copies that are too old, or of which nobody can tell. */
function staleCopies(
  { environment, standby, acceptDataLossMinutes }: StaleGuardInput,
  copies: readonly StoreCopy[],
  { minutes, silent }: KnownAges,
): Finding[] {
  return copies.flatMap((copy): Finding[] => {
    const age = minutes.get(storeOf(copy));
    const bearable = Math.max(copy.rpoMinutes, acceptDataLossMinutes ?? 0);
    if (age === undefined ? acceptDataLossMinutes !== undefined : age <= bearable) return [];
    const old = age === undefined ? undefined : Math.ceil(age);
    const why = silent.get(storeOf(copy)) ?? silent.get('');
    return [
      {
        code: 'DATA_LOSS',
        file: `environments/${environment}.ts`,
        place: `${storeOf(copy)} on ${standby.site.name}`,
        message:
          old === undefined
            ? `nothing on ${standby.site.name} says how old its copy is${why === undefined ? '' : ` (${why})`}; nothing was changed`
            : `its copy is ${old} min old, and ${copy.rpoMinutes} min may be lost; nothing was changed`,
        ...(old === undefined ? {} : { value: old }),
        fix: `wait for a fresher copy, or answer for the loss: --accept-data-loss ${old ?? '<minutes>'}`,
      },
    ];
  });
}
