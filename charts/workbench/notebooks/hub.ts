import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { EnvValue, NetworkPeer } from '../../../constructs/contracts';
import { tcp } from '../../../constructs/kubernetes/network-policy';
import { databaseParts, libpqTls } from '../../../constructs/kubernetes/postgres-environment';
import { Server } from '../../../constructs/kubernetes/workloads';
import { workbench } from '../../../services';
import { internet } from '../../orchestration/internet';
import { addFiles } from '../files';
import { configurationScript } from './configuration-script';
import { hubSettings } from './hub-settings';
import {
  components,
  configurationFiles,
  configurationPath,
  hubImage,
  hubName,
  hubUser,
  namespace,
  podsOf,
  ports,
} from './jupyterhub';
import type { NotebooksProps } from './notebooks-props';

/** In this order: the URI is put together from the parts before it, whose password is letters and digits only. */
const environment = ({ config, bindings }: NotebooksProps): Readonly<Record<string, EnvValue>> => ({
  HOME: '/tmp',
  PYTHONDONTWRITEBYTECODE: '1',
  ...databaseParts(bindings.notebooksDatabase.secretName),
  ...libpqTls(bindings.notebooksDatabase.sslMode),
  DATABASE_URL: 'postgresql+psycopg2://$(DB_USER):$(DB_PASSWORD)@$(DB_HOST):$(DB_PORT)/$(DB_NAME)',
  COOKIE_SECRET: { secret: bindings.cookieSecret.secretName, key: 'value' },
  CONFIGPROXY_AUTH_TOKEN: { secret: bindings.proxyToken.secretName, key: 'value' },
  OIDC_ISSUER: config.signIn.issuer,
  OAUTH_CLIENT_SECRET: { secret: bindings.signIn.secretName, key: 'client-secret' },
});

/** The identity provider, on the internet or in a network of its own. */
const identityProvider = ({ config }: NotebooksProps): NetworkPeer[] => {
  const { identityProviderCidrs: cidrs } = config.signIn;
  return cidrs.length > 0 ? cidrs.map((cidr) => ({ cidr, ports: [tcp(443)] })) : [internet];
};

const health = { port: ports.hub, periodSeconds: Duration.seconds(10), timeoutSeconds: Duration.seconds(5) } as const;
const healthPath = '/hub/health';

/**
 * Signs people in, makes their servers and stops them. One process: it keeps the state of every server in memory, and a
 * second one would not know it.
 */
export function addHub(scope: Construct, props: NotebooksProps): void {
  const { context, bindings } = props;
  const configuration = addFiles(scope, hubName, {
    [configurationFiles.script]: configurationScript,
    [configurationFiles.settings]: `${JSON.stringify(hubSettings(props), null, 2)}\n`,
  });
  new Server(scope, 'hub', {
    name: hubName,
    namespace,
    owner: workbench.name,
    software: components.hub,
    replicas: 1,
    singleton: true,
    zones: context.zones,
    terminationSeconds: 60,
    user: hubUser,
    serviceAccountName: hubName,
    usesApiServer: true,
    containers: [
      {
        name: 'hub',
        image: hubImage,
        command: ['jupyterhub'],
        args: ['--config', `${configurationPath}/${configurationFiles.script}`],
        env: environment(props),
        // Watches the pods and events of the namespace, and asks every server for its health; the project's own chart
        // starts from the same share of a core and half a GiB.
        cpuMillis: 200,
        cpuLimitMillis: 1000,
        memoryMiB: 768,
        ports: { http: ports.hub },
        // Tables may have to be changed first, and every server that runs is asked for.
        startup: Probe.fromHttpGet(healthPath, { ...health, failureThreshold: 60 }),
        readiness: Probe.fromHttpGet(healthPath, health),
        liveness: Probe.fromHttpGet(healthPath, { ...health, failureThreshold: 6 }),
        mounts: [
          { path: configurationPath, configMap: configuration },
          { path: '/tmp', scratchMiB: 64 },
        ],
      },
    ],
    metrics: { port: ports.hubMetrics, path: '/metrics' },
    ingress: (['proxy', 'server'] as const).map((part) => ({
      namespace,
      podLabels: podsOf(part),
      ports: [tcp(ports.hub)],
    })),
    egress: [
      ...bindings.notebooksDatabase.egress,
      { namespace, podLabels: podsOf('proxy'), ports: [tcp(ports.proxyApi)] },
      { namespace, podLabels: podsOf('server'), ports: [tcp(ports.server)] },
      ...identityProvider(props),
    ],
  });
}
