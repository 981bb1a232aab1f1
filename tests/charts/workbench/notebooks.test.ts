import { featureStore, gateway, lakehouse, tracking, workbench } from '../../../services';
import { localSite } from '../../fixtures/sites';
import { manifests, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const signIn = { issuer: 'https://login.example.com', clientId: 'notebooks' };
const workbenchWith = (notebooks: object = {}) => workbench.config.parse({ notebooks: { signIn, ...notebooks } });
const managed = (notebooks: object = {}) =>
  renderManaged({
    services: {
      tracking: tracking.config.parse({}),
      featureStore: featureStore.config.parse({}),
      lakehouse: lakehouse.config.parse({}),
      workbench: workbenchWith(notebooks),
    },
  });
const rendered = managed();

interface Settings {
  readonly traits: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly profiles: readonly {
    readonly groups: readonly string[];
    readonly profile: { readonly slug: string; readonly kubespawner_override: Readonly<Record<string, unknown>> };
  }[];
}

const hubFiles = (objects: typeof rendered): Record<string, string> => {
  const [map, ...others] = manifests(objects).filter(
    ({ kind, metadata }) => kind === 'ConfigMap' && metadata.name.startsWith('notebooks-hub-'),
  );
  expect(others).toEqual([]);
  return (map as unknown as { data: Record<string, string> }).data;
};
const settingsOf = (objects: typeof rendered): Settings => JSON.parse(hubFiles(objects)['settings.json'] ?? '');
const traits = (objects: typeof rendered, part: string) => settingsOf(objects).traits[part] ?? {};
const podOf = (name: string, objects = rendered) =>
  specOf<{ template: { metadata: { labels: object }; spec: Record<string, unknown> } }>(
    the(objects, 'Deployment', name),
  ).template;

interface Policy {
  readonly ingress?: readonly { readonly from: readonly object[]; readonly ports: readonly { port: number }[] }[];
  readonly egress?: readonly { readonly to: readonly object[]; readonly ports: readonly { port: number }[] }[];
}
const policyOf = (name: string, objects = rendered) => specOf<Policy>(the(objects, 'NetworkPolicy', name));
const portsInto = (name: string) => policyOf(name).ingress?.flatMap(({ ports }) => ports.map(({ port }) => port));
const portsOutOf = (name: string, objects = rendered) =>
  policyOf(name, objects).egress?.flatMap(({ ports }) => ports.map(({ port }) => port));

test('what they are made of', () => {
  const without = places(renderManaged({ services: { workbench: workbench.config.parse({}) } }));
  const own = places(renderManaged({ services: { workbench: workbenchWith() } })).filter(
    (place) => /^k8s\/\d+-workbench/.test(place) && !without.includes(place) && !place.includes('/portal-pages-'),
  );
  expect(own.map((place) => place.replace(/-[0-9a-f]{8}$/, '-#'))).toEqual([
    'k8s/30-workbench-data/ExternalSecret/workbench-cookie-secret',
    'k8s/30-workbench-data/ExternalSecret/workbench-notebooks-database',
    'k8s/30-workbench-data/ExternalSecret/workbench-proxy-token',
    'k8s/30-workbench-data/ExternalSecret/workbench-sign-in',
    'k8s/50-workbench-access/HTTPRoute/workbench-notebooks',
    ...['ConfigMap', 'CronJob', 'NetworkPolicy', 'Role', 'RoleBinding', 'ServiceAccount'].map(
      (kind) => `k8s/50-workbench-volume-snapshots/${kind}/volume-snapshots`,
    ),
    'k8s/50-workbench/ConfigMap/notebooks-hub-#',
    'k8s/50-workbench/Deployment/notebooks-hub',
    'k8s/50-workbench/Deployment/notebooks-proxy',
    'k8s/50-workbench/NetworkPolicy/notebooks-hub',
    'k8s/50-workbench/NetworkPolicy/notebooks-proxy',
    'k8s/50-workbench/NetworkPolicy/notebooks-server',
    'k8s/50-workbench/Role/notebooks-hub',
    'k8s/50-workbench/RoleBinding/notebooks-hub',
    'k8s/50-workbench/Service/notebooks-hub',
    'k8s/50-workbench/Service/notebooks-proxy',
    'k8s/50-workbench/ServiceAccount/notebooks-hub',
  ]);
});

describe('the hub', () => {
  test('is one, and goes before its successor comes', () => {
    expect(specOf(the(rendered, 'Deployment', 'notebooks-hub'))).toMatchObject({
      replicas: 1,
      strategy: { type: 'Recreate' },
    });
  });

  test('alone talks to the API server, and may touch pods and homes of its own namespace only', () => {
    const reaches = { 'evenkeel.dev/reaches-api-server': 'true' };
    expect(podOf('notebooks-hub').metadata.labels).toMatchObject(reaches);
    expect(podOf('notebooks-hub').spec).toMatchObject({ serviceAccountName: 'notebooks-hub' });
    expect(podOf('notebooks-proxy').metadata.labels).not.toMatchObject(reaches);
    expect(podOf('notebooks-proxy').spec).toMatchObject({ automountServiceAccountToken: false });
    const { rules } = the(rendered, 'Role', 'notebooks-hub') as unknown as { rules: { resources: string[] }[] };
    expect(rules.flatMap(({ resources }) => resources)).toEqual(['pods', 'persistentvolumeclaims', 'events']);
  });

  test('keeps servers and routes when it leaves, and changes its tables when it comes', () => {
    expect(traits(rendered, 'JupyterHub')).toMatchObject({
      cleanup_servers: false,
      cleanup_proxy: false,
      upgrade_db: true,
      active_server_limit: 20,
    });
  });

  test('stops what is idle or old by a service that may do nothing else', () => {
    const hub = traits(managed({ idleMinutes: 30, maxAgeHours: 12 }), 'JupyterHub') as {
      services: [{ name: string; command: string[] }];
      load_roles: [{ scopes: string[]; services: string[] }];
    };
    expect(hub.services[0].command).toEqual(expect.arrayContaining(['--timeout=1800', '--max-age=43200']));
    expect(hub.load_roles).toEqual([
      {
        name: 'idle-culler',
        scopes: ['list:users', 'read:users:activity', 'read:servers', 'delete:servers'],
        services: [hub.services[0].name],
      },
    ]);
  });

  test('signs people in at the identity provider, and lets in everybody only where no group is named', () => {
    expect(traits(rendered, 'GenericOAuthenticator')).toMatchObject({
      oauth_callback_url: 'https://notebooks.ml.example.com/hub/oauth_callback',
      client_id: 'notebooks',
      allow_all: true,
      allow_existing_users: false,
    });
    const groups = { ...signIn, allowedGroups: ['science'], adminGroups: ['operators'] };
    expect(traits(managed({ signIn: groups }), 'GenericOAuthenticator')).toMatchObject({
      allow_all: false,
      allowed_groups: ['science'],
      admin_groups: ['operators'],
    });
  });

  test('has every secret from the store, and none in its files', () => {
    const [{ env }] = podOf('notebooks-hub').spec.containers as [{ env: { name: string; valueFrom?: object }[] }];
    const kept = env.filter(({ valueFrom }) => valueFrom).map(({ name }) => name);
    expect(kept).toEqual(expect.arrayContaining(['COOKIE_SECRET', 'CONFIGPROXY_AUTH_TOKEN', 'OAUTH_CLIENT_SECRET']));
    expect(JSON.stringify(hubFiles(rendered))).not.toMatch(/client_secret"|auth_token|postgresql/);
  });

  test('finds a provider in a private network, and the internet otherwise', () => {
    const inside = managed({ signIn: { ...signIn, identityProviderCidrs: ['10.20.0.0/24'] } });
    expect(policyOf('notebooks-hub', inside).egress).toContainEqual(
      expect.objectContaining({ to: [{ ipBlock: { cidr: '10.20.0.0/24' } }] }),
    );
    expect(JSON.stringify(policyOf('notebooks-hub', inside))).not.toContain('0.0.0.0/0');
    expect(JSON.stringify(policyOf('notebooks-hub'))).toContain('0.0.0.0/0');
  });
});

describe('the proxy', () => {
  test('lets in the gateway by the port of people, and the hub alone by that of routes', () => {
    expect(portsInto('notebooks-proxy')).toEqual([8000, 8001, 8002]);
    expect(policyOf('notebooks-proxy').ingress?.[1]?.from).toEqual([
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'workbench' } },
        podSelector: { matchLabels: expect.objectContaining({ 'app.kubernetes.io/component': 'hub' }) },
      },
    ]);
  });
});

