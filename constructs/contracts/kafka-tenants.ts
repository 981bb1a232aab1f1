import type { Site } from '../../environments/model';
import type { NeedRequest } from './need-provider';
import { namedRequestsOf, type ServiceTenant, serviceTenants } from './need-requests';

type Request = Pick<NeedRequest, 'site' | 'service'>;

const tenantOf = ({ site, service }: Request): ServiceTenant | undefined =>
  serviceTenants(site).find(({ name }) => name === service);

/** Everything that a service asks of topics. */
export const topicsOf = (request: Request): NeedRequest<'topic'>[] => {
  const tenant = tenantOf(request);
  return tenant ? namedRequestsOf(request.site, tenant, 'topic').map(([, topic]) => topic) : [];
};

/** Whether the service runs the cluster; its user is then the administrator. */
export const administers = (request: Request): boolean => {
  const tenant = tenantOf(request);
  return tenant !== undefined && namedRequestsOf(request.site, tenant, 'kafka').length > 0;
};

/** Services of a site that run a Kafka cluster. */
export const administratorsOf = (site: Request['site']): string[] =>
  serviceTenants(site)
    .map(({ name }) => name)
    .filter((service) => administers({ site, service }));

/** What the service that runs the site's one cluster asks of it. */
export const kafkaOf = (site: Request['site']): NeedRequest<'kafka'> | undefined =>
  serviceTenants(site).flatMap((tenant) => namedRequestsOf(site, tenant, 'kafka').map(([, request]) => request))[0];

/** Everything that the services of a site ask of topics. */
export const siteTopics = <S extends Site>(site: S): NeedRequest<'topic', S>[] =>
  serviceTenants(site).flatMap((tenant) => namedRequestsOf(site, tenant, 'topic').map(([, request]) => request));

/** The identities that have what a service's needs grant: under one of them its pods sign in to a cluster of the cloud. */
export const identitiesOf = <S extends Site>({
  site,
  service,
}: Pick<NeedRequest<'topic' | 'kafka', S>, 'site' | 'service'>): NeedRequest<'identity', S>[] =>
  serviceTenants(site)
    .filter(({ name }) => name === service)
    .flatMap((tenant) => namedRequestsOf(site, tenant, 'identity').map(([, request]) => request))
    .filter(({ need }) => need.grants === 'needs');

/** No name has a dot, so no service's prefix is the beginning of another's. */
export const groupPrefix = ({ service }: Pick<Request, 'service'>): string => `${service}.`;
