import { capabilities, isAbsent } from '../../../constructs/contracts';
import {
  evidence,
  inClusterNeeds,
  inClusterOperators,
  localKubernetesFacts,
  localPlatform,
} from '../../../constructs/in-cluster';
import { identity } from '../../../constructs/in-cluster/identity';
import { secret } from '../../../constructs/in-cluster/secret';
import { checkParity } from '../../../policies';
import { databases, streaming, tracking } from '../../../services';
import { manifests, renderLocal } from '../../charts/site-rendering';
import { isOfCopies } from '../../fixtures/copy-promises';
import { localSite } from '../../fixtures/sites';
import { kindsAndNames, objectsOf, one, requestFor } from './in-cluster-objects';

describe('secret', () => {
  const request = requestFor<'secret'>({ kind: 'secret', length: 48, boundTo: 'data' }, 'passphrase');
  const objects = objectsOf(secret, request);

  test('is made up in the cluster', () => {
    expect(kindsAndNames(objects)).toEqual(['ExternalSecret/tracking-passphrase', 'Password/tracking-passphrase']);
    expect(secret.bind(request)).toEqual({ secretName: 'tracking-passphrase' });
  });

  test('has letters and digits only, as many as asked', () => {
    expect(one(objects, 'Password').spec).toMatchObject({ length: 48, symbols: 0 });
  });

  test('is made once, under the key that the binding promises, and outlives what made it', () => {
    expect(one(objects, 'ExternalSecret').spec).toMatchObject({
      refreshPolicy: 'CreatedOnce',
      target: { creationPolicy: 'Orphan', deletionPolicy: 'Retain', template: { data: { value: '{{ .password }}' } } },
      dataFrom: [{ sourceRef: { generatorRef: { kind: 'Password', name: 'tracking-passphrase' } } }],
    });
  });
});

test('identity is a plain service account of the platform stack', () => {
  const request = requestFor<'identity'>({ kind: 'identity', serviceAccount: 'mlflow', grants: 'needs' }, 'identity');
  expect(identity.bind(request)).toEqual({ serviceAccountName: 'mlflow', podLabels: {}, egress: [] });
  expect(objectsOf(identity, request)).toEqual([]);
});

test('a key is absent, with the reason and what to do instead', () => {
  expect(inClusterNeeds.key).toEqual({
    absent: expect.stringContaining('key management'),
    instead: expect.stringContaining('ownKey: false'),
  });
});

test('operators that needs ask for', () => {
  expect(inClusterOperators).toMatchObject({ postgres: ['cloudnative-pg'], secret: ['external-secrets'] });
});

describe('the local platform', () => {
  test('knows nothing of a cloud', () => {
    expect(localKubernetesFacts(localSite())).toEqual({
      privateLoadBalancerAnnotations: {},
      apiServerCidrs: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
      nodeCidrs: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
      people: {
        viewer: ['evenkeel:viewers'],
        operator: ['evenkeel:operators'],
        'break-glass': ['evenkeel:break-glass'],
      },
    });
  });

  test('connects by kubeconfig', () => {
    expect(localPlatform.connect(localSite({ kubeContext: 'kind-dev' }))).toMatchObject({ configContext: 'kind-dev' });
  });
});

describe('promises', () => {
  const services = {
    tracking: tracking.config.parse({ ownKey: false, highlyAvailable: true }),
    databases: databases.config.parse({
      postgres: { orders: { readReplicas: 3 } },
      caches: { lasting: { persistent: true }, fleeting: { highlyAvailable: false } },
    }),
    streaming: streaming.config.parse({ topics: [{ name: 'events' }] }),
  };
  const output = { stacks: {}, manifests: manifests(renderLocal({ services })) };

  test('every one is either seen in what is rendered, or openly absent', () => {
    // Alarms show in what monitoring renders: see `store-alarms.test.ts`. Copies are those of sites that promise to recover.
    const results = checkParity(output, evidence, (id) => !id.includes('.alarm-') && !isOfCopies(id));
    expect(results.filter(({ status }) => status === 'broken')).toEqual([]);
    expect(results.filter(({ status }) => status === 'kept').map(({ capability }) => capability)).toEqual([
      'postgres.private',
      'postgres.highly-available',
      'postgres.tls-only',
      'postgres.deletion-protection',
      'postgres.password-not-in-state',
      'postgres.logs',
      'postgres.maintenance-window',
      'postgres.maintenance-freeze',
      'postgres.parameters',
      'postgres.read-replicas',
      'cache.private',
      'cache.highly-available',
      'cache.tls-only',
      'cache.password-not-in-state',
      'cache.snapshots',
      'cache.deletion-protection',
      'cache.maintenance-window',
      'bucket.private',
      'bucket.versioned',
      'bucket.lifecycle',
      'bucket.deletion-protection',
      'kafka.private',
      'kafka.tls-only',
      'kafka.signed-in',
      'kafka.no-stray-topics',
      'kafka.parameters',
      'kafka.deletion-protection',
      'topic.three-copies',
      'topic.deletion-protection',
      'secret.not-in-state',
      'identity.least-privilege',
    ]);
  });

  test('one instance breaks the promise of high availability', () => {
    const single = { tracking: tracking.config.parse({ ownKey: false, highlyAvailable: false }) };
    const results = checkParity(
      { stacks: {}, manifests: manifests(renderLocal({ services: single })) },
      evidence,
      (capability) => capability === 'postgres.highly-available',
    );
    expect(results.find(({ capability }) => capability === 'postgres.highly-available')?.status).toBe('broken');
  });

  test('what is absent says why and what to do instead', () => {
    for (const stated of Object.keys(capabilities).map((id) => evidence[id as keyof typeof evidence])) {
      if (isAbsent(stated)) expect([stated.absent, stated.instead].every((text) => text.length > 10)).toBe(true);
    }
  });
});
