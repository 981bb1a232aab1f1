import { parse } from 'yaml';
import { catalog, featureStore, orchestration, streaming, transforms } from '../../../services';
import { places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const source = { repository: 'https://git.example.com/shop.git', revision: 'v1' };
const discoveryUrl = 'https://login.example.com/.well-known/openid-configuration';

const site = (config: object = {}) => ({
  services: { streaming: streaming.config.parse({}), catalog: catalog.config.parse(config) },
});
const full = renderManaged({
  services: {
    ...site().services,
    orchestration: orchestration.config.parse({}),
    featureStore: featureStore.config.parse({}),
    transforms: transforms.config.parse({
      projects: { shop: { source }, finance: { source, warehouse: 'lakehouse' } },
    }),
    lakehouse: undefined,
  } as never,
});
const alone = renderManaged(site());
const single = renderLocal(site({ ownKey: false, searchNodes: 1, size: 'small' }));

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}
interface Container {
  readonly name: string;
  readonly args?: readonly string[];
  readonly env: readonly Variable[];
  readonly resources: { readonly limits: Readonly<Record<string, string>> };
  readonly volumeMounts: readonly { readonly mountPath: string; readonly subPath?: string }[];
}
interface Workload {
  readonly replicas: number;
  readonly suspend?: boolean;
  readonly template: {
    readonly metadata: { readonly labels: Record<string, string>; readonly annotations?: Record<string, string> };
    readonly spec: { readonly containers: readonly Container[]; readonly initContainers?: readonly Container[] };
  };
}
interface Rules {
  readonly from?: readonly { readonly podSelector?: { readonly matchLabels: Record<string, string> } }[];
  readonly to?: readonly object[];
  readonly ports: readonly { readonly port: number }[];
}

type Rendered = typeof full;

const workload = (rendered: Rendered, kind: string, name: string) => specOf<Workload>(the(rendered, kind, name));
const job = (rendered: Rendered, prefix: string) => {
  const found = rendered.find(
    ({ manifest: { kind, metadata } }) => kind === 'Job' && metadata.name.startsWith(`${prefix}-`),
  );
  if (!found) throw new Error(`no job ${prefix}`);
  return specOf<Workload>(found.manifest);
};
const cronJob = (rendered: Rendered, name: string) =>
  specOf<{ suspend?: boolean; schedule: string; jobTemplate: { spec: Workload } }>(the(rendered, 'CronJob', name));
const variables = ({ env }: Pick<Container, 'env'>) =>
  Object.fromEntries(
    env.map(({ name, value, valueFrom }) => [
      name,
      value ?? `${valueFrom?.secretKeyRef.name}/${valueFrom?.secretKeyRef.key}`,
    ]),
  );
const first = (spec: Workload): Container => {
  const [container] = spec.template.spec.containers;
  if (!container) throw new Error('no container');
  return container;
};
const textOf = (rendered: Rendered, name: string) =>
  (the(rendered, 'ConfigMap', name) as unknown as { data: Record<string, string> }).data;
const callersOf = (name: string) =>
  specOf<{ ingress?: readonly Rules[] }>(the(full, 'NetworkPolicy', name)).ingress?.map(({ from, ports }) => [
    from?.[0]?.podSelector?.matchLabels['app.kubernetes.io/component'] ?? 'scraper',
    ports.map(({ port }) => port),
  ]);

const gms = (rendered: Rendered = full) => first(workload(rendered, 'Deployment', 'datahub-gms'));
const frontend = (rendered: Rendered = full) => first(workload(rendered, 'Deployment', 'datahub-frontend'));
const search = (rendered: Rendered = full) => workload(rendered, 'StatefulSet', 'datahub-search');

