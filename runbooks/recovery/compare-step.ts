import { copyJobs } from '../../constructs/contracts/copy-jobs';
import { kubectl, printed } from '../../constructs/kubernetes/recovery-commands';
import type { StoreCopy } from '../../environments/model';
import { type Command, printedBy } from '../engine/command';
import type { ReachedSite, RecoveryContext } from './recovery-scope';
import { namespacesOf } from './services-of';
import type { RecoveryStep } from './site-steps';

interface Container {
  readonly env?: readonly { readonly name: string }[];
  readonly [key: string]: unknown;
}

interface CronJob {
  readonly spec: {
    readonly jobTemplate: {
      readonly spec: {
        readonly template: {
          readonly spec: { readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] };
        };
      };
    };
  };
}

/** Rows of every table, `schema.table count` a line. Counted, not estimated. */
const countScript = [
  'set -eu',
  "psql --no-psqlrc --quiet --no-align --tuples-only --field-separator=' ' --set=ON_ERROR_STOP=1 <<'SQL'",
  "SELECT format('SELECT %L, count(*) FROM %I.%I;', table_schema || '.' || table_name, table_schema, table_name)",
  "  FROM information_schema.tables WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')",
  '  ORDER BY 1 \\gexec',
  'SQL',
].join('\n');

/** The client of a job that dumps or restores, which may reach the database, with another question. */
export function countJob({ spec }: CronJob, namespace: string, name: string) {
  const { template, ...job } = spec.jobTemplate.spec;
  const { containers, initContainers = [], ...pod } = template.spec;
  const client = [...containers, ...initContainers].find(({ env }) => env?.some((one) => one.name === 'PGDATABASE'));
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace },
    spec: {
      ...job,
      template: { ...template, spec: { ...pod, containers: [{ ...client, args: [countScript] }] } },
    },
  };
}

const rowsIn = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .split('\n')
      .map((line) => line.trim().split(' '))
      .flatMap(([table = '', rows = '']) => (table.includes('.') ? [[table, Number(rows)] as const] : [])),
  );

const shownTables = 20;

/**
 * What two databases that took writes apart from each other differ in. Nothing is merged: people decide, and the older one
 * is kept beside.
 */
export function compareStep(old: ReachedSite, serving: ReachedSite, copy: StoreCopy, stamp: string): RecoveryStep {
  const store = `${copy.service}-${copy.need}`;
  const [namespace = copy.service] = namespacesOf(old, [copy.service]);
  const name = `${store}-count-${stamp}`;
  const sides = [
    { reached: old, from: copyJobs.restore(copy) },
    { reached: serving, from: copyJobs.dump(copy) },
  ] as const;
  const read = ({ reached, from }: (typeof sides)[number]): Command =>
    kubectl(reached.cluster, ['--namespace', namespace, 'get', `cronjob/${from}`, '--output', 'json']);
  const apply = ({ reached }: (typeof sides)[number]): Command =>
    kubectl(reached.cluster, ['apply', '--filename', '-']);
  const state = ({ reached }: (typeof sides)[number]): Command =>
    printed(reached.cluster, { namespace, what: `job/${name}` }, '{.status.succeeded}');
  const logs = ({ reached }: (typeof sides)[number]): Command =>
    kubectl(reached.cluster, ['--namespace', namespace, 'logs', `job/${name}`]);
  const options = ({ signal }: RecoveryContext) => ({ timeoutMs: 60_000, ...(signal ? { signal } : {}) });
  return {
    id: `compare-${store}`,
    title: `Compare ${store} of ${old.site.name} with that of ${serving.site.name}`,
    owner: 'data-on-call',
    timeoutMinutes: 120,
    expectedMinutes: 10,
    reaches: sides.map(({ reached }) => ({ name: reached.site.name, required: true })),
    again: 'harmless',
    lasts: false,
    action: {
      summary: 'count the rows of every table on both sides; differences are written into the journal',
      commands: sides.flatMap((side) => [read(side), apply(side)]),
      run: async (context) => {
        for (const side of sides) {
          const cronJob = JSON.parse(await printedBy(context.commands, read(side), options(context))) as CronJob;
          const job = JSON.stringify(countJob(cronJob, namespace, name));
          await printedBy(context.commands, { ...apply(side), stdin: job }, options(context));
        }
        return undefined;
      },
    },
    verify: {
      summary: 'both sides are counted',
      commands: sides.flatMap((side) => [state(side), logs(side)]),
      check: async (context) => {
        const counted: ReadonlyMap<string, number>[] = [];
        for (const side of sides) {
          const succeeded = await printedBy(context.commands, state(side), options(context));
          if (succeeded.trim() !== '1') return { holds: false, saw: `${side.reached.site.name} is not counted yet` };
          counted.push(rowsIn(await printedBy(context.commands, logs(side), options(context))));
        }
        return { holds: true, ...differences(counted[0] ?? new Map(), counted[1] ?? new Map()) };
      },
    },
    whenItFails: `Count by hand; the database of ${old.site.name} is kept beside in any case`,
  };
}

/** Tables that hold more, or other, on the side that was left. */
export function differences(old: ReadonlyMap<string, number>, serving: ReadonlyMap<string, number>) {
  const differing = [...new Set([...old.keys(), ...serving.keys()])]
    .sort()
    .filter((table) => old.get(table) !== serving.get(table));
  const more = differing.filter((table) => (old.get(table) ?? 0) > (serving.get(table) ?? 0));
  const shown = differing
    .slice(0, shownTables)
    .map((table) => `${table} ${old.get(table) ?? 'none'} / ${serving.get(table) ?? 'none'}`);
  return {
    saw: differing.length === 0 ? 'every table has as many rows on both sides' : shown.join(', '),
    facts: { tables: old.size, differing: differing.length, moreOnTheOldSide: more.join(', ') },
  };
}
