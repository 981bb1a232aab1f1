import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { recoverySummary, storeGroups, type WaySummary } from '../../delivery/recovery-summary';
import {
  begunAnew,
  type CopyInterval,
  type CopyReach,
  clusterReady,
  type Loss,
  type Mechanism,
  mechanismTable,
  namesMove,
  peopleAct,
  recoveryTiers,
  type StoredKind,
  servicesStart,
  standbyStacks,
} from '../../environments/facts/recovery';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import prod from '../../environments/prod';
import { code, markdownPage, table } from './page';

const kinds = Object.keys(mechanismTable) as readonly StoredKind[];

const reachWords: Readonly<Record<CopyReach, string>> = {
  'same-site': 'the site itself',
  'same-cloud': 'a site on the same cloud',
  'cross-cloud': 'a site on another cloud',
};

const tierPools: Readonly<Record<(typeof recoveryTiers)[number], string>> = {
  backup: 'there are none',
  'pilot-light': 'those of the system',
  'warm-standby': 'one a zone, or fewer where the environment says so',
  'active-active': 'as many as the primary',
};

interface Shown {
  readonly mechanism: Mechanism;
  readonly providers: readonly string[];
}

const copyWords = ({ copy: { minutes, minutesPerGiB }, carryMinutes }: CopyInterval): string =>
  [
    `${minutes} min`,
    ...(minutesPerGiB ? [`${minutesPerGiB} min a GiB`] : []),
    ...(carryMinutes ? [`${carryMinutes} min to be carried over`] : []),
  ].join(' and ');

const rpoWords = ({ rpoMinutes, interval }: Mechanism): string =>
  rpoMinutes === 'interval'
    ? `the interval (${interval?.leastMinutes} to ${interval?.mostMinutes} min), and the time of a copy${interval ? ` (${copyWords(interval)})` : ''}`
    : `${rpoMinutes} min`;

const restoreWords = ({ restore: { minutes, minutesPerGiB }, inCluster }: Mechanism): string =>
  `${minutes} min${minutesPerGiB ? ` and ${minutesPerGiB} min a GiB` : ''}${inCluster && minutes > 0 ? ', once the cluster is there' : ''}`;

const archiveWords = ({ archive }: Mechanism): string =>
  archive === undefined ? '' : `, ${archive === 'needed' ? 'with' : 'without'} an archive outside of the cluster`;

/** What providers have alike stands once. */
function shownOf(kind: StoredKind): readonly Shown[] {
  const rows = new Map<string, Shown>();
  for (const [provider, mechanisms] of Object.entries(mechanismTable[kind])) {
    for (const mechanism of mechanisms as unknown as readonly Mechanism[]) {
      const key = JSON.stringify(mechanism);
      rows.set(key, { mechanism, providers: [...(rows.get(key)?.providers ?? []), provider] });
    }
  }
  return [...rows.values()];
}

const mechanismsOf = (kind: StoredKind): string =>
  table(
    [
      'mechanism',
      'of',
      'against loss of',
      'copy is on',
      'from tier',
      'RPO',
      'restored in',
      'costs',
      'figures from',
      'known by',
    ],
    shownOf(kind).map(({ mechanism, providers }) => [
      `${mechanism.title} (${code(mechanism.id)})`,
      `${providerWords(providers)}${archiveWords(mechanism)}`,
      mechanism.against.join(', '),
      reachWords[mechanism.reach],
      code(mechanism.from),
      rpoWords(mechanism),
      restoreWords(mechanism),
      mechanism.cost,
      mechanism.source,
      knownBy(mechanism),
    ]),
  );

const remade = begunAnew('bucket', 'same-site');

const all: readonly Shown[] = [
  ...kinds.flatMap(shownOf),
  { mechanism: { ...remade, id: remade.id.replace('bucket', '<kind>') }, providers: ['all'] },
];

const providerWords = (providers: readonly string[]): string =>
  providers.length === 4 ? 'all' : [...new Set(providers)].join(', ');

const root = join(__dirname, '..', '..');
const proofFile = (suite: string): string => `tests/proof/${suite}.proof.ts`;

/** A proof that is not written yet proves nothing, whatever the table hopes for. */
const knownBy = ({ proof }: Mechanism): string =>
  proof.by === 'paper' || existsSync(join(root, proofFile(proof.suite))) ? proof.by : 'paper';

const proofOf = ({ proof }: Mechanism): string =>
  proof.by === 'paper'
    ? proof.because
    : existsSync(join(root, proofFile(proof.suite)))
      ? code(proofFile(proof.suite))
      : 'its proof is not written yet';

const proofOrder = ['run', 'validated', 'paper'];

