import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { EnvValue } from '../../constructs/contracts';
import { composedSecret } from '../../constructs/in-cluster/composed-secret';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { Server } from '../../constructs/kubernetes/workloads';
import { internet } from '../orchestration/internet';
import { backend } from './backend';
import type { CatalogProps } from './catalog-props';
import { components, images, names, namespace, podsOf, ports } from './datahub';
import { kafkaEnvironment, kafkaMounts, systemEnvironment } from './environment';
import { heap, profileOf } from './sizing';

/** Users that DataHub knows before anybody has signed in; the image's own file has one with a password all know. */
const firstUsers = { secret: `${names.frontend}-users`, key: 'user.props', path: '/datahub-frontend/conf/user.props' };
/** The administrator of every DataHub. */
const administrator = 'datahub';

export const addFirstUser = (scope: Construct, { bindings }: CatalogProps): void =>
  composedSecret(scope, {
    name: firstUsers.secret,
    namespace,
    from: { password: { secret: bindings.adminPassword.secretName, key: 'value' } },
    template: { [firstUsers.key]: `${administrator}:{{ .password }}\n` },
  });

/**
 * By the identity provider, or as a user of DataHub's own. The administrator can always sign in at `/login`: without that
 * nobody could give the first person a role.
 */
function signInEnvironment({ config: { signIn }, bindings }: CatalogProps): Readonly<Record<string, EnvValue>> {
  const client = bindings.signIn;
  return {
    AUTH_JAAS_ENABLED: 'true',
    AUTH_NATIVE_ENABLED: `${signIn === undefined}`,
    AUTH_COOKIE_SECURE: 'true',
    METADATA_SERVICE_AUTH_ENABLED: 'true',
    ...(signIn && client
      ? {
          AUTH_OIDC_ENABLED: 'true',
          AUTH_OIDC_CLIENT_ID: { secret: client.secretName, key: 'clientId' },
          AUTH_OIDC_CLIENT_SECRET: { secret: client.secretName, key: 'clientSecret' },
          AUTH_OIDC_DISCOVERY_URI: signIn.discoveryUrl,
          AUTH_OIDC_BASE_URL: bindings.web.url,
          AUTH_OIDC_USER_NAME_CLAIM: signIn.userClaim,
        }
      : {}),
  };
}

const answers = (periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet('/admin', {
    port: ports.frontend,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

/** The web page, and by it the interfaces for people with a token of their own. */
export function addFrontend(scope: Construct, props: CatalogProps): void {
  const { context, config, bindings } = props;
  const size = profileOf(config.size, 'frontend');
  new Server(scope, 'frontend', {
    ...backend,
    name: names.frontend,
    software: components.frontend,
    replicas: config.replicas,
    zones: context.zones,
    containers: [
      {
        name: 'frontend',
        image: images.frontend,
        env: {
          ...systemEnvironment(props),
          ...kafkaEnvironment(props, 'KAFKA_PROPERTIES_'),
          ...signInEnvironment(props),
          SERVER_PORT: `${ports.frontend}`,
          DATAHUB_SECRET: { secret: bindings.sessionSecret.secretName, key: 'value' },
          DATAHUB_TRACKING_TOPIC: bindings.usage.topic,
          JAVA_MEMORY_OPTS: heap(size.memoryMiB, 0.75),
        },
        ...size,
        ports: { http: ports.frontend },
        mounts: [
          { path: firstUsers.path, secret: firstUsers.secret, key: firstUsers.key },
          { path: '/tmp', scratchMiB: 256 },
          ...kafkaMounts(props),
        ],
        writableRootBecause: 'its entry point writes into its own folder',
        startup: answers(5, 60),
        readiness: answers(10, 3),
        liveness: answers(30, 4),
        drainSeconds: 10,
      },
    ],
    ingress: bindings.web.callers,
    egress: [
      { namespace, podLabels: podsOf('gms'), ports: [tcp(ports.gms)] },
      ...bindings.changes.egress,
      ...(config.signIn ? [internet] : []),
    ],
  });
}
