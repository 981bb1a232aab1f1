import {
  type NeedBinder,
  type NeedRequest,
  type Providers,
  requestsOf,
  type StoreKind,
  type StoreLevels,
  secretName,
  serviceTenants,
  storeKinds,
  storeSeries,
  type Unmeasured,
} from '../../constructs/contracts';
import type { Site } from '../../environments/model';

/** One data service of a site, wherever it runs. */
export interface WatchedStore {
  readonly kind: StoreKind;
  /** The service that has it; kebab case. */
  readonly service: string;
  /** `<service>-<need>`. */
  readonly name: string;
  /** The cloud runs it. */
  readonly managed: boolean;
  /** PromQL by the name of the series that it becomes; only what is measured. */
  readonly recordings: Readonly<Record<string, string>>;
  /** Loses nothing to make room: when it is full, writes fail. Only of caches. */
  readonly keepsAll: boolean;
}

/** The levels of a kind by the names of their series, without those that nobody measures. */
function recordingsOf(kind: StoreKind, levels: StoreLevels): Record<string, string> {
  const said: Readonly<Record<string, string | Unmeasured>> = levels;
  return Object.fromEntries(
    Object.entries<string>(storeSeries[kind]).flatMap(([level, series]) => {
      const expression = said[level];
      return typeof expression === 'string' ? [[series, expression] as const] : [];
    }),
  );
}

const keepsAll = ({ need }: NeedRequest<StoreKind>): boolean => need.kind === 'cache' && need.eviction === 'noeviction';

/** Every data service of a site, in the order of the catalogue, as those who meet the needs describe it. */
export function siteStores<S extends Site>(site: S, { providerOf }: Providers<S>): WatchedStore[] {
  return serviceTenants(site).flatMap((tenant) =>
    storeKinds.flatMap((kind) => {
      const provider: NeedBinder<StoreKind, S> = providerOf<StoreKind>(kind);
      return requestsOf<StoreKind, S>(site, tenant, kind).flatMap((request) => {
        const levels = provider.levels?.(request);
        if (!levels) return [];
        return [
          {
            kind,
            service: tenant.name,
            name: secretName(request),
            managed: site.providers[kind] === 'managed',
            recordings: recordingsOf(kind, levels),
            keepsAll: keepsAll(request),
          },
        ];
      });
    }),
  );
}
