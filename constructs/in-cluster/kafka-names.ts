import type { NeedRequest } from '../contracts';

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

type Request = Pick<NeedRequest, 'service'>;

/** A service has one user for all its topics, so that one client can read and write several. */
export const userName = ({ service }: Request): string => service;

/** What the User Operator puts before the name of a user to name its Secret. */
export const userSecretPrefix = 'user-';

/** Secret of a client, in the namespace of its service. */
export const clientSecret = ({ service }: Request): string => `${service}-kafka`;

/** Whether other sites read from this one. */
export const openToSites = ({ site, need }: Pick<NeedRequest<'kafka'>, 'site' | 'need'>): boolean =>
  need.mirrored === true && site.role === 'primary';
