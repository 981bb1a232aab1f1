import { mechanismTable, type StoredKind, type StoreProvider } from '../../environments/facts/recovery';
import type { DrillPromise } from '../../environments/model/recovery/drill-promise';

/** What the table of mechanisms says of one: the figures that environments are planned with. */
export function mechanismPromise(kind: StoredKind, provider: StoreProvider, id: string): DrillPromise {
  const mechanisms = mechanismTable[kind][provider] as readonly {
    readonly id: string;
    readonly rpoMinutes: number | 'interval';
    readonly restore: { readonly minutes: number };
  }[];
  const found = mechanisms.find((mechanism) => mechanism.id === id);
  if (found === undefined || found.rpoMinutes === 'interval') throw new Error(`${id} promises nothing on ${provider}`);
  return { rpoSeconds: found.rpoMinutes * 60, rtoSeconds: found.restore.minutes * 60 };
}
