import { App, Chart } from 'cdk8s';
import { Probe } from 'cdk8s-plus-28';
import {
  OneTimeJob,
  ScheduledJob,
  Server,
  type ServerProps,
  StatefulServer,
} from '../../../../constructs/kubernetes/workloads';

interface Container {
  readonly securityContext: object;
  readonly resources: { readonly limits: Record<string, string>; readonly requests: Record<string, string> };
  readonly volumeMounts: readonly { readonly mountPath: string; readonly name: string; readonly readOnly?: boolean }[];
}

interface PodTemplate {
  readonly metadata: { readonly labels: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec: {
    readonly containers: readonly [Container, ...Container[]];
    readonly initContainers?: readonly Container[];
    readonly volumes: readonly { readonly name: string }[];
    readonly [key: string]: unknown;
  };
}

interface Rendered {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: { readonly template: PodTemplate; readonly [key: string]: unknown };
}

const scope = () => new Chart(new App(), 'test', { disableResourceNameHashes: true });

const rendered = (chart: Chart): Rendered[] => chart.toJson() as Rendered[];

const kinds = (chart: Chart): string[] =>
  rendered(chart)
    .map(({ kind, metadata }) => `${kind}/${metadata.name}`)
    .sort();

function the(chart: Chart, kind: string): Rendered {
  const found = rendered(chart).find((object) => object.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
}

const props: ServerProps = {
  name: 'server',
  namespace: 'shop',
  owner: 'shop',
  software: { name: 'shop', component: 'server', version: '1.0.0' },
  replicas: 2,
  zones: ['a', 'b', 'c'],
  user: 10001,
  containers: [
    {
      name: 'server',
      image: 'registry.example.com/shop:1.0.0',
      cpuMillis: 100,
      memoryMiB: 256,
      ports: { http: 8080 },
      readiness: Probe.fromHttpGet('/ready', { port: 8080 }),
      mounts: [{ path: '/tmp', scratchMiB: 100 }],
    },
  ],
  ingress: [],
  egress: [],
};

const [main] = props.containers;

const serverWith = (overrides: Partial<ServerProps>) => {
  const chart = scope();
  new Server(chart, 'server', { ...props, ...overrides });
  return chart;
};

describe('a server', () => {
  it('is a Deployment with its Service, budget and network policy', () => {
    expect(kinds(serverWith({}))).toEqual([
      'Deployment/server',
      'NetworkPolicy/server',
      'PodDisruptionBudget/server',
      'Service/server',
    ]);
  });

  it('alone has no budget that would keep its machine from being drained', () => {
    expect(kinds(serverWith({ replicas: 1 }))).not.toContain('PodDisruptionBudget/server');
  });

  it('is restricted: no root, no new rights, no capabilities, nothing to write to but its scratch folder', () => {
    const { template } = the(serverWith({}), 'Deployment').spec;
    expect(template.spec.containers[0].securityContext).toMatchObject({
      runAsNonRoot: true,
      runAsUser: 10001,
      privileged: false,
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(template.spec.automountServiceAccountToken).toBe(false);
    expect(template.spec.containers[0].volumeMounts).toEqual([{ mountPath: '/tmp', name: 'scratch-tmp' }]);
  });

  it('reserves what it is promised: memory whole, scratch space on top of the logs', () => {
    const { resources } = the(serverWith({}), 'Deployment').spec.template.spec.containers[0];
    expect(resources).toEqual({
      requests: { cpu: '100m', memory: '256Mi', 'ephemeral-storage': '1Gi' },
      limits: { cpu: '200m', memory: '256Mi', 'ephemeral-storage': '2Gi' },
    });
  });

  it('leaves its number to an autoscaler', () => {
    expect(the(serverWith({ replicas: { autoscaled: 2 } }), 'Deployment').spec).not.toHaveProperty('replicas');
  });

  it('is scraped, and lets the scraper in', () => {
    const chart = serverWith({ metrics: { port: 9000, path: '/metrics' } });
    expect(the(chart, 'Deployment').spec.template.metadata.annotations).toEqual({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '9000',
      'prometheus.io/path': '/metrics',
    });
    expect(JSON.stringify(the(chart, 'NetworkPolicy').spec.ingress)).toContain('"monitoring"');
  });

  it('goes to its pool, tolerates its taint and asks for its GPUs', () => {
    const { spec } = the(
      serverWith({
        pool: {
          nodeSelector: { pool: 'gpu' },
          tolerations: [{ key: 'pool', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' }],
          limits: { 'nvidia.com/gpu': 2 },
        },
      }),
      'Deployment',
    ).spec.template;
    expect(spec.nodeSelector).toEqual({ pool: 'gpu' });
    expect(spec.tolerations).toHaveLength(1);
    expect(spec.containers[0].resources.limits['nvidia.com/gpu']).toBe(2);
  });

  it('gets a token and the way to the API server only when it asks for them', () => {
    const { metadata, spec } = the(serverWith({ usesApiServer: true }), 'Deployment').spec.template;
    expect(spec.automountServiceAccountToken).toBe(true);
    expect(metadata.labels).toMatchObject({ 'evenkeel.dev/reaches-api-server': 'true' });
    expect(the(serverWith({}), 'Deployment').spec.template.metadata.labels).not.toMatchObject({
      'evenkeel.dev/reaches-api-server': 'true',
    });
  });

  it('shares a folder between its init container and its container', () => {
    const { spec } = the(
      serverWith({ initContainers: [{ ...main, name: 'copy', readiness: undefined }] }),
      'Deployment',
    ).spec.template;
    expect(spec.volumes.map(({ name }) => name)).toEqual(['scratch-tmp']);
    expect(spec.initContainers?.[0]?.volumeMounts).toEqual(spec.containers[0].volumeMounts);
  });

  it('mounts configuration and secrets read-only', () => {
    const mounts = [
      { path: '/etc/shop', configMap: 'shop' },
      { path: '/etc/keys/key', secret: 'keys', key: 'key' },
    ];
    const { spec } = the(serverWith({ containers: [{ ...main, mounts }] }), 'Deployment').spec.template;
    expect(spec.containers[0].volumeMounts).toEqual([
      { mountPath: '/etc/shop', name: 'config-shop', readOnly: true },
      { mountPath: '/etc/keys/key', name: 'secret-keys', readOnly: true, subPath: 'key' },
    ]);
  });
});

describe('a server that keeps data', () => {
  const chart = scope();
  new StatefulServer(chart, 'store', {
    ...props,
    replicas: 3,
    volumes: [{ name: 'data', storageGiB: 20 }],
    containers: [
      {
        ...main,
        mounts: [
          { path: '/tmp', scratchMiB: 100 },
          { path: '/data', claim: 'data' },
        ],
      },
    ],
  });

  it('is a StatefulSet with a name for all and a name for each', () => {
    expect(kinds(chart)).toEqual([
      'NetworkPolicy/server',
      'PodDisruptionBudget/server',
      'Service/server',
      'Service/server-headless',
      'StatefulSet/server',
    ]);
  });

  it('has a volume a pod, which outlives it', () => {
    const { spec } = the(chart, 'StatefulSet');
    expect(spec.volumeClaimTemplates).toMatchObject([
      { metadata: { name: 'data' }, spec: { resources: { requests: { storage: '20Gi' } } } },
    ]);
    expect(spec.persistentVolumeClaimRetentionPolicy).toEqual({ whenDeleted: 'Retain', whenScaled: 'Retain' });
    expect(spec.template.spec.containers[0].volumeMounts).toContainEqual({ mountPath: '/data', name: 'data' });
  });
});

describe('jobs', () => {
  const jobName = (image: string) => {
    const chart = scope();
    new OneTimeJob(chart, 'job', { ...props, name: 'set-up', containers: [{ ...main, image }] });
    return the(chart, 'Job').metadata.name;
  };

  it('another version is another job, the same version the same', () => {
    expect(jobName('shop:1')).toMatch(/^set-up-[0-9a-f]{8}$/);
    expect(jobName('shop:1')).toBe(jobName('shop:1'));
    expect(jobName('shop:2')).not.toBe(jobName('shop:1'));
  });

  it('a scheduled job keeps its five fields and never overtakes itself', () => {
    const chart = scope();
    new ScheduledJob(chart, 'job', { ...props, name: 'nightly', schedule: '17 3 * * 1' });
    expect(the(chart, 'CronJob').spec).toMatchObject({
      schedule: '17 3 * * 1',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
    });
  });
});
