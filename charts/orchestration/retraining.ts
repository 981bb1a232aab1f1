import { Duration } from 'cdk8s';
import { ConfigMap, Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import type { EnvValue } from '../../constructs/contracts';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { type ContainerSpec, Server } from '../../constructs/kubernetes/workloads';
import { monitoring, orchestration } from '../../services';
import type { ChartContext } from '../chart-context';
import { airflowGroup, airflowUser, apiUrl, components, namespace, podsOf, ports, serviceName } from './airflow';
import { airflowContainer } from './container';
import type { OrchestrationProps } from './orchestration-props';
import { retrainingReceiver, retrainingUser } from './retraining-scripts';

const name = `${serviceName}-retraining`;
const folder = '/opt/evenkeel/retraining';
const configMaps = {
  user: { name: `${name}-user`, file: 'retraining-user.py' },
  receiver: { name, file: 'receiver.py' },
} as const;
const user = 'alerts';

/** DAGs that alerts of the site may start: those by which watched models are trained. */
const retrainingDags = ({ services }: ChartContext): string[] =>
  [
    ...new Set((services.modelMonitoring?.models ?? []).flatMap(({ retrain }) => (retrain ? [retrain.dag] : []))),
  ].sort();

export const startsTrainings = (context: ChartContext): boolean => retrainingDags(context).length > 0;

/** Where Alertmanager sends alerts that name a DAG, and the way there. */
export const retrainingWebhook = {
  url: `http://${name}.${namespace}.svc:${ports.retraining}/alerts`,
  peer: { namespace, podLabels: podsOf('retraining'), ports: [tcp(ports.retraining)] },
} as const;

function credentials({ context, bindings }: OrchestrationProps): Readonly<Record<string, EnvValue>> {
  const { retrainingPassword } = bindings;
  if (!retrainingPassword) throw new Error('alerts start trainings without a password');
  return {
    RETRAINING_USER: user,
    RETRAINING_PASSWORD: { secret: retrainingPassword.secretName, key: 'value' },
    DAGS: retrainingDags(context).join(','),
  };
}

const addScript = (scope: Construct, which: keyof typeof configMaps, script: string): void => {
  const { name: configMap, file } = configMaps[which];
  new ConfigMap(scope, configMap, { metadata: { name: configMap, namespace }, data: { [file]: script } });
};

/** A step of the migration: the user that starts trainings, and its rights. */
export function retrainingUserStep(
  scope: Construct,
  props: OrchestrationProps,
  env: Readonly<Record<string, EnvValue>>,
): ContainerSpec[] {
  if (!startsTrainings(props.context)) return [];
  addScript(scope, 'user', retrainingUser);
  return [
    airflowContainer({
      name: 'retraining-user',
      command: ['python'],
      args: [`${folder}/${configMaps.user.file}`],
      env: { ...env, ...credentials(props) },
      cpuMillis: 500,
      memoryMiB: 1024,
      mounts: [{ path: folder, configMap: configMaps.user.name }],
    }),
  ];
}

const health = (periodSeconds: number, failureThreshold: number) =>
  Probe.fromHttpGet('/healthz', {
    port: ports.retraining,
    periodSeconds: Duration.seconds(periodSeconds),
    timeoutSeconds: Duration.seconds(5),
    failureThreshold,
  });

/** Turns alerts of watched models into runs of the DAGs that train them. Keeps nothing, so any replica takes any alert. */
export function addRetraining(scope: Construct, props: OrchestrationProps): void {
  if (!startsTrainings(props.context)) return;
  addScript(scope, 'receiver', retrainingReceiver);
  new Server(scope, 'retraining', {
    name,
    namespace,
    owner: orchestration.name,
    software: components.retraining,
    replicas: 2,
    zones: props.context.zones,
    user: airflowUser,
    group: airflowGroup,
    containers: [
      airflowContainer({
        name: 'receiver',
        command: ['python'],
        args: [`${folder}/${configMaps.receiver.file}`],
        env: {
          ...credentials(props),
          PYTHONDONTWRITEBYTECODE: '1',
          AIRFLOW_URL: apiUrl,
          PORT: `${ports.retraining}`,
        },
        cpuMillis: 20,
        memoryMiB: 128,
        ports: { http: ports.retraining },
        mounts: [{ path: folder, configMap: configMaps.receiver.name }],
        readiness: health(10, 3),
        liveness: health(30, 4),
      }),
    ],
    ingress: [
      {
        namespace: monitoring.namespace,
        podLabels: { 'app.kubernetes.io/name': 'alertmanager' },
        ports: [tcp(ports.retraining)],
      },
    ],
    egress: [{ namespace, podLabels: podsOf('apiServer'), ports: [tcp(ports.api)] }],
  });
}
