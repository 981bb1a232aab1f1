import { siteNamespaces } from '../../../charts';
import { awsSite, googleSite, localSite } from '../../fixtures/sites';
import { manifests, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const managed = renderManaged();

test('foundations of a managed site', () => {
  expect(
    places(managed)
      // Roles and rules have tests of their own.
      .filter((place) => place.startsWith('k8s/10-') && !/NetworkPolicy|ClusterRole|AdmissionPolicy/.test(place))
      .map((place) => place.replace('k8s/10-foundations/', '')),
  ).toEqual([
    'LimitRange/tracking-defaults',
    'PriorityClass/batch',
    'PriorityClass/headroom',
    'PriorityClass/platform-critical',
    'PriorityClass/service',
    'PriorityClass/tool',
    'ResourceQuota/tracking-quota',
    'StorageClass/encrypted',
    'StorageClass/encrypted-fast',
    'VolumeSnapshotClass/encrypted',
  ]);
});

test('operators outrank services, services outrank jobs, and jobs evict nobody', () => {
  const value = (name: string) => the(managed, 'PriorityClass', name).value as number;
  expect(value('platform-critical')).toBeGreaterThan(value('service'));
  expect(value('service')).toBeGreaterThan(value('batch'));
  expect(value('platform-critical')).toBeLessThan(1_000_000_000);
  expect(the(managed, 'PriorityClass', 'batch').preemptionPolicy).toBe('Never');
});

test('the gateway is the only way in: a service may make no load balancer and no node port', () => {
  expect(specOf(the(managed, 'ResourceQuota', 'tracking-quota')).hard).toMatchObject({
    'services.loadbalancers': '0',
    'services.nodeports': '0',
  });
});

test('the default storage class is the one the site states, and none where the cluster brings its own', () => {
  expect(the(managed, 'StorageClass', 'encrypted')).toMatchObject({
    provisioner: 'disk.example.com',
    parameters: { key: 'own' },
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
    metadata: { annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  });
  expect(manifests(renderLocal()).map(({ kind }) => kind)).not.toContain('StorageClass');
});

test('fast volumes have a class of their own, which is no default', () => {
  expect(the(managed, 'StorageClass', 'encrypted-fast')).toMatchObject({
    provisioner: 'disk.example.com',
    parameters: { key: 'own', speed: 'high' },
    volumeBindingMode: 'WaitForFirstConsumer',
    allowVolumeExpansion: true,
  });
  expect(the(managed, 'StorageClass', 'encrypted-fast').metadata).not.toHaveProperty('annotations');
});

describe('network policies', () => {
  const namespaces = siteNamespaces(googleSite()).filter(({ purpose }) => purpose !== 'gitops');

  test.each(namespaces.map(({ name }) => name))('%s: nothing in, nothing out, but names', (namespace) => {
    expect(specOf(the(managed, 'NetworkPolicy', `${namespace}-default-deny`))).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
    const dns = specOf<{ egress: { ports: object[] }[] }>(the(managed, 'NetworkPolicy', `${namespace}-dns`));
    expect(dns.egress.map(({ ports }) => ports)).toEqual(
      Array(2).fill([
        { port: 53, protocol: 'UDP' },
        { port: 53, protocol: 'TCP' },
      ]),
    );
    expect(specOf(the(managed, 'NetworkPolicy', `${namespace}-api-server`))).toMatchObject({
      podSelector: { matchLabels: { 'evenkeel.dev/reaches-api-server': 'true' } },
      egress: [{ to: [{ ipBlock: { cidr: '10.9.0.0/28' } }] }],
    });
  });

  test('name every peer: nothing but the gateway and the reader of secrets knows the whole world', () => {
    const open = manifests(managed)
      .filter(({ kind, spec }) => kind === 'NetworkPolicy' && JSON.stringify(spec).includes('0.0.0.0/0'))
      .map(({ metadata }) => metadata.name);
    expect(open).toEqual(['envoy-gateway-proxy', 'external-secrets-controller']);
    const empty = manifests(managed).filter(
      ({ kind, spec }) => kind === 'NetworkPolicy' && /"(from|to)":\[(\{\})?\]/.test(JSON.stringify(spec)),
    );
    expect(empty).toEqual([]);
  });

  test('webhooks answer the API server', () => {
    const { ingress } = specOf<{ ingress: { from: object[]; ports: object[] }[] }>(
      the(managed, 'NetworkPolicy', 'cert-manager-webhook'),
    );
    expect(ingress).toContainEqual({
      from: [{ ipBlock: { cidr: '10.9.0.0/28' } }],
      ports: [{ port: 10250, protocol: 'TCP' }],
    });
  });

  test('the reader of secrets reaches what its identity needs', () => {
    const { egress } = specOf<{ egress: object[] }>(the(managed, 'NetworkPolicy', 'external-secrets-controller'));
    expect(egress).toContainEqual({
      to: [{ ipBlock: { cidr: '203.0.113.0/24' } }],
      ports: [{ port: 8443, protocol: 'TCP' }],
    });
  });
});

describe('namespaces', () => {
  test('of a site, with what lives in them', () => {
    expect(siteNamespaces(localSite()).map(({ name, purpose, tenants }) => [name, purpose, ...tenants])).toEqual([
      ['argocd', 'gitops', 'argo-cd'],
      ['cert-manager', 'operator', 'cert-manager'],
      ['cnpg-system', 'operator', 'cloudnative-pg'],
      ['envoy-gateway-system', 'operator', 'envoy-gateway'],
      ['external-secrets', 'operator', 'external-secrets'],
      ['tracking', 'service', 'tracking'],
    ]);
  });

  test('are restricted at a pinned version, without exemption', () => {
    for (const { labels, exemption } of siteNamespaces(awsSite({ kubernetesVersion: '1.35' }))) {
      expect(exemption).toBeUndefined();
      for (const mode of ['enforce', 'audit', 'warn']) {
        expect(labels[`pod-security.kubernetes.io/${mode}`]).toBe('restricted');
        expect(labels[`pod-security.kubernetes.io/${mode}-version`]).toBe('v1.35');
      }
    }
  });

  test('only those of services may attach routes', () => {
    const allowed = siteNamespaces(awsSite()).filter(({ labels }) => labels['evenkeel.dev/routes'] === 'allowed');
    expect(allowed.map(({ name }) => name)).toEqual(['tracking']);
  });
});