test('search comes first, then the update, then what waits for it', () => {
  const own = places(full).filter((place) => /^k8s\/\d+-catalog/.test(place));
  expect(own.map((place) => place.replace(/-[0-9a-f]{8}$/, '-<hash>'))).toEqual([
    'k8s/30-catalog-data/ExternalSecret/catalog-admin-password',
    'k8s/30-catalog-data/ExternalSecret/catalog-artifacts-key',
    'k8s/30-catalog-data/ExternalSecret/catalog-encryption-key',
    'k8s/30-catalog-data/ExternalSecret/catalog-kafka',
    'k8s/30-catalog-data/ExternalSecret/catalog-lineage-key',
    'k8s/30-catalog-data/ExternalSecret/catalog-metadata',
    'k8s/30-catalog-data/ExternalSecret/catalog-session-secret',
    'k8s/30-catalog-data/ExternalSecret/catalog-system-secret',
    'k8s/30-catalog-data/ExternalSecret/catalog-token-key',
    'k8s/30-catalog-data/ExternalSecret/catalog-token-salt',
    'k8s/30-catalog-data/KafkaTopic/datahubupgradehistory-v1',
    'k8s/30-catalog-data/KafkaTopic/datahubusageevent-v1',
    'k8s/30-catalog-data/KafkaTopic/failedmetadatachangeproposal-v1',
    'k8s/30-catalog-data/KafkaTopic/metadatachangelog-timeseries-v1',
    'k8s/30-catalog-data/KafkaTopic/metadatachangelog-versioned-v1',
    'k8s/30-catalog-data/KafkaTopic/metadatachangeproposal-v1',
    'k8s/30-catalog-data/KafkaTopic/platformevent-v1',
    'k8s/30-catalog-data/KafkaUser/catalog',
    'k8s/30-catalog-data/NetworkPolicy/kafka-from-catalog',
    'k8s/30-catalog-data/Role/catalog-kafka',
    'k8s/30-catalog-data/RoleBinding/catalog-kafka',
    'k8s/30-catalog-data/SecretStore/catalog-kafka',
    'k8s/30-catalog-data/ServiceAccount/catalog-kafka-reader',
    'k8s/30-catalog-search/NetworkPolicy/datahub-search',
    'k8s/30-catalog-search/PodDisruptionBudget/datahub-search',
    'k8s/30-catalog-search/Service/datahub-search',
    'k8s/30-catalog-search/Service/datahub-search-headless',
    'k8s/30-catalog-search/StatefulSet/datahub-search',
    'k8s/40-catalog-update/Job/datahub-update-<hash>',
    'k8s/40-catalog-update/NetworkPolicy/datahub-update',
    'k8s/50-catalog-access/HTTPRoute/catalog-web',
    'k8s/50-catalog/ConfigMap/datahub-artifacts',
    'k8s/50-catalog/ConfigMap/datahub-ingestion',
    'k8s/50-catalog/ConfigMap/datahub-lineage',
    'k8s/50-catalog/CronJob/datahub-ingestion',
    'k8s/50-catalog/CronJob/datahub-restore-indices',
    'k8s/50-catalog/Deployment/catalog-metrics',
    'k8s/50-catalog/Deployment/datahub-frontend',
    'k8s/50-catalog/Deployment/datahub-gms',
    'k8s/50-catalog/Deployment/datahub-lineage',
    'k8s/50-catalog/Deployment/datahub-search-metrics',
    'k8s/50-catalog/ExternalSecret/datahub-frontend-users',
    'k8s/50-catalog/NetworkPolicy/catalog-metrics',
    'k8s/50-catalog/NetworkPolicy/datahub-artifacts',
    'k8s/50-catalog/NetworkPolicy/datahub-frontend',
    'k8s/50-catalog/NetworkPolicy/datahub-gms',
    'k8s/50-catalog/NetworkPolicy/datahub-ingestion',
    'k8s/50-catalog/NetworkPolicy/datahub-lineage',
    'k8s/50-catalog/NetworkPolicy/datahub-restore-indices',
    'k8s/50-catalog/NetworkPolicy/datahub-search-metrics',
    'k8s/50-catalog/PodDisruptionBudget/datahub-frontend',
    'k8s/50-catalog/PodDisruptionBudget/datahub-gms',
    'k8s/50-catalog/PodDisruptionBudget/datahub-lineage',
    'k8s/50-catalog/Role/datahub-frontend-users-reader',
    'k8s/50-catalog/RoleBinding/datahub-frontend-users-reader',
    'k8s/50-catalog/SecretStore/datahub-frontend-users-reader',
    'k8s/50-catalog/Service/catalog-metrics',
    'k8s/50-catalog/Service/datahub-artifacts',
    'k8s/50-catalog/Service/datahub-artifacts-headless',
    'k8s/50-catalog/Service/datahub-frontend',
    'k8s/50-catalog/Service/datahub-gms',
    'k8s/50-catalog/Service/datahub-lineage',
    'k8s/50-catalog/Service/datahub-search-metrics',
    'k8s/50-catalog/ServiceAccount/datahub-frontend-users-reader',
    'k8s/50-catalog/StatefulSet/datahub-artifacts',
  ]);
});

