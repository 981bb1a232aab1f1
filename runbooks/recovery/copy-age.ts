import { namespace as monitoringNamespace } from '../../charts/monitoring/parts';
import { copyLabels, recoverySeries } from '../../constructs/contracts/recovery-series';
import { kubectl } from '../../constructs/kubernetes/recovery-commands';
import type { Finding, StoreCopy } from '../../environments/model';
import { type Command, printedBy } from '../engine/command';
import type { Guard } from '../engine/step';
import { copiesBetween, type ReachedSite, type RecoveryContext } from './recovery-scope';

const prometheus = 'http:kube-prometheus-stack-prometheus:9090';

/** Kinds whose copies grow old; the others are made anew, or are the same everywhere. */
export const ageing = /^(postgres|documents|bucket|kafka)\.(?!begun-anew)/;

export const agesCommand = ({ cluster, site }: ReachedSite): Command => {
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

export const minutesByStore = (answer: string): ReadonlyMap<string, number> =>
  new Map(
    (JSON.parse(answer) as Answer).data.result.map(({ metric: { store = '' }, value: [, seconds] }) => [
      store,
      Number(seconds) / 60,
    ]),
  );

export const storeOf = (copy: StoreCopy): string => copyLabels(copy).store;

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
  const ages = agesCommand(standby);
  return {
    summary: `the copies on ${standby.site.name} are as fresh as the RPO promises, by its own Prometheus; else \`--accept-data-loss <minutes>\``,
    commands: [...signIn, ages],
    findings: async ({ commands, signal }) => {
      const copies = copiesBetween(standby, from).filter(({ mechanism }) => ageing.test(mechanism));
      if (copies.length === 0) return [];
      const options = { timeoutMs: 60_000, ...(signal ? { signal } : {}) };
      for (const command of signIn) await printedBy(commands, command, options);
      return staleCopies(input, copies, minutesByStore(await printedBy(commands, ages, options)));
    },
  };
};

/** Findings for all copies that are too old, or of which nobody can tell. */
function staleCopies(
  { environment, standby, acceptDataLossMinutes }: StaleGuardInput,
  copies: readonly StoreCopy[],
  ages: ReadonlyMap<string, number>,
): Finding[] {
  return copies.flatMap((copy): Finding[] => {
    const age = ages.get(storeOf(copy));
    const bearable = Math.max(copy.rpoMinutes, acceptDataLossMinutes ?? 0);
    if (age === undefined ? acceptDataLossMinutes !== undefined : age <= bearable) return [];
    const old = age === undefined ? undefined : Math.ceil(age);
    return [
      {
        code: 'DATA_LOSS',
        file: `environments/${environment}.ts`,
        place: `${storeOf(copy)} on ${standby.site.name}`,
        message:
          old === undefined
            ? `nothing on ${standby.site.name} says how old its copy is; nothing was changed`
            : `its copy is ${old} min old, and ${copy.rpoMinutes} min may be lost; nothing was changed`,
        ...(old === undefined ? {} : { value: old }),
        fix: `wait for a fresher copy, or answer for the loss: --accept-data-loss ${old ?? '<minutes>'}`,
      },
    ];
  });
}
