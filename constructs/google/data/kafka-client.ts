import type { GoogleSite } from '../../../environments/model';
import { identitiesOf, type KafkaClient, type NeedRequest } from '../../contracts';
import { computeName, kafkaAccountEmail } from '../names';

/** TLS, signed in to by a token of a service account. */
const port = 9092;

/** Who may speak to the cluster at all. */
export const clientRole = 'roles/managedkafka.client';

export const clusterId = (site: GoogleSite): string => computeName(site, 'kafka');

/** The address of every cluster of the service; its zone answers inside the networks that the cluster is open to. */
const bootstrapServers = (site: GoogleSite): string =>
  `bootstrap.${clusterId(site)}.${site.region}.managedkafka.${site.projectId}.cloud.goog:${port}`;

type Request = Pick<NeedRequest<'kafka' | 'topic', GoogleSite>, 'site' | 'service'>;

/** Whom the cluster takes a service for. */
export const principalsOf = (request: Request): string[] =>
  identitiesOf(request).map(({ site, service, name }) => `User:${kafkaAccountEmail(site, service, name)}`);

const maven = (group: string, artifact: string, version: string): string =>
  `${group.replaceAll('.', '/')}/${artifact}/${version}/${artifact}-${version}.jar`;

/**
 * Google's handler and what it runs on, without the client of Confluent's schema registry, which Maven Central lacks and
 * signing in does not touch. Source: the dependencies that Maven resolves for it, 2026-11.
 */
const handlerJars = [
  maven('com.google.cloud.hosted.kafka', 'managed-kafka-auth-login-handler', '1.0.6'),
  maven('com.google.auth', 'google-auth-library-oauth2-http', '1.23.0'),
  maven('com.google.auth', 'google-auth-library-credentials', '1.23.0'),
  maven('com.google.http-client', 'google-http-client', '1.39.2'),
  maven('com.google.http-client', 'google-http-client-gson', '1.39.2'),
  maven('com.google.code.gson', 'gson', '2.8.6'),
  maven('com.google.guava', 'guava', '30.1.1-android'),
  maven('com.google.guava', 'failureaccess', '1.0.1'),
  maven('io.opencensus', 'opencensus-api', '0.28.0'),
  maven('io.opencensus', 'opencensus-contrib-http-util', '0.28.0'),
  maven('io.grpc', 'grpc-context', '1.27.2'),
] as const;

/** How the service's clients reach the cluster. Source: github.com/googleapis/managedkafka, 1.0.6. */
export const clientOf = (request: Request): KafkaClient => ({
  bootstrapServers: bootstrapServers(request.site),
  authentication: {
    kind: 'workload-identity',
    mechanism: 'OAUTHBEARER',
    properties: {
      'sasl.jaas.config': 'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required;',
      'sasl.login.callback.handler.class': 'com.google.cloud.hosted.kafka.auth.GcpLoginCallbackHandler',
    },
    jars: handlerJars,
  },
  egress: [{ cidr: request.site.addresses.endpoints, ports: [{ port, protocol: 'TCP' }] }],
});