test('a node of search is ready by the word of a leader, not by its own', () => {
  const [{ readinessProbe }] = search().template.spec.containers as unknown as [
    { readinessProbe: { timeoutSeconds: number; httpGet: { path: string } } },
  ];
  const { pathname, searchParams } = new URL(readinessProbe.httpGet.path, 'http://search');
  expect(pathname).toBe('/_cluster/health');
  expect(searchParams.get('local')).toBeNull();
  const waits = Number.parseInt(searchParams.get('cluster_manager_timeout') ?? '', 10);
  expect(waits).toBeLessThan(readinessProbe.timeoutSeconds);
});

test('without dbt and Feast there is nothing to read, and no job that reads it', () => {
  expect(places(alone).filter((place) => /ingestion|catalog-metrics/.test(place))).toEqual([]);
});

describe('OpenSearch', () => {
  test('three nodes find each other by the headless Service, and elect a leader among themselves', () => {
    expect(search().replicas).toBe(3);
    expect(variables(first(search()))).toMatchObject({
      'discovery.seed_hosts': 'datahub-search-headless',
      'cluster.initial_cluster_manager_nodes': 'datahub-search-0,datahub-search-1,datahub-search-2',
    });
    expect(variables(gms()).ELASTICSEARCH_NUM_REPLICAS_PER_INDEX).toBe('1');
  });

  test('a single node waits for nobody, and its indices have no copies', () => {
    expect(search(single).replicas).toBe(1);
    const env = variables(first(search(single)));
    expect(env['discovery.type']).toBe('single-node');
    expect(env).not.toHaveProperty('cluster.initial_cluster_manager_nodes');
    expect(variables(gms(single)).ELASTICSEARCH_NUM_REPLICAS_PER_INDEX).toBe('0');
  });

  test('is reached by DataHub, its jobs, the exporter and its own members alone, as it has no users', () => {
    expect(callersOf('datahub-search')).toEqual([
      ['gms', [9200]],
      ['update', [9200]],
      ['restore', [9200]],
      ['search-metrics', [9200]],
      ['search', [9300]],
    ]);
  });
});

describe('the update', () => {
  test('makes the tables before it reads them, and neither database, user nor topics', () => {
    const { initContainers, containers } = job(full, 'datahub-update').template.spec;
    expect([...(initContainers ?? []), ...containers].map(({ args }) => args)).toEqual([
      ['-u', 'SqlSetup'],
      ['-u', 'SystemUpdate'],
    ]);
    for (const container of [...(initContainers ?? []), ...containers]) {
      expect(variables(container)).toMatchObject({
        CREATE_DB: 'false',
        CREATE_USER: 'false',
        DATAHUB_PRECREATE_TOPICS: 'false',
        SCHEMA_REGISTRY_SYSTEM_UPDATE: 'true',
      });
    }
  });

  test('and the servers agree on the revision, or they would wait for ever', () => {
    const update = variables(first(job(full, 'datahub-update')));
    expect(update.DATAHUB_REVISION).toBe(variables(gms()).DATAHUB_REVISION);
  });

  test('indices are restored by hand alone', () => {
    const restore = cronJob(full, 'datahub-restore-indices');
    expect(restore.suspend).toBe(true);
    expect(first(restore.jobTemplate.spec).args).toEqual(expect.arrayContaining(['RestoreIndices']));
  });
});

