import { type NeedRequest, secretName } from '../contracts';
import { headlessName } from '../kubernetes/workloads';

export type CacheRequest = NeedRequest<'cache'>;

/** Every released Valkey of the 9.0 line speaks the same protocol; the licence is BSD. */
export const valkeyVersion = '9.0.8';
export const valkeyImage = `docker.io/valkey/valkey:${valkeyVersion}`;

/** Any number will do: the image's programs need no account of their own. */
export const cacheUser = 1000;

export const cachePorts = { server: 6379, sentinel: 26379, metrics: 9121 } as const;

/** Address of the cache, Secret that clients read, and what belongs together under `app.kubernetes.io/instance`. */
export const cacheName = (request: CacheRequest): string => secretName(request);
/** The StatefulSet: behind the proxies where there are any. */
export const nodesName = (request: CacheRequest): string =>
  request.need.highlyAvailable ? `${cacheName(request)}-node` : cacheName(request);
export const tlsSecret = (request: CacheRequest): string => `${cacheName(request)}-tls`;
export const passwordSecret = (request: CacheRequest): string => `${cacheName(request)}-password`;

export const cacheHost = (request: CacheRequest): string => `${cacheName(request)}.${request.namespace}.svc`;

/** One primary and two copies; three sentinels are the fewest of which two can still agree. */
export const nodeCount = ({ need }: CacheRequest): number => (need.highlyAvailable ? 3 : 1);

/** With the cluster's domain: neither Sentinel nor HAProxy tries the search path of the pod. */
export const nodeDomain = (request: CacheRequest): string =>
  `${headlessName(nodesName(request))}.${request.namespace}.svc.cluster.local`;

export const nodeHosts = (request: CacheRequest): string[] =>
  Array.from({ length: nodeCount(request) }, (_, index) => `${nodesName(request)}-${index}.${nodeDomain(request)}`);

/** A copy that came back empty would be followed by the others: with copies there is always a volume. */
export const keepsData = ({ need }: CacheRequest): boolean => need.persistent || need.highlyAvailable;
