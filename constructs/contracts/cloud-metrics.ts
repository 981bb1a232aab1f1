import type { Site } from '../../environments/model';
import { monitoring } from '../../services';
import type { IdentityBinding, NetworkPeer } from './bindings';
import type { CopyAges } from './copy-ages';
import type { NeedRequest } from './need-provider';
import { requestsOf, serviceTenants, type Tenant } from './need-requests';
import { type StoreKind, storeKinds } from './store-levels';

/** The one program of a site that asks the cloud for metrics. It runs once: two would ask, and pay, twice. */
export interface MetricsExporter {
  readonly name: string;
  readonly version: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** Numeric user of the image. */
  readonly user: number;
  readonly port: number;
  /** Path that answers while the program runs, without asking the cloud. */
  readonly healthPath: string;
  /** A file that it reads. Default: none. */
  readonly file?: { readonly folder: string; readonly name: string; readonly content: string };
  readonly cpuMillis: number;
  readonly memoryMiB: number;
  /** Where the cloud's metrics are asked for, beyond what its identity needs. */
  readonly egress: readonly NetworkPeer[];
}

/** One way in which Prometheus asks the exporter. */
export interface MetricsScrape {
  readonly name: string;
  readonly path: string;
  readonly parameters?: Readonly<Record<string, readonly string[]>>;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
}

/** How the cloud's own metrics of a site's managed data services come to its Prometheus. */
export interface CloudMetrics {
  readonly identity: IdentityBinding;
  readonly exporter: MetricsExporter;
  readonly scrapes: readonly MetricsScrape[];
  /** How old copies are that the cloud makes for this site. Default: it makes none. */
  readonly copyAges?: CopyAges;
}

const name = 'cloud-metrics';

/** The data services that the cloud runs for a site, by kind; in the order of the catalogue. */
export const managedStores = <K extends StoreKind, S extends Site>(site: S, kind: K): NeedRequest<K, S>[] =>
  site.providers[kind] === 'managed'
    ? serviceTenants(site).flatMap((tenant) => requestsOf<K, S>(site, tenant, kind))
    : [];

/** Whether the cloud runs a data service for the site, and the site has a Prometheus that wants to know of it. */
const isWatched = (site: Site): boolean =>
  site.services.monitoring?.managedStores === true && storeKinds.some((kind) => managedStores(site, kind).length > 0);

/**
 * The account of the exporter, apart from that of the service: it reads metrics, and neither buckets nor secrets. There is
 * none on a site where the cloud runs no data service.
 */
export const metricsTenants = (site: Site): Tenant[] =>
  isWatched(site)
    ? [
        {
          name: monitoring.name,
          namespace: monitoring.namespace,
          needs: { [name]: { kind: 'identity', serviceAccount: name, grants: 'site-metrics' } },
        },
      ]
    : [];

/** The identity that the exporter asks for; `undefined`: the site needs no exporter. */
export const metricsIdentity = <S extends Site>(site: S): NeedRequest<'identity', S> | undefined =>
  metricsTenants(site).flatMap((tenant) => requestsOf(site, tenant, 'identity'))[0];