describe('the metadata server', () => {
  test('checks tokens with keys of the site, not with those that everybody knows', () => {
    expect(variables(gms())).toMatchObject({
      METADATA_SERVICE_AUTH_ENABLED: 'true',
      DATAHUB_SYSTEM_CLIENT_SECRET: 'catalog-system-secret/value',
      DATAHUB_TOKEN_SERVICE_SIGNING_KEY: 'catalog-token-key/value',
      DATAHUB_TOKEN_SERVICE_SALT: 'catalog-token-salt/value',
      SECRET_SERVICE_ENCRYPTION_KEY: 'catalog-encryption-key/value',
    });
  });

  test('is its own schema registry', () => {
    expect(variables(gms())).toMatchObject({
      SCHEMA_REGISTRY_TYPE: 'INTERNAL',
      KAFKA_SCHEMAREGISTRY_URL: 'http://localhost:8080/schema-registry/api/',
    });
  });

  test('reads by groups under its own prefix, where alone it may', () => {
    const groups = Object.entries(variables(gms())).filter(([name]) => name.endsWith('CONSUMER_GROUP_ID'));
    expect(groups.filter(([, group]) => !group.startsWith('catalog.'))).toEqual([]);
    expect(groups).toHaveLength(5);
  });

  test('is reached by the web page, the gate and the readings, and by no other service', () => {
    expect(callersOf('datahub-gms')).toEqual([
      ['frontend', [8080]],
      ['lineage', [8080]],
      ['ingestion', [8080]],
      ['scraper', [4319]],
    ]);
  });

  test('topics take what its producers send', () => {
    const { config } = specOf<{ config: Record<string, unknown> }>(
      the(full, 'KafkaTopic', 'metadatachangeproposal-v1'),
    );
    expect(config).toEqual({
      'cleanup.policy': 'delete',
      'retention.ms': 168 * 3_600_000,
      'max.message.bytes': 5_242_880,
    });
  });
});

describe('sign-in', () => {
  const byProvider = renderManaged(site({ signIn: { discoveryUrl } }));

  test('takes the file of first users from a Secret, in the place of the one whose password all know', () => {
    expect(frontend().volumeMounts).toContainEqual(
      expect.objectContaining({ mountPath: '/datahub-frontend/conf/user.props', subPath: 'user.props' }),
    );
    const secret = specOf<{ target: { template: { data: Record<string, string> } } }>(
      the(full, 'ExternalSecret', 'datahub-frontend-users'),
    );
    expect(secret.target.template.data).toEqual({ 'user.props': 'datahub:{{ .password }}\n' });
  });

  test('never lets people in as one shared administrator, which DataHub does when every way in is off', () => {
    for (const rendered of [full, single, byProvider])
      expect(variables(frontend(rendered)).AUTH_JAAS_ENABLED).toBe('true');
  });

  test("is the identity provider's where one is named, with its client from a Secret", () => {
    expect(variables(frontend(byProvider))).toMatchObject({
      AUTH_OIDC_ENABLED: 'true',
      AUTH_OIDC_DISCOVERY_URI: discoveryUrl,
      AUTH_OIDC_CLIENT_SECRET: 'catalog-sign-in/clientSecret',
      AUTH_OIDC_BASE_URL: 'https://datahub.ml.example.com',
      AUTH_NATIVE_ENABLED: 'false',
    });
    expect(variables(frontend())).not.toHaveProperty('AUTH_OIDC_ENABLED');
    expect(variables(frontend()).AUTH_NATIVE_ENABLED).toBe('true');
  });

  test('opens the way to the internet for it alone', () => {
    const internet = (rendered: Rendered) =>
      JSON.stringify(specOf(the(rendered, 'NetworkPolicy', 'datahub-frontend'))).includes('0.0.0.0/0');
    expect([internet(full), internet(byProvider)]).toEqual([false, true]);
  });
});

