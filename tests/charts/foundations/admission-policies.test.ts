import { chartContext } from '../../../charts/chart-context';
import { admissionOf } from '../../../charts/foundations/admission-rules';
import { publicRegistries } from '../../../constructs/kubernetes/public-registries';
import type { Manifest } from '../../../policies/site-output';
import { googleSite } from '../../fixtures/sites';
import { managedFacts, manifests, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const managed = renderManaged();

interface Policy {
  readonly failurePolicy: string;
  readonly matchConstraints: { readonly namespaceSelector?: object };
  readonly validations: readonly { readonly expression: string; readonly message: string }[];
}

const policy = (name: string, of = managed): Policy =>
  specOf<Policy>(the(of, 'ValidatingAdmissionPolicy', `evenkeel-${name}`));
const actions = (name: string, of = managed): unknown =>
  specOf(the(of, 'ValidatingAdmissionPolicyBinding', `evenkeel-${name}`)).validationActions;

const imagesIn = (manifest: Manifest): string[] =>
  [...JSON.stringify(manifest).matchAll(/"image":"([^"]+)"/g)].map(([, image]) => image ?? '');

test('rules of a site, each in force', () => {
  const names = (kind: string): string[] =>
    places(managed)
      .filter((place) => place.includes(`/${kind}/`))
      .map((place) => place.replace(/^.*\/evenkeel-/, ''));
  expect(names('ValidatingAdmissionPolicy')).toEqual([
    'fixed-tags',
    'gitops-application-sets',
    'gitops-applications',
    'gitops-operations',
    'gitops-projects',
    'known-registries',
    'no-host-access',
    'no-stray-tokens',
    'operators-keep-schedules',
    'operators-keep-templates',
    'private-services',
    'stated-requests',
  ]);
  expect(names('ValidatingAdmissionPolicyBinding')).toEqual(names('ValidatingAdmissionPolicy'));
  expect(actions('fixed-tags')).toEqual(['Deny', 'Audit']);
  // Operators of databases make pods of the default account.
  expect(actions('no-stray-tokens')).toEqual(['Warn', 'Audit']);
});

test('an API server that cannot tell says no', () => {
  const policies = manifests(managed).filter(({ kind }) => kind === 'ValidatingAdmissionPolicy');
  for (const { spec } of policies) expect((spec as Policy).failurePolicy).toBe('Fail');
});

test('a site may be warned instead, but operators are kept to restarting', () => {
  const warned = renderManaged({ admission: { mode: 'warn', registries: [] } });
  expect(actions('fixed-tags', warned)).toEqual(['Warn', 'Audit']);
  expect(actions('operators-keep-templates', warned)).toEqual(['Deny', 'Audit']);
});

test('an engine applies the folder of its own site, whoever says what; an environment cannot soften that', () => {
  const warned = renderManaged({ admission: { mode: 'warn', registries: [] } });
  expect(actions('gitops-applications', warned)).toEqual(['Deny', 'Audit']);
  const [{ expression = '' } = {}] = policy('gitops-applications').validations;
  expect(expression).toContain("object.spec.source.repoURL == 'https://git.example.com/acme/platform.git'");
  expect(expression).toContain(`object.spec.source.path.startsWith('dist/test/${googleSite().name}/')`);
  const flux = renderLocal({ gitops: { ...googleSite().gitops, engine: 'flux' } });
  const [{ expression: path = '' } = {}] = policy('gitops-kustomizations', flux).validations;
  expect(path).toContain("object.spec.path.startsWith('./dist/test/test-local/')");
  // Not in namespaces of the site only: an engine reads all of them.
  expect(policy('gitops-kustomizations', flux).matchConstraints).not.toHaveProperty('namespaceSelector');
});

test('a chart that is used alone is held to what an environment gets that says nothing', () => {
  const { admission: _admission, ...context } = chartContext(googleSite(), managedFacts);
  expect(admissionOf(context)).toEqual({ mode: 'deny', registries: [] });
  expect(chartContext(googleSite(), managedFacts).admission).toEqual(admissionOf(context));
});

test('images come from where the platform pulls them, from the site, and from where the environment says', () => {
  const of = renderManaged(
    { admission: { mode: 'deny', registries: ['registry.example.com/ml/'] } },
    {
      secretStoreProvider: {},
      people: { viewer: [], operator: [], 'break-glass': [] },
      imageMirrors: { 'quay.io/': 'mirror.example.com/quay/' },
      privateLoadBalancerAnnotations: {},
      apiServerCidrs: ['10.9.0.0/28'],
      nodeCidrs: ['10.8.0.0/19'],
    },
  );
  const [{ expression = '' } = {}] = policy('known-registries', of).validations;
  for (const registry of ['registry.example.com/ml/', 'mirror.example.com/', 'quay.io/']) {
    expect(expression).toContain(`'${registry}'`);
  }
  expect(places(of).filter((place) => place.includes('operators-keep'))).toEqual([]);
});

test('every image of a site comes from a registry that the rule knows', () => {
  const images = [...manifests(managed), ...manifests(renderLocal())].flatMap(imagesIn);
  expect(images.length).toBeGreaterThan(3);
  const unknown = images.filter(
    (image) => /^[^/]*[.:][^/]*\//.test(image) && !publicRegistries.some((registry) => image.startsWith(registry)),
  );
  expect([...new Set(unknown)]).toEqual([]);
});

test('rules speak of the namespaces of the site, and leave out those with a reason', () => {
  expect(policy('fixed-tags').matchConstraints.namespaceSelector).toEqual({
    matchLabels: { 'evenkeel.dev/site': 'test-google-europe-west1' },
  });
  const expressions = (name: string) => policy(name).matchConstraints.namespaceSelector;
  expect(expressions('no-host-access')).toMatchObject({
    matchExpressions: [{ key: 'pod-security.kubernetes.io/enforce', operator: 'NotIn', values: ['privileged'] }],
  });
  expect(expressions('stated-requests')).toMatchObject({
    matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['tracking'] }],
  });
});

test('a load balancer must carry what keeps it private', () => {
  const [{ expression = '', message = '' } = {}] = policy('private-services').validations;
  expect(expression).toContain("object.metadata.annotations['load-balancer.example.com/private'] == 'true'");
  expect(message).toContain('load-balancer.example.com/private: true');
});
