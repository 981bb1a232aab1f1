import { Duration } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { shortHash } from '../../constructs/contracts';
import { callersOf, tcp } from '../../constructs/kubernetes/network-policy';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { Server } from '../../constructs/kubernetes/workloads';
import { internet } from '../orchestration/internet';
import { components, envoyImage, modelPods, namespace, owner, podsOf, ports, routerName, user } from './llm';
import { type LlmProps, namedModels } from './llm-props';
import { routerConfiguration } from './router-configuration';
import { keyVariable } from './router-routes';
import { routerSizes } from './sizing';

const configMapName = routerName;
const folder = '/etc/llm-router';
const file = 'envoy.yaml';

/** A leaving router still passes on what streams through it, for as long as most answers take. */
const drainSeconds = 60;

const ready = (periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet('/ready', {
    port: ports.health,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(3),
    failureThreshold,
  });

function addConfiguration(scope: Construct, configuration: string): void {
  const manifest: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: configMapName, namespace },
    data: { [file]: configuration },
  };
  typedObject(scope, manifest);
}

/**
 * One address for all models, with OpenAI's protocol: Envoy reads the model's name from the request, checks what the
 * client has left, and counts the tokens of the answer. It stands beside the models rather than in the site's gateway,
 * because pods of the site come through it too, and because its limits need a store that only this service reaches.
 */
export function addRouter(scope: Construct, props: LlmProps): void {
  const { context, config, bindings } = props;
  const configuration = routerConfiguration(props);
  const { externalKeys } = bindings;
  const providers = Object.keys(config.external);
  addConfiguration(scope, configuration);
  new Server(scope, 'router', {
    name: routerName,
    namespace,
    owner,
    software: components.router,
    replicas: config.routers,
    zones: context.zones,
    terminationSeconds: drainSeconds + 30,
    user,
    annotations: { 'evenkeel.dev/configuration': shortHash(configuration) },
    metrics: { port: ports.health, path: '/stats/prometheus' },
    containers: [
      {
        name: 'envoy',
        image: envoyImage,
        command: ['envoy'],
        args: ['--config-path', `${folder}/${file}`, '--log-level', 'warn', '--disable-hot-restart'],
        env: externalKeys
          ? Object.fromEntries(
              providers.map((each) => [keyVariable(each), { secret: externalKeys.secretName, key: each }] as const),
            )
          : {},
        ...routerSizes[config.size],
        ports: { http: ports.gateway, 'http-site': ports.site },
        startup: ready(2, 30),
        readiness: ready(5, 3),
        liveness: ready(15, 4),
        drainSeconds,
        mounts: [
          { path: folder, configMap: configMapName },
          { path: '/tmp', scratchMiB: 16 },
        ],
      },
    ],
    ingress: [...bindings.api.callers, callersOf(owner, [tcp(ports.site)])],
    egress: [
      ...namedModels(props).map(({ name }) => ({ namespace, podLabels: modelPods(name), ports: [tcp(ports.model)] })),
      { namespace, podLabels: podsOf('limiter'), ports: [tcp(ports.limiter.grpc)] },
      ...(providers.length > 0 ? [internet] : []),
    ],
  });
}
