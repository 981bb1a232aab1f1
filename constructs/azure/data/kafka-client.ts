import type { AzureSite } from '../../../environments/model';
import type { KafkaClient, NeedRequest } from '../../contracts';
import { eventNamespaceName } from '../names';

/** Kafka's protocol over TLS. */
const port = 9093;

const host = (site: AzureSite): string => `${eventNamespaceName(site)}.servicebus.windows.net`;

/** Where workload identity puts the pod's token, whose name the client shows to Entra ID instead of a secret. */
const tokenFile = '/var/run/secrets/azure/tokens/azure-identity-token';

/** Filled in by the client itself: the pod is told its identity when it starts. */
const clientId = `\${env:AZURE_CLIENT_ID}`;

const login = (site: AzureSite): string =>
  [
    'org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required',
    `oauth.token.endpoint.uri="https://login.microsoftonline.com/${site.tenantId}/oauth2/v2.0/token"`,
    `oauth.client.id="${clientId}"`,
    `oauth.client.assertion.location="${tokenFile}"`,
    `oauth.scope="https://${host(site)}/.default"`,
    'oauth.access.token.is.jwt="true";',
  ].join(' ');

/**
 * How the service's clients reach the namespace. Strimzi's handler shows a token from a file, as Entra ID wants it; Kafka's
 * own wants a client's secret. Source: github.com/strimzi/strimzi-kafka-oauth, 0.17.1.
 */
export const clientOf = ({ site }: Pick<NeedRequest<'kafka' | 'topic', AzureSite>, 'site'>): KafkaClient => ({
  bootstrapServers: `${host(site)}:${port}`,
  authentication: {
    kind: 'workload-identity',
    mechanism: 'OAUTHBEARER',
    properties: {
      'sasl.jaas.config': login(site),
      'sasl.login.callback.handler.class': 'io.strimzi.kafka.oauth.client.JaasClientOauthLoginCallbackHandler',
      'config.providers': 'env',
      'config.providers.env.class': 'org.apache.kafka.common.config.provider.EnvVarConfigProvider',
      'config.providers.env.param.allowlist.pattern': 'AZURE_CLIENT_ID',
    },
    jars: [
      'io/strimzi/kafka-oauth-client/0.17.1/kafka-oauth-client-0.17.1.jar',
      'io/strimzi/kafka-oauth-common/0.17.1/kafka-oauth-common-0.17.1.jar',
      'com/nimbusds/nimbus-jose-jwt/10.0.2/nimbus-jose-jwt-10.0.2.jar',
      'com/fasterxml/jackson/core/jackson-databind/2.15.3/jackson-databind-2.15.3.jar',
      'com/fasterxml/jackson/core/jackson-annotations/2.15.3/jackson-annotations-2.15.3.jar',
      'com/fasterxml/jackson/core/jackson-core/2.15.3/jackson-core-2.15.3.jar',
      'com/jayway/jsonpath/json-path/2.9.0/json-path-2.9.0.jar',
      'net/minidev/json-smart/2.5.2/json-smart-2.5.2.jar',
      'net/minidev/accessors-smart/2.5.2/accessors-smart-2.5.2.jar',
      'org/ow2/asm/asm/9.7.1/asm-9.7.1.jar',
    ],
  },
  egress: [{ cidr: site.addresses.endpoints, ports: [{ port, protocol: 'TCP' }] }],
});
