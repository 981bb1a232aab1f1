import { type NeedRequest, namedRequestsOf, type ServiceTenant, serviceTenants } from '../contracts';

/** The site's one Kafka cluster. Strimzi derives the names of everything it makes from the cluster's. */
export const kafkaCluster = {
  name: 'kafka',
  namespace: 'streaming',
  /** TLS, signed in to by SCRAM-SHA-512. */
  clientPort: 9093,
  /** The same for clients of other sites, who come in by the site's gateway. */
  sitesPort: 9094,
  bootstrapServers: 'kafka-kafka-bootstrap.streaming.svc:9093',
  /** Secret with the certificate of the cluster's own authority under `ca.crt`. */
  authoritySecret: 'kafka-cluster-ca-cert',
} as const;

/** Without it Strimzi ignores pools, topics and users. */
export const clusterLabel = { 'strimzi.io/cluster': kafkaCluster.name } as const;

/** Labels that Strimzi puts on the pods of a part of the cluster. */
const part = (name: string) => ({ ...clusterLabel, 'strimzi.io/name': `${kafkaCluster.name}-${name}` });

/** Controllers and brokers carry the same name. */
export const kafkaPods = {
  servers: part('kafka'),
  entityOperator: part('entity-operator'),
  exporter: part('kafka-exporter'),
} as const;

export const clusterOperatorPods = { name: 'strimzi-cluster-operator' } as const;

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

/** A service has one user for all its topics, so that one client can read and write several. */
export const userName = ({ service }: Pick<Request, 'service'>): string => service;

/** What the User Operator puts before the name of a user to name its Secret. */
export const userSecretPrefix = 'user-';

/** Secret of a client, in the namespace of its service. */
export const clientSecret = ({ service }: Pick<Request, 'service'>): string => `${service}-kafka`;

/** No name has a dot, so no service's prefix is the beginning of another's. */
export const groupPrefix = ({ service }: Pick<Request, 'service'>): string => `${service}.`;

/** Whether other sites read from this one. */
export const openToSites = ({ site, need }: Pick<NeedRequest<'kafka'>, 'site' | 'need'>): boolean =>
  need.mirrored === true && site.role === 'primary';
