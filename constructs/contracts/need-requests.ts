import type { Site } from '../../environments/model';
import {
  type NeedByKind,
  type NeedKind,
  type NeedMap,
  type OperatorDefinition,
  type OperatorName,
  operators,
  type ServiceDefinition,
  services,
} from '../../services';
import type { NeedRequest } from './need-provider';

/** Something on a site that has needs: a service of the catalogue or an operator. */
export interface Tenant {
  readonly name: string;
  readonly namespace: string;
  readonly needs: NeedMap;
}

/** The services of a site, in the order of the catalogue. */
export function serviceTenants(site: Site): Tenant[] {
  return Object.values<ServiceDefinition>(services).flatMap((service) => {
    const config = (site.services as Readonly<Record<string, unknown>>)[service.name];
    return config === undefined
      ? []
      : [{ name: service.name, namespace: service.namespace, needs: service.needs(config) }];
  });
}

/** Operators whose pods need something of the site. */
export function operatorTenants(names: readonly OperatorName[]): Tenant[] {
  return names.map((name) => {
    const { namespace, needs }: OperatorDefinition = operators[name];
    return { name, namespace, needs };
  });
}

/** The needs of one kind that a tenant has on a site, as requests to that kind's provider. */
export function requestsOf<K extends NeedKind, S extends Site>(site: S, tenant: Tenant, kind: K): NeedRequest<K, S>[] {
  return Object.entries(tenant.needs).flatMap(([name, need]) =>
    need.kind === kind
      ? [{ site, service: tenant.name, namespace: tenant.namespace, name, need: need as NeedByKind[K] }]
      : [],
  );
}