describe('the server of a person', () => {
  const server = traits(rendered, 'KubeSpawner');

  test('has no token of the cluster, gains no privilege and gives way to services', () => {
    expect(server).toMatchObject({
      automount_service_account_token: false,
      priority_class_name: 'tool',
      uid: 1000,
      pod_security_context: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      container_security_context: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    });
  });

  test('ends by itself an hour after the hub should have stopped it', () => {
    expect(server.extra_pod_config).toMatchObject({ activeDeadlineSeconds: (72 + 1) * 3600 });
  });

  test('is told where the services are that it may call, and carries their labels', () => {
    expect(server.environment).toEqual({
      MLFLOW_TRACKING_URI: 'http://mlflow.tracking.svc:5000',
      FEAST_FEATURE_SERVER_URL: 'http://feast.feature-store.svc:6566',
    });
    expect(server.extra_labels).toEqual({
      'evenkeel.dev/calls-tracking': 'true',
      'evenkeel.dev/calls-feature-store': 'true',
    });
    expect(traits(managed({ calls: [] }), 'KubeSpawner')).toMatchObject({ environment: {}, extra_labels: {} });
  });

  test('reaches the hub and those services, and the internet only where that is switched on', () => {
    expect(portsOutOf('notebooks-server')).toEqual([8081, 5000, 6566]);
    expect(portsOutOf('notebooks-server', managed({ internet: true }))).toEqual([8081, 5000, 6566, 443]);
    expect(portsOutOf('notebooks-server', managed({ calls: ['lakehouse'] }))).toEqual([8081, 8080]);
    expect(portsInto('notebooks-server')).toEqual([8888, 8888]);
  });

  test('runs where its profile says, with all that it was promised', () => {
    const [small, gpu] = settingsOf(
      managed({
        profiles: [
          { name: 'small', cpus: 0.5, memoryGiB: 4 },
          { name: 'gpu', pool: 'gpu', gpus: 1, cpus: 3, memoryGiB: 12, groups: ['vision'] },
        ],
      }),
    ).profiles;
    expect(small).toMatchObject({
      groups: [],
      profile: {
        slug: 'small',
        default: true,
        kubespawner_override: { cpu_guarantee: 0.5, cpu_limit: 1, node_selector: {}, tolerations: [] },
      },
    });
    expect(gpu).toMatchObject({
      groups: ['vision'],
      profile: {
        default: false,
        kubespawner_override: {
          image: expect.stringContaining('cuda'),
          mem_guarantee: 12 * 1024 ** 3,
          mem_limit: 12 * 1024 ** 3,
          extra_resource_limits: { 'ephemeral-storage': '10Gi', 'nvidia.com/gpu': 1 },
          node_selector: { 'evenkeel.dev/pool': 'gpu' },
          tolerations: [{ key: 'evenkeel.dev/pool', operator: 'Equal', value: 'gpu', effect: 'NoSchedule' }],
        },
      },
    });
  });
});

