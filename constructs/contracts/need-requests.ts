import { kebabCase, type Site } from '../../environments/model';
import {
  type NeedByKind,
  type NeedKind,
  type NeedMap,
  type OperatorDefinition,
  type OperatorName,
  operators,
  type ServiceDefinition,
  type ServiceName,
  services,
} from '../../services';
import type { NeedRequest } from './need-provider';

/** Something on a site that has needs: a service of the catalogue or an operator. */
export interface Tenant {
  /** Kebab case: part of the names of everything it has. */
  readonly name: string;
  readonly namespace: string;
  readonly needs: NeedMap;
}

export interface ServiceTenant extends Tenant {
  /** Its key in the catalogue. */
  readonly service: ServiceName;
}

const catalogue: Readonly<Record<ServiceName, ServiceDefinition>> = services;

/** Names of the services that a site runs, in the order of the catalogue. */
export const enabledServices = (site: Pick<Site, 'services'>): ServiceName[] =>
  (Object.keys(catalogue) as ServiceName[]).filter((name) => site.services[name] !== undefined);

/** The services of a site with their needs, in the order of the catalogue. */
export function serviceTenants(site: Pick<Site, 'services'>): ServiceTenant[] {
  const enabled = enabledServices(site);
  const all = new Set<string>(enabled);
  return enabled.map((service) => {
    const { namespace, needs } = catalogue[service];
    const config = site.services[service] as Record<string, unknown>;
    return { service, name: kebabCase(service), namespace, needs: needs(config, all) };
  });
}

/** Operators whose pods need something of the site. */
export function operatorTenants(names: readonly OperatorName[]): Tenant[] {
  return names.map((name) => {
    const { namespace, needs }: OperatorDefinition = operators[name];
    return { name, namespace, needs };
  });
}

/** Whether any service of a site has a need of this kind. */
export const siteNeeds = (site: Pick<Site, 'services'>, kind: NeedKind): boolean =>
  serviceTenants(site).some(({ needs }) => Object.values(needs).some((need) => need.kind === kind));

/** The needs of one kind that a tenant has on a site, as requests to that kind's provider, under the service's own names. */
export function namedRequestsOf<K extends NeedKind, S extends Site>(
  site: S,
  { name: service, namespace, needs }: Tenant,
  kind: K,
): (readonly [key: string, request: NeedRequest<K, S>])[] {
  return Object.entries(needs).flatMap(([key, need]) =>
    need.kind === kind
      ? [[key, { site, service, namespace, name: kebabCase(key), need: need as NeedByKind[K] }] as const]
      : [],
  );
}

/** The needs of one kind that a tenant has on a site, as requests to that kind's provider. */
export const requestsOf = <K extends NeedKind, S extends Site>(site: S, tenant: Tenant, kind: K): NeedRequest<K, S>[] =>
  namedRequestsOf(site, tenant, kind).map(([, request]) => request);

export { kebabCase };