describe('lineage from Airflow', () => {
  const template = textOf(full, 'datahub-lineage')['nginx.conf.template'] ?? '';
  const task = parse(textOf(full, 'airflow-task')['task.yaml'] ?? '') as Workload['template'];

  test('is told by tasks and the scheduler, with a key that opens the gate and nothing else', () => {
    const scheduler = workload(full, 'Deployment', 'airflow-scheduler').template;
    for (const { metadata, spec } of [scheduler, task]) {
      const env = variables(spec.containers[0] ?? { env: [] });
      expect(JSON.parse(env.AIRFLOW__OPENLINEAGE__TRANSPORT ?? '')).toEqual({
        type: 'http',
        url: 'http://datahub-lineage.catalog.svc:8090',
        endpoint: 'openapi/openlineage/api/v1/lineage',
        timeout: 5,
        auth: { type: 'api_key', apiKey: '$(LINEAGE_KEY)' },
      });
      expect(env.LINEAGE_KEY).toBe('orchestration-lineage/value');
      const order = spec.containers[0]?.env.map(({ name }) => name) ?? [];
      expect(order.indexOf('LINEAGE_KEY')).toBeLessThan(order.indexOf('AIRFLOW__OPENLINEAGE__TRANSPORT'));
      expect(metadata.labels).toHaveProperty(['evenkeel.dev/calls-catalog'], 'true');
    }
  });

  test("no task ever sees DataHub's own secret", () => {
    expect(JSON.stringify(task)).not.toContain('system-secret');
  });

  test('the gate compares the key, takes one path and shows GMS who it is', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: filled in when nginx starts
    expect(template).toContain('if ($http_authorization != "Bearer ${CALLERS_KEY}") { return 401; }');
    expect(template.match(/location [^{]*/g)).toEqual([
      'location = /healthz ',
      'location = /openapi/openlineage/api/v1/lineage ',
      'location / ',
    ]);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: filled in when nginx starts
    expect(template).toContain('"Basic __datahub_system:${SYSTEM_SECRET}"');
  });

  test('the key is copied to the caller by an account that may read this one Secret', () => {
    const role = the(full, 'Role', 'orchestration-lineage-reader') as unknown as {
      metadata: { namespace: string };
      rules: { resourceNames?: string[] }[];
    };
    expect(role.metadata.namespace).toBe('catalog');
    expect(role.rules[0]?.resourceNames).toEqual(['catalog-lineage-key']);
    expect(the(full, 'ExternalSecret', 'orchestration-lineage').metadata.namespace).toBe('orchestration');
  });

  test('Airflow without a catalogue tells nobody', () => {
    const other = renderManaged({ services: { orchestration: orchestration.config.parse({}) } });
    expect(JSON.stringify(other)).not.toContain('OPENLINEAGE');
  });
});

describe('what dbt and Feast know', () => {
  const readings = textOf(full, 'datahub-ingestion');

  test('is put down under names that no other caller can leave', () => {
    const template = textOf(full, 'datahub-artifacts')['nginx.conf.template'] ?? '';
    const [, pattern] = /location ~ "([^"]*)"/.exec(template) ?? [];
    const allowed = new RegExp(pattern ?? '(?!)');
    const paths = (JSON.parse(readings['readings.json'] ?? '[]') as { files: string[] }[]).flatMap(
      ({ files }) => files,
    );
    expect(paths).toHaveLength(7);
    expect(paths.filter((path) => !allowed.test(`/${path}`))).toEqual([]);
    expect(
      ['/dbt/../x/manifest.json', '/dbt/shop/other.json', '/nginx.conf'].filter((path) => allowed.test(path)),
    ).toEqual([]);
  });

  test('a recipe for each project, named after the platform that its tables lie in', () => {
    const platforms = ['dbt-shop', 'dbt-finance'].map((name) => {
      const { source: reading, sink } = parse(readings[`${name}.yml`] ?? '');
      expect(sink.config.server).toBe('http://datahub-gms:8080');
      return reading.config.target_platform;
    });
    expect(platforms).toEqual(['postgres', 'trino']);
  });

  test('no recipe holds a secret', () => {
    expect(Object.values(readings).join()).not.toMatch(/password|secret:/i);
    // biome-ignore lint/suspicious/noTemplateCurlyInString: filled in by DataHub
    expect(readings['feast.yml']).toContain('Basic ${DATAHUB_SYSTEM_CLIENT_ID}:${DATAHUB_SYSTEM_CLIENT_SECRET}');
  });

  test('runs of dbt and the copy of the registry carry the key and the label', () => {
    for (const [name, secret] of [
      ['dbt-shop', 'transforms-artifacts/value'],
      ['feast-registry-copy', 'feature-store-artifacts/value'],
    ] as const) {
      const { template } = cronJob(full, name).jobTemplate.spec;
      expect(variables(template.spec.containers[0] ?? { env: [] })).toMatchObject({
        ARTIFACTS_URL: 'http://datahub-artifacts.catalog.svc:8091',
        ARTIFACTS_KEY: secret,
      });
      expect(template.metadata.labels).toHaveProperty(['evenkeel.dev/calls-catalog'], 'true');
    }
  });
});