/** One line for what is known in the same way, whoever provides it. */
const proofTable = (): string => {
  const rows = new Map<string, Shown>();
  for (const { mechanism, providers } of all) {
    const key = `${proofOrder.indexOf(knownBy(mechanism))} ${mechanism.id} ${proofOf(mechanism)}`;
    rows.set(key, { mechanism, providers: [...(rows.get(key)?.providers ?? []), ...providers] });
  }
  return table(
    ['mechanism', 'of', 'known by', 'proof'],
    [...rows]
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, { mechanism, providers }]) => [
        code(mechanism.id),
        providerWords([...new Set(providers)]),
        knownBy(mechanism),
        proofOf(mechanism),
      ]),
  );
};

const asked: readonly (readonly [Loss, CopyReach])[] = [
  ['data', 'same-site'],
  ['attack', 'same-site'],
  ['zone', 'same-site'],
  ['site', 'same-cloud'],
  ['site', 'cross-cloud'],
];

const gapTable = (): string =>
  table(
    ['store', 'of', 'nothing brings it back after'],
    kinds.flatMap((kind) => {
      const gaps = Object.entries(mechanismTable[kind]).map(([provider, mechanisms]) => {
        const known = mechanisms as unknown as readonly Mechanism[];
        const missing = asked
          .filter(([loss, reach]) => !known.some((one) => one.reach === reach && one.against.includes(loss)))
          .map(([loss, reach]) => (loss === 'site' ? `loss of the site, with a copy on ${reachWords[reach]}` : loss));
        return [provider, missing.join('; ')] as const;
      });
      const words = [...new Set(gaps.map(([, missing]) => missing))].filter((missing) => missing !== '');
      return words.map((missing) => [
        kind,
        gaps
          .filter(([, one]) => one === missing)
          .map(([provider]) => provider)
          .join(', '),
        missing,
      ]);
    }),
  );

const wayRows = (ways: readonly WaySummary[]): readonly (readonly string[])[] =>
  ways.map(({ service, dataClass, rpoMinutes, rtoMinutes, objective, path, stores }) => [
    code(service),
    dataClass,
    `${rpoMinutes} of ${objective.rpoMinutes}`,
    `${rtoMinutes} of ${objective.rtoMinutes}`,
    path.map(({ title, minutes }) => `${title.toLowerCase()} ${minutes}`).join(', ') || 'stays up',
    storeGroups(stores)
      .map(({ needs, mechanism = 'nothing' }) => `${needs.join(', ')}: ${code(mechanism)}`)
      .join('; '),
  ]);

const planOf = (loss: Loss, ways: readonly WaySummary[]): readonly string[] => {
  const meant = ways.filter((way) => way.loss === loss && way.promised);
  return meant.length === 0
    ? []
    : [
        `### Loss of ${loss === 'site' ? `the site: ${meant[0]?.standby} takes over` : loss}`,
        table(['service', 'data', 'RPO, min', 'RTO, min', 'way back, min', 'stores'], wayRows(meant)),
      ];
};

export function recoveryPage(): string {
  const plan = recoverySummary(resolveEnvironment(prod));
  if (!plan) throw new Error('environments/prod.ts promises nothing');
  return markdownPage('Recovery', [
    'How stores come back, with the figures that plans are made of. What they mean and how to use them: [the guide](../guides/recovery.md).',
    '## Tiers',
    table(
      ['tier', 'stacks before a loss', 'machines of a standby', 'the cluster is ready in', 'because'],
      recoveryTiers.map((tier) => [
        code(tier),
        standbyStacks[tier].join(', '),
        tierPools[tier],
        `${clusterReady[tier].minutes} min`,
        clusterReady[tier].source,
      ]),
    ),
    'On the way back from the loss of a site come, besides that and the stores:',
    table(
      ['step', 'minutes', 'because'],
      [...peopleAct, servicesStart, namesMove].map(({ title, minutes, source }) => [title, String(minutes), source]),
    ),
    '## How it is known that a mechanism works',
    '`run`: a drill runs it here against real programs, and fails when it does not hold. `validated`: the real providers or API servers accept what is built; that it brings data back is known from the documents of who sells it. `paper`: it stands in documents only. No row was tried against a real account of a cloud: drills do that on sites of your own.',
    proofTable(),
    '## Mechanisms',
    'Minutes of a restore are estimates on the safe side, unless a row names the proof that measured them: no cloud promises any. A drill of your own environment measures the whole way, and says where it misses what was promised.',
    ...kinds.flatMap((kind) => [`### ${kind}`, mechanismsOf(kind)]),
    `What can be made anew (data class ${code('rebuildable')}) is begun empty instead, where a copy would cost something.`,
    '## What nothing brings back',
    'An environment that promises it is refused with `RECOVERY_UNREACHABLE`, unless the data can be made anew.',
    gapTable(),
    '## The plan of `prod`',
    `${code(plan.tier)}, RPO ${plan.rpoMinutes} min, RTO ${plan.rtoMinutes} min; ${plan.primary} fails over to ${plan.recoverySite}. Minutes are reached of promised. ${code('evenkeel recovery prod')} shows each store, and what the other standbys could do.`,
    ...(['data', 'zone', 'attack', 'site'] as const).flatMap((loss) => planOf(loss, plan.ways)),
  ]);
}
