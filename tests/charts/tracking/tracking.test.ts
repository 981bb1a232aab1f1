import { App } from 'cdk8s';
import { chartContext, TrackingChart, WaveChart } from '../../../charts';
import { tracking } from '../../../services';
import { googleSite, localSite } from '../../fixtures/sites';
import { managedFacts, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const managed = renderManaged();
const local = renderLocal();

interface Container {
  readonly image: string;
  readonly command: string[];
  readonly args: string[];
  readonly env: {
    name: string;
    value?: string;
    valueFrom?: { secretKeyRef: { name: string; key: string } };
  }[];
  readonly [key: string]: unknown;
}

interface Pod {
  readonly metadata: {
    labels: Record<string, string>;
    annotations?: Record<string, string>;
  };
  readonly spec: { containers: [Container]; [key: string]: unknown };
}

const podOf = (rendered: typeof managed): Pod =>
  specOf<{ template: Pod }>(the(rendered, 'Deployment', 'mlflow')).template;

const jobOf = (rendered: typeof managed) => {
  const found = rendered.find(({ manifest }) => manifest.kind === 'Job' && /^mlflow-/.test(manifest.metadata.name));
  if (!found) throw new Error('no migration');
  return found.manifest;
};

const argumentsOf = (rendered: typeof managed): string[] => podOf(rendered).spec.containers[0].args;

const argument = (args: readonly string[], name: string): string | undefined => args[args.indexOf(name) + 1];

const environment = (container: Container): Record<string, string | undefined> =>
  Object.fromEntries(
    container.env.map(({ name, value, valueFrom }) => [
      name,
      valueFrom ? `${valueFrom.secretKeyRef.name}#${valueFrom.secretKeyRef.key}` : value,
    ]),
  );

test('objects of the service', () => {
  expect(
    places(managed)
      .filter((place) => /^k8s\/[45]0-/.test(place))
      .map((place) => place.replace(/mlflow-migration-[0-9a-f]{8}$/, 'mlflow-migration-<hash>')),
  ).toEqual([
    'k8s/40-tracking-migration/Job/mlflow-migration-<hash>',
    'k8s/40-tracking-migration/NetworkPolicy/mlflow-migration',
    'k8s/50-tracking-access/HTTPRoute/tracking-web',
    'k8s/50-tracking/CronJob/mlflow-garbage-collection',
    'k8s/50-tracking/Deployment/mlflow',
    'k8s/50-tracking/NetworkPolicy/mlflow',
    'k8s/50-tracking/NetworkPolicy/mlflow-garbage-collection',
    'k8s/50-tracking/PodDisruptionBudget/mlflow',
    'k8s/50-tracking/Service/mlflow',
  ]);
});

describe('the server', () => {
  test('runs the full image, which has the database and cloud drivers', () => {
    expect(podOf(managed).spec.containers[0].image).toMatch(/^ghcr\.io\/mlflow\/mlflow:v3\.\d+\.\d+-full$/);
  });

  test('starts with exactly these arguments', () => {
    expect(argumentsOf(managed)).toMatchInlineSnapshot(`
      [
        "server",
        "--host",
        "0.0.0.0",
        "--port",
        "5000",
        "--workers",
        "4",
        "--artifacts-destination",
        "store://files",
        "--serve-artifacts",
        "--allowed-hosts",
        "mlflow.ml.example.com,mlflow.ml.example.com:443,mlflow:5000,mlflow.tracking:5000,mlflow.tracking.svc:5000,mlflow.tracking.svc.cluster.local:5000,10.*[0-9]:5000,172.*[0-9]:5000,192.168.*[0-9]:5000,100.*[0-9]:5000",
        "--cors-allowed-origins",
        "https://mlflow.ml.example.com",
        "--expose-prometheus",
        "/tmp/metrics",
        "--uvicorn-opts",
        "--timeout-keep-alive 75 --timeout-graceful-shutdown 60",
      ]
    `);
  });

  test('answers to its own names with port and to addresses, and to nothing that could be registered', () => {
    const hosts = (argument(argumentsOf(managed), '--allowed-hosts') ?? '').split(',');
    expect(hosts).toContain('mlflow.ml.example.com');
    expect(hosts).toContain('mlflow.tracking.svc:5000');
    expect(hosts).not.toContain('*');
    for (const host of hosts.filter((entry) => entry.includes('*'))) expect(host).toMatch(/\[0-9\]:5000$/);
  });

  test('puts its database URI together from the Secret that the binding names', () => {
    const { env } = podOf(managed).spec.containers[0];
    expect(environment(podOf(managed).spec.containers[0])).toMatchObject({
      DB_HOST: 'tracking-database#host',
      DB_PASSWORD: 'tracking-database#password',
      PGSSLMODE: 'verify-full',
      PGSSLROOTCERT: '/etc/ssl/certs/ca-certificates.crt',
      MLFLOW_BACKEND_STORE_URI: 'postgresql+psycopg2://$(DB_USER):$(DB_PASSWORD)@$(DB_HOST):$(DB_PORT)/$(DB_NAME)',
      MLFLOW_CRYPTO_KEK_PASSPHRASE: 'tracking-passphrase#value',
      STORE: 'yes',
    });
    // Kubernetes only expands variables that stand before.
    const names = env.map(({ name }) => name);
    for (const part of ['DB_USER', 'DB_PASSWORD', 'DB_HOST', 'DB_PORT', 'DB_NAME']) {
      expect(names.indexOf(part)).toBeLessThan(names.indexOf('MLFLOW_BACKEND_STORE_URI'));
    }
    expect(environment(podOf(local).spec.containers[0])).toMatchObject({
      PGSSLMODE: 'require',
    });
    expect(environment(podOf(local).spec.containers[0])).not.toHaveProperty('PGSSLROOTCERT');
  });

  test('is probed where it answers without a host check, and given time to start', () => {
    const { startupProbe, readinessProbe, livenessProbe } = podOf(managed).spec.containers[0];
    for (const probe of [startupProbe, readinessProbe, livenessProbe]) {
      expect(probe).toMatchObject({ httpGet: { path: '/health', port: 5000 } });
    }
    const startup = startupProbe as {
      periodSeconds: number;
      failureThreshold: number;
    };
    expect(startup.periodSeconds * startup.failureThreshold).toBeGreaterThanOrEqual(180);
  });

  test('never has fewer replicas than asked for, and loses one at a time', () => {
    expect(specOf(the(managed, 'Deployment', 'mlflow'))).toMatchObject({
      replicas: 3,
      strategy: { rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
    });
    expect(specOf(the(managed, 'PodDisruptionBudget', 'mlflow'))).toMatchObject({ maxUnavailable: 1 });
  });

  test('spreads over zones and machines', () => {
    expect(podOf(managed).spec.topologySpreadConstraints).toEqual([
      expect.objectContaining({
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'DoNotSchedule',
      }),
      expect.objectContaining({ topologyKey: 'kubernetes.io/hostname' }),
    ]);
    // One zone cannot be spread over.
    expect(podOf(local).spec.topologySpreadConstraints).toEqual([
      expect.objectContaining({
        topologyKey: 'topology.kubernetes.io/zone',
        whenUnsatisfiable: 'ScheduleAnyway',
      }),
      expect.anything(),
    ]);
  });

  test('leaves without dropping a request', () => {
    const { terminationGracePeriodSeconds, containers } = podOf(managed).spec;
    expect(containers[0].lifecycle).toEqual({
      preStop: { exec: { command: ['sleep', '10'] } },
    });
    expect(terminationGracePeriodSeconds).toBeGreaterThanOrEqual(10 + 60);
  });

  test('carries its identity and is scraped', () => {
    expect(podOf(managed).spec.serviceAccountName).toBe('mlflow');
    expect(podOf(managed).metadata.labels).toMatchObject({
      'identity.example.com/use': 'true',
    });
    expect(podOf(managed).metadata.annotations).toEqual({
      'prometheus.io/scrape': 'true',
      'prometheus.io/port': '5000',
      'prometheus.io/path': '/metrics',
    });
  });

  test.each(['small', 'standard', 'large'] as const)('size %s: memory holds the workers', (size) => {
    const config = tracking.config.parse({ size });
    const [container] = podOf(renderManaged({ services: { tracking: config } })).spec.containers;
    const workers = Number(argument(container.args, '--workers'));
    const { limits } = container.resources as { limits: { memory: string } };
    expect(Number.parseInt(limits.memory, 10)).toBeGreaterThanOrEqual(300 + workers * 450);
  });
});

test('peers of the server are named: gateway, monitoring and clean-up in; database, bucket and identity out', () => {
  const { ingress, egress } = specOf<{
    ingress: { from: { namespaceSelector: { matchLabels: object } }[] }[];
    egress: object[];
  }>(the(managed, 'NetworkPolicy', 'mlflow'));
  expect(ingress.map(({ from }) => Object.values(from[0]?.namespaceSelector.matchLabels ?? {})[0] ?? 'any')).toEqual([
    'envoy-gateway-system',
    'any',
    'tracking',
    'monitoring',
  ]);
  expect(egress).toEqual(
    [5432, 443, 8443].map((port) => ({
      to: [{ ipBlock: { cidr: '203.0.113.0/24' } }],
      ports: [{ port, protocol: 'TCP' }],
    })),
  );
});

test('the route is HTTPS on the site’s gateway, under the site’s domain', () => {
  expect(specOf(the(managed, 'HTTPRoute', 'tracking-web'))).toMatchObject({
    parentRefs: [{ name: 'site', namespace: 'envoy-gateway-system', sectionName: 'https' }],
    hostnames: ['mlflow.ml.example.com'],
    rules: [{ backendRefs: [{ name: 'mlflow', port: 5000 }] }],
  });
});

describe('the migration', () => {
  test('upgrades the database in a wave before the server, and reaches nothing else', () => {
    const pod = specOf<{ template: Pod }>(jobOf(managed)).template;
    expect(pod.spec.containers[0]).toMatchObject({
      command: ['mlflow'],
      args: ['db', 'upgrade', '$(MLFLOW_BACKEND_STORE_URI)'],
      image: podOf(managed).spec.containers[0].image,
    });
    expect(environment(pod.spec.containers[0])).not.toHaveProperty('MLFLOW_CRYPTO_KEK_PASSPHRASE');
    const policy = specOf(the(managed, 'NetworkPolicy', 'mlflow-migration'));
    expect(policy).toMatchObject({
      policyTypes: ['Ingress', 'Egress'],
      egress: [{ ports: [{ port: 5432, protocol: 'TCP' }] }],
    });
    expect(policy).not.toHaveProperty('ingress');
  });

  test('is another Job when it does something else, and the same one when it does not', () => {
    expect(jobOf(renderManaged()).metadata.name).toBe(jobOf(managed).metadata.name);
    const replicas = renderManaged({
      services: { tracking: tracking.config.parse({ replicas: 5 }) },
    });
    expect(jobOf(replicas).metadata.name).toBe(jobOf(managed).metadata.name);
    expect(jobOf(local).metadata.name).not.toBe(jobOf(managed).metadata.name);
  });
});

test('the clean-up removes runs after the stated days, through the server', () => {
  const rendered = renderManaged({
    services: {
      tracking: tracking.config.parse({ artifactRetentionDays: 45 }),
    },
  });
  const { schedule, concurrencyPolicy, jobTemplate } = specOf<{
    schedule: string;
    concurrencyPolicy: string;
    jobTemplate: { spec: { template: Pod } };
  }>(the(rendered, 'CronJob', 'mlflow-garbage-collection'));
  const [container] = jobTemplate.spec.template.spec.containers;
  expect([schedule, concurrencyPolicy]).toEqual(['17 3 * * *', 'Forbid']);
  expect(container.args).toEqual(['gc', '--backend-store-uri', '$(MLFLOW_BACKEND_STORE_URI)', '--older-than', '45d']);
  expect(environment(container).MLFLOW_TRACKING_URI).toBe('http://mlflow.tracking.svc:5000');
  expect(jobTemplate.spec.template.spec.serviceAccountName).toBeUndefined();
});

test('the chart works alone in a cdk8s program', () => {
  const app = new App();
  const site = googleSite();
  new TrackingChart(app, 'mlflow', {
    context: chartContext(site, managedFacts),
    config: tracking.config.parse({}),
    bindings: {
      database: { secretName: 'db', sslMode: 'require', egress: [] },
      artifacts: { name: 'files', uri: 's3://files', env: {}, hadoop: { uri: '', settings: {}, jars: [] }, egress: [] },
      identity: { serviceAccountName: 'mlflow', podLabels: {}, egress: [] },
      passphrase: { secretName: 'passphrase' },
      web: { name: 'mlflow', host: 'mlflow.example.com', url: 'https://mlflow.example.com', callers: [] },
    },
  });
  expect(WaveChart.within(app).flatMap((chart) => chart.toJson())).toHaveLength(8);
});

test('a context for charts does not say which cloud it is', () => {
  expect(chartContext(localSite(), managedFacts)).not.toHaveProperty('cloud');
});

describe('with users of its own', () => {
  const rendered = renderManaged({ services: { tracking: tracking.config.parse({ authentication: 'basic' }) } });
  const server = podOf(rendered).spec.containers[0];

  test('the server asks for them, with secrets that every replica shares and that stand in no file', () => {
    expect(argument(server.args, '--app-name')).toBe('basic-auth');
    expect(environment(server)).toMatchObject({
      MLFLOW_AUTH_ADMIN_PASSWORD: 'tracking-admin-password#value',
      MLFLOW_FLASK_SERVER_SECRET_KEY: 'tracking-session-secret#value',
      PGPASSWORD: 'tracking-database#password',
    });
    const { data } = the(rendered, 'ConfigMap', 'mlflow-authentication') as unknown as { data: Record<string, string> };
    expect(data['basic-auth.ini']).toContain('database_uri = postgresql+psycopg2://\n');
    expect(data['basic-auth.ini']).toContain('default_permission = READ\n');
  });

  test('the two pools of a worker open hardly more connections than one would', () => {
    const connections = (of: Container): number =>
      Number(environment(of).MLFLOW_SQLALCHEMYSTORE_POOL_SIZE) +
      Number(environment(of).MLFLOW_SQLALCHEMYSTORE_MAX_OVERFLOW);
    expect([connections(podOf(managed).spec.containers[0]), 2 * connections(server)]).toEqual([7, 8]);
  });

  test('the gateway leaves the password to MLflow', () => {
    expect(the(rendered, 'HTTPRoute', 'tracking-web').metadata.labels?.['evenkeel.dev/access']).toBe('service');
    expect(the(managed, 'HTTPRoute', 'tracking-web').metadata.labels?.['evenkeel.dev/access']).toBe('both');
  });

  test('the migration makes the users after the schema, from files that are there before it', () => {
    const { initContainers = [], containers } = specOf<{
      template: { spec: { initContainers?: Container[]; containers: Container[] } };
    }>(jobOf(rendered)).template.spec;
    expect([...initContainers, ...containers].map(({ command }) => command[0])).toEqual(['mlflow', 'python']);
    expect(places(rendered)).toContain('k8s/40-tracking-migration/ConfigMap/mlflow-authentication');
  });

  test('the clearing out is the administrator; nobody else in the cluster knows a password', () => {
    const { jobTemplate } = specOf<{ jobTemplate: { spec: { template: Pod } } }>(
      the(rendered, 'CronJob', 'mlflow-garbage-collection'),
    );
    expect(environment(jobTemplate.spec.template.spec.containers[0])).toMatchObject({
      MLFLOW_TRACKING_USERNAME: 'admin',
      MLFLOW_TRACKING_PASSWORD: 'tracking-admin-password#value',
    });
  });
});