test('the quota of the namespace holds them all', () => {
  const quota = (objects: typeof rendered, name: string) =>
    specOf<{ hard: object }>(the(objects, 'ResourceQuota', `${name}-quota`)).hard;
  const many = managed({ maxServers: 50, maxUsers: 300 });
  expect(quota(many, 'workbench')).toMatchObject({
    'requests.cpu': '166',
    'requests.memory': '632Gi',
    persistentvolumeclaims: '310',
    pods: '200',
  });
  expect(quota(many, 'tracking')).toMatchObject({ 'requests.cpu': '128', persistentvolumeclaims: '40' });
});

test('the portal leads to them, and not to itself', () => {
  const pages = manifests(rendered).find(({ metadata }) => metadata.name.startsWith('portal-pages-'));
  const html = (pages as unknown as { data: Record<string, string> }).data['index.html'];
  expect(html).toContain('<a href="https://notebooks.ml.example.com/">Notebooks</a>');
  expect(html).not.toContain('https://portal.');
});

test('the gateway does not ask who comes: the hub does', () => {
  const guarded = renderManaged({
    services: {
      gateway: gateway.config.parse({ oidc: { issuer: 'https://login.example.com', clientId: 'site' } }),
      workbench: workbenchWith(),
    },
  });
  expect(the(guarded, 'HTTPRoute', 'workbench-notebooks').metadata).toMatchObject({
    labels: expect.objectContaining({ 'evenkeel.dev/access': 'service' }),
  });
});

test('a cluster alone runs them on a database of its own', () => {
  const local = renderLocal({ ...localSite(), services: { workbench: workbenchWith({ highlyAvailable: false }) } });
  expect(the(local, 'Cluster', 'workbench-notebooks-database').metadata.namespace).toBe('workbench');
  expect(places(local)).toContain('k8s/50-workbench/Deployment/notebooks-hub');
});
