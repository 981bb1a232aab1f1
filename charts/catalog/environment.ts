import type { EnvValue, PostgresBinding } from '../../constructs/contracts';
import { kafkaProperties } from '../../constructs/kubernetes/kafka-client';
import type { Mount } from '../../constructs/kubernetes/workloads';
import { catalogPool } from '../../services/catalog';
import type { CatalogProps } from './catalog-props';
import { names, ports, systemClient } from './datahub';

type Environment = Readonly<Record<string, EnvValue>>;

const authorityFolder = '/etc/kafka-authority';

/** Spring's variables reach the servers, `KAFKA_PROPERTIES_…` the web page. */
export function kafkaEnvironment({ bindings: { changes } }: CatalogProps, prefix: string): Environment {
  const properties = kafkaProperties(changes, {
    username: '$(KAFKA_USER)',
    password: '$(KAFKA_PASSWORD)',
    authorityFile: `${authorityFolder}/ca.crt`,
  });
  const variable = (property: string): string => `${prefix}${property.toUpperCase().replaceAll('.', '_')}`;
  return {
    KAFKA_BOOTSTRAP_SERVER: changes.bootstrapServers,
    ...(changes.authentication.kind === 'scram'
      ? {
          KAFKA_USER: { secret: changes.authentication.secretName, key: 'username' },
          KAFKA_PASSWORD: { secret: changes.authentication.secretName, key: 'password' },
        }
      : {}),
    ...Object.fromEntries(Object.entries(properties).map(([property, value]) => [variable(property), value])),
    // Spring's own property, besides those of the client.
    KAFKA_PROPERTIES_SECURITY_PROTOCOL: properties['security.protocol'] ?? '',
  };
}

export const kafkaMounts = ({ bindings: { changes } }: CatalogProps): readonly Mount[] =>
  changes.authentication.kind === 'scram' ? [{ path: authorityFolder, secret: changes.authentication.secretName }] : [];

/** What everything that signs in as DataHub itself shares. */
export const systemEnvironment = ({ bindings }: CatalogProps): Environment => ({
  DATAHUB_SYSTEM_CLIENT_ID: systemClient,
  DATAHUB_SYSTEM_CLIENT_SECRET: { secret: bindings.systemSecret.secretName, key: 'value' },
  DATAHUB_GMS_HOST: names.gms,
  DATAHUB_GMS_PORT: `${ports.gms}`,
  DATAHUB_TELEMETRY_ENABLED: 'false',
});

/** What the PostgreSQL driver checks. Its own default for `verify-full` is a file, not Java's list of authorities. */
const tlsOptions: Readonly<Record<PostgresBinding['sslMode'], string>> = {
  require: 'sslmode=require',
  'verify-full': 'sslmode=verify-full&sslfactory=org.postgresql.ssl.DefaultJavaSSLFactory',
};

const databaseEnvironment = ({ config, bindings: { metadata } }: CatalogProps): Environment => ({
  DB_HOST: { secret: metadata.secretName, key: 'host' },
  DB_PORT: { secret: metadata.secretName, key: 'port' },
  DB_NAME: { secret: metadata.secretName, key: 'dbname' },
  EBEAN_DATASOURCE_DRIVER: 'org.postgresql.Driver',
  EBEAN_DATASOURCE_HOST: '$(DB_HOST):$(DB_PORT)',
  EBEAN_DATASOURCE_URL: `jdbc:postgresql://$(DB_HOST):$(DB_PORT)/$(DB_NAME)?${tlsOptions[metadata.sslMode]}`,
  EBEAN_DATASOURCE_USERNAME: { secret: metadata.secretName, key: 'username' },
  EBEAN_DATASOURCE_PASSWORD: { secret: metadata.secretName, key: 'password' },
  EBEAN_MAX_CONNECTIONS: `${catalogPool[config.size]}`,
});

const searchEnvironment = ({ config }: CatalogProps): Environment => ({
  ELASTICSEARCH_IMPLEMENTATION: 'opensearch',
  ELASTICSEARCH_HOST: names.search,
  ELASTICSEARCH_PORT: `${ports.search}`,
  ELASTICSEARCH_PROTOCOL: 'http',
  ELASTICSEARCH_USE_SSL: 'false',
  // A copy on another node; a single node has nowhere to put one, and would never be green.
  ELASTICSEARCH_NUM_REPLICAS_PER_INDEX: config.searchNodes === 1 ? '0' : '1',
  // Lineage lies in the same indices; there is no graph database.
  GRAPH_SERVICE_IMPL: 'elasticsearch',
});

const topicVariables = {
  METADATA_CHANGE_PROPOSAL_TOPIC_NAME: 'proposals',
  FAILED_METADATA_CHANGE_PROPOSAL_TOPIC_NAME: 'failedProposals',
  METADATA_CHANGE_LOG_VERSIONED_TOPIC_NAME: 'changes',
  METADATA_CHANGE_LOG_TIMESERIES_TOPIC_NAME: 'timeseries',
  PLATFORM_EVENT_TOPIC_NAME: 'platformEvents',
  DATAHUB_USAGE_EVENT_NAME: 'usage',
  DATAHUB_UPGRADE_HISTORY_TOPIC_NAME: 'upgrades',
} as const;

/** Consumers may only be in groups under the service's own prefix. */
const groupVariables = {
  METADATA_CHANGE_LOG_KAFKA_CONSUMER_GROUP_ID: 'changes',
  METADATA_CHANGE_PROPOSAL_KAFKA_CONSUMER_GROUP_ID: 'proposals',
  PLATFORM_EVENT_KAFKA_CONSUMER_GROUP_ID: 'platform-events',
  DATAHUB_USAGE_EVENT_KAFKA_CONSUMER_GROUP_ID: 'usage',
  // One partition, which every server must read at its start: each leaves the group as soon as it has, to the next one.
  DATAHUB_UPGRADE_HISTORY_KAFKA_CONSUMER_GROUP_ID: 'upgrades',
} as const;

const topicsEnvironment = ({ bindings }: CatalogProps): Environment => ({
  ...Object.fromEntries(Object.entries(topicVariables).map(([variable, need]) => [variable, bindings[need].topic])),
  ...Object.fromEntries(
    Object.entries(groupVariables).map(([variable, group]) => [variable, `${bindings.changes.groupPrefix}${group}`]),
  ),
});

/** The metadata server and its update: stores, keys, topics. */
export const backendEnvironment = (props: CatalogProps): Environment => ({
  ...systemEnvironment(props),
  ...databaseEnvironment(props),
  ...kafkaEnvironment(props, 'SPRING_KAFKA_PROPERTIES_'),
  ...topicsEnvironment(props),
  ...searchEnvironment(props),
  // Schemas of the topics are part of the release: no registry beside it.
  SCHEMA_REGISTRY_TYPE: 'INTERNAL',
  ENTITY_REGISTRY_CONFIG_PATH: '/datahub/datahub-gms/resources/entity-registry.yml',
  // Update and servers compare it along with the release; either side alone would wait for ever.
  DATAHUB_REVISION: '1',
  METADATA_SERVICE_AUTH_ENABLED: 'true',
  REST_API_AUTHORIZATION_ENABLED: 'true',
  DATAHUB_TOKEN_SERVICE_SIGNING_KEY: { secret: props.bindings.tokenKey.secretName, key: 'value' },
  DATAHUB_TOKEN_SERVICE_SALT: { secret: props.bindings.tokenSalt.secretName, key: 'value' },
  SECRET_SERVICE_ENCRYPTION_KEY: { secret: props.bindings.encryptionKey.secretName, key: 'value' },
});
