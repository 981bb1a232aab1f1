import { danglingReferences } from '../../policies/references';
import type { Manifest } from '../../policies/site-output';

const namespace = 'tracking';
const provided = { namespaces: [namespace], serviceAccounts: [`${namespace}/mlflow`] };

const object = (kind: string, name: string, rest: object = {}): Manifest => ({
  apiVersion: 'v1',
  kind,
  metadata: { name, namespace },
  ...rest,
});

const targets = [
  object('Secret', 'plain'),
  object('ExternalSecret', 'fetched', { spec: { target: { name: 'from-store' } } }),
  object('Certificate', 'web', { spec: { secretName: 'web-tls' } }),
  object('Cluster', 'db'),
  object('PerconaServerMongoDB', 'documents'),
  object('ConfigMap', 'settings'),
  object('ServiceAccount', 'own'),
  { apiVersion: 'v1', kind: 'PriorityClass', metadata: { name: 'high' } },
];

const deployment = (spec: object): Manifest => object('Deployment', 'app', { spec: { template: { spec } } });
const container = (content: object) => ({ containers: [{ name: 'c', ...content }] });

const missing = (...manifests: Manifest[]): unknown[] =>
  danglingReferences('site', { stacks: {}, manifests: [...targets, ...manifests] }, provided).map(({ value }) => value);

const byKey = (kind: 'secretKeyRef' | 'configMapKeyRef', name: string) =>
  container({ env: [{ name: 'X', valueFrom: { [kind]: { name, key: 'k' } } }] });

const route = (rule: object): Manifest => object('HTTPRoute', 'web', { spec: { rules: [rule] } });
const web = object('Service', 'web', { spec: { ports: [{ port: 80 }] } });

test('the users that the operator of MongoDB makes are there', () => {
  expect(missing(deployment(byKey('secretKeyRef', 'internal-documents-users')))).toEqual([]);
  expect(missing(deployment(byKey('secretKeyRef', 'internal-other-users')))).toEqual(['internal-other-users']);
});

describe('a rule', () => {
  const rule = (expr: string): Manifest =>
    object('PrometheusRule', 'jobs', { spec: { groups: [{ rules: [{ expr }] }] } });

  it('watches scheduled jobs that exist', () => {
    const exprs = ['kube_cronjob_info{cronjob="nightly"}', 'kube_job_owner{owner_kind="CronJob",owner_name="nightly"}'];
    for (const expr of exprs) {
      expect(missing(object('CronJob', 'nightly'), rule(expr))).toEqual([]);
      expect(missing(object('CronJob', 'weekly'), rule(expr))).toEqual(['nightly']);
    }
  });
});

describe('a route', () => {
  it('leads to a service and a port that exist', () => {
    expect(missing(web, route({ backendRefs: [{ name: 'web', port: 80 }] }))).toEqual([]);
    expect(missing(web, route({ backendRefs: [{ name: 'web', port: 81 }] }))).toEqual([`${namespace}/web:81`]);
    expect(missing(route({ backendRefs: [{ name: 'web', port: 80 }] }))).toEqual([`${namespace}/web:80`]);
  });

  it('mirrors to one, too', () => {
    const filters = [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'shadow', port: 80 } } }];
    expect(missing(web, route({ filters, backendRefs: [{ name: 'web', port: 80 }] }))).toEqual([
      `${namespace}/shadow:80`,
    ]);
  });

  it('may lead to what the chart of an operator makes', () => {
    const findings = danglingReferences(
      'site',
      { stacks: {}, manifests: [route({ backendRefs: [{ name: 'hub', port: 80 }] })] },
      { ...provided, services: [`${namespace}/hub:80`] },
    );
    expect(findings).toEqual([]);
  });
});

describe('a reference that leads nowhere', () => {
  it.each<[string, object]>([
    ['a service account', { serviceAccountName: 'nobody' }],
    ['a priority class', { priorityClassName: 'nobody' }],
    ['a secret as a volume', { volumes: [{ name: 'v', secret: { secretName: 'nobody' } }] }],
    ['a config map as a volume', { volumes: [{ name: 'v', configMap: { name: 'nobody' } }] }],
    ['a secret in a variable', byKey('secretKeyRef', 'nobody')],
    ['a config map in a variable', byKey('configMapKeyRef', 'nobody')],
    ['a secret as variables', container({ envFrom: [{ secretRef: { name: 'nobody' } }] })],
    ['a config map as variables', container({ envFrom: [{ configMapRef: { name: 'nobody' } }] })],
    [
      'a secret in an init container',
      { initContainers: container({ envFrom: [{ secretRef: { name: 'nobody' } }] }).containers },
    ],
    [
      'a secret in a projected volume',
      { volumes: [{ name: 'v', projected: { sources: [{ secret: { name: 'nobody' } }] } }] },
    ],
    [
      'a config map in a projected volume',
      { volumes: [{ name: 'v', projected: { sources: [{ configMap: { name: 'nobody' } }] } }] },
    ],
    ['an image pull secret', { imagePullSecrets: [{ name: 'nobody' }] }],
    ['a volume claim', { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'nobody' } }] }],
  ])('is found: %s', (_what, spec) => expect(missing(deployment(spec))).toEqual(['nobody']));

  it('is found in a namespace that nothing makes', () => {
    const elsewhere = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'x', namespace: 'elsewhere' } };
    expect(missing(elsewhere)).toEqual(['elsewhere']);
  });

  it.each([
    ['CronJob', { jobTemplate: { spec: { template: { spec: { serviceAccountName: 'nobody' } } } } }],
    ['Job', { template: { spec: { serviceAccountName: 'nobody' } } }],
    ['Pod', { serviceAccountName: 'nobody' }],
  ])('is found in a %s', (kind, spec) => expect(missing(object(kind, 'app', { spec }))).toEqual(['nobody']));

  it('is found when the target is in another namespace', () => {
    const pod = deployment({ serviceAccountName: 'own' });
    const moved = { ...pod, metadata: { ...pod.metadata, namespace: 'default' } };
    expect(
      danglingReferences(
        'site',
        { stacks: {}, manifests: [...targets, moved] },
        { ...provided, namespaces: [namespace, 'default'] },
      ),
    ).toHaveLength(1);
  });

  it('is told with code, place and fix', () => {
    const [finding] = danglingReferences(
      'site',
      { stacks: {}, manifests: [deployment({ serviceAccountName: 'nobody' })] },
      provided,
    );
    expect(finding).toMatchObject({ code: 'DANGLING_REFERENCE', file: 'site', place: 'Deployment tracking/app' });
    expect(finding?.fix).not.toBe('');
  });
});

describe('a reference that leads somewhere', () => {
  it.each<[string, object]>([
    ['a provided service account', { serviceAccountName: 'mlflow' }],
    ['a rendered service account', { serviceAccountName: 'own' }],
    ['a built-in priority class', { priorityClassName: 'system-node-critical' }],
    ['a rendered priority class', { priorityClassName: 'high' }],
    ['a secret', byKey('secretKeyRef', 'plain')],
    ['a secret of External Secrets', byKey('secretKeyRef', 'from-store')],
    ['a secret of cert-manager', byKey('secretKeyRef', 'web-tls')],
    ['a secret of CloudNativePG', byKey('secretKeyRef', 'db-app')],
    ['a config map', byKey('configMapKeyRef', 'settings')],
    ['a secret that may be missing', container({ envFrom: [{ secretRef: { name: 'nobody', optional: true } }] })],
  ])('is silent: %s', (_what, spec) => expect(missing(deployment(spec))).toEqual([]));
});
