import type { RecoverySummary, WaySummary } from '../recovery-summary';

/** Something about how a service comes back that is another afterwards. */
export interface RecoveryChange {
  readonly service: string;
  readonly loss: string;
  readonly what: 'RPO' | 'RTO' | 'mechanism' | 'promise';
  readonly before: string;
  readonly after: string;
  readonly worse: boolean;
}

const keyOf = ({ service, loss, standby = '' }: WaySummary): string => [service, loss, standby].join('\0');

const minutes = (value: number): string => (Number.isFinite(value) ? `${value} min` : 'never');

const mechanisms = ({ stores }: WaySummary): string =>
  [...new Set(stores.map(({ need, title }) => `${need}: ${title ?? 'nothing'}`))].sort().join('; ') || 'no store';

function wayChanges(was: WaySummary, is: WaySummary): RecoveryChange[] {
  const of = { service: is.service, loss: is.loss };
  const figure = (what: 'RPO' | 'RTO', before: number, after: number): RecoveryChange[] =>
    before === after ? [] : [{ ...of, what, before: minutes(before), after: minutes(after), worse: after > before }];
  const [before, after] = [mechanisms(was), mechanisms(is)];
  return [
    ...figure('RPO', was.rpoMinutes, is.rpoMinutes),
    ...figure('RTO', was.rtoMinutes, is.rtoMinutes),
    ...(before === after ? [] : [{ ...of, what: 'mechanism' as const, before, after, worse: false }]),
  ];
}

/** What changes of how services come back; a plan that is missing promises nothing. */
export function recoveryDifference(
  before: RecoverySummary | undefined,
  after: RecoverySummary | undefined,
): RecoveryChange[] {
  const old = new Map(before?.ways.map((way) => [keyOf(way), way]));
  const fresh = new Map(after?.ways.map((way) => [keyOf(way), way]));
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((key): RecoveryChange[] => {
    const [was, is] = [old.get(key), fresh.get(key)];
    if (was && is) return wayChanges(was, is);
    const way = was ?? is;
    if (!way) return [];
    return [
      {
        service: way.service,
        loss: way.loss,
        what: 'promise',
        before: was ? `RPO ${minutes(was.rpoMinutes)}, RTO ${minutes(was.rtoMinutes)}` : 'nothing',
        after: is ? `RPO ${minutes(is.rpoMinutes)}, RTO ${minutes(is.rtoMinutes)}` : 'nothing',
        worse: is === undefined,
      },
    ];
  });
}
