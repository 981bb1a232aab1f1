import { Duration } from 'cdk8s';
import { ConfigMap, Probe } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { shortHash } from '../../constructs/contracts';
import { callersOf, tcp } from '../../constructs/kubernetes/network-policy';
import { type ContainerSpec, Server, StatefulServer } from '../../constructs/kubernetes/workloads';
import { nginxImage, nginxUser } from '../workbench/web-server';
import type { CatalogProps } from './catalog-props';
import { components, names, namespace, owner, podsOf, ports } from './datahub';
import {
  artifactsFolder,
  artifactsTemplate,
  healthPath,
  lineageTemplate,
  scratch,
  variables,
} from './intake-configuration';

const configuration = { folder: '/etc/intake', file: 'nginx.conf.template' } as const;

const answers = (port: number, periodSeconds: number) =>
  Probe.fromHttpGet(healthPath, { port, periodSeconds: Duration.seconds(periodSeconds), failureThreshold: 3 });

/** nginx under a root that nothing can write to, with secrets in place of their names. */
const webServer = (name: string, port: number): Omit<ContainerSpec, 'env' | 'mounts'> => ({
  name,
  image: nginxImage,
  command: ['/bin/sh', '-c'],
  args: [
    `envsubst '${Object.values(variables)
      .map((variable) => `$${variable}`)
      .join(
        ' ',
      )}' < ${configuration.folder}/${configuration.file} > ${scratch}/nginx.conf && exec nginx -c ${scratch}/nginx.conf -g 'daemon off;'`,
  ],
  cpuMillis: 50,
  cpuLimitMillis: 500,
  memoryMiB: 64,
  ports: { http: port },
  readiness: answers(port, 5),
  liveness: answers(port, 20),
  drainSeconds: 5,
});

const mounts = (configMap: string) => [
  { path: configuration.folder, configMap },
  { path: scratch, scratchMiB: 64 },
];

/** nginx reads its file once: another file is another pod. */
const annotations = (template: string) => ({ 'evenkeel.dev/configuration': shortHash(template) });

const addTemplate = (scope: Construct, name: string, template: string): ConfigMap =>
  new ConfigMap(scope, `${name}-template`, {
    metadata: { name, namespace },
    data: { [configuration.file]: template },
  });

/** Where Airflow tells what its tasks read and wrote. */
export function addLineageGate(scope: Construct, { context, config, bindings }: CatalogProps): void {
  const name = names.lineage;
  addTemplate(scope, name, lineageTemplate);
  new Server(scope, 'lineage', {
    name,
    namespace,
    owner,
    software: components.lineage,
    replicas: config.replicas,
    zones: context.zones,
    user: nginxUser,
    annotations: annotations(lineageTemplate),
    containers: [
      {
        ...webServer('lineage', ports.lineage),
        env: {
          [variables.key]: { secret: bindings.lineageKey.secretName, key: 'value' },
          [variables.systemSecret]: { secret: bindings.systemSecret.secretName, key: 'value' },
        },
        mounts: mounts(name),
      },
    ],
    ingress: [callersOf(owner, [tcp(ports.lineage)])],
    egress: [{ namespace, podLabels: podsOf('gms'), ports: [tcp(ports.gms)] }],
  });
}

/** Where dbt and Feast put what they know, until the next reading. One pod: what is lost is put down again by their next run. */
export function addArtifacts(scope: Construct, { context, bindings }: CatalogProps): void {
  const name = names.artifacts;
  addTemplate(scope, name, artifactsTemplate);
  new StatefulServer(scope, 'artifacts', {
    name,
    namespace,
    owner,
    software: components.artifacts,
    replicas: 1,
    zones: context.zones,
    user: nginxUser,
    annotations: annotations(artifactsTemplate),
    volumes: [{ name: 'artifacts', storageGiB: 5 }],
    containers: [
      {
        ...webServer('artifacts', ports.artifacts),
        env: { [variables.key]: { secret: bindings.artifactsKey.secretName, key: 'value' } },
        mounts: [...mounts(name), { path: artifactsFolder, claim: 'artifacts' }],
      },
    ],
    ingress: [
      callersOf(owner, [tcp(ports.artifacts)]),
      { namespace, podLabels: podsOf('ingestion'), ports: [tcp(ports.artifacts)] },
    ],
    egress: [],
  });
}
