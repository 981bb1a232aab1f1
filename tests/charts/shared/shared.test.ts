import { managedFacts, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const managed = renderManaged();

test('what every service uses', () => {
  expect(places(managed).filter((place) => place.startsWith('k8s/20-'))).toEqual([
    'k8s/20-shared/Certificate/site-ca',
    'k8s/20-shared/Certificate/site-tls',
    'k8s/20-shared/ClusterIssuer/site-ca',
    'k8s/20-shared/ClusterIssuer/site-root',
    'k8s/20-shared/ClusterSecretStore/site',
    'k8s/20-shared/EnvoyProxy/site',
    'k8s/20-shared/Gateway/site',
    'k8s/20-shared/GatewayClass/site',
    'k8s/20-shared/HTTPRoute/to-https',
  ]);
});

test('the secret store is the one the site states, for namespaces of services only', () => {
  expect(specOf(the(managed, 'ClusterSecretStore', 'site'))).toMatchObject({
    provider: managedFacts.secretStoreProvider,
    conditions: [{ namespaces: ['tracking'] }],
  });
  expect(places(renderLocal()).join()).not.toContain('ClusterSecretStore');
});

test("certificates come from an authority of the site's own", () => {
  expect(specOf(the(managed, 'Certificate', 'site-ca'))).toMatchObject({
    isCA: true,
    secretName: 'site-ca',
    issuerRef: { kind: 'ClusterIssuer', name: 'site-root' },
  });
  expect(specOf(the(managed, 'ClusterIssuer', 'site-ca'))).toEqual({ ca: { secretName: 'site-ca' } });
  expect(specOf(the(managed, 'Certificate', 'site-tls'))).toMatchObject({
    dnsNames: ['ml.example.com', '*.ml.example.com'],
    issuerRef: { kind: 'ClusterIssuer', name: 'site-ca' },
    privateKey: { rotationPolicy: 'Always' },
  });
});

describe('the gateway', () => {
  test('ends TLS for the whole domain and lets in routes of labelled namespaces only', () => {
    const { listeners } = specOf<{ listeners: object[] }>(the(managed, 'Gateway', 'site'));
    expect(listeners).toEqual([
      expect.objectContaining({ protocol: 'HTTP', port: 80, allowedRoutes: { namespaces: { from: 'Same' } } }),
      expect.objectContaining({
        protocol: 'HTTPS',
        port: 443,
        hostname: '*.ml.example.com',
        tls: { mode: 'Terminate', certificateRefs: [{ kind: 'Secret', name: 'site-tls' }] },
        allowedRoutes: {
          kinds: [{ kind: 'HTTPRoute' }],
          namespaces: { from: 'Selector', selector: { matchLabels: { 'evenkeel.dev/routes': 'allowed' } } },
        },
      }),
    ]);
  });

  test('sends plain HTTP on to HTTPS', () => {
    expect(specOf(the(managed, 'HTTPRoute', 'to-https'))).toMatchObject({
      parentRefs: [{ name: 'site', sectionName: 'http' }],
      rules: [{ filters: [{ type: 'RequestRedirect', requestRedirect: { scheme: 'https', statusCode: 301 } }] }],
    });
  });

  test('is two proxies apart from each other behind a private load balancer', () => {
    expect(specOf(the(managed, 'EnvoyProxy', 'site'))).toMatchObject({
      provider: {
        kubernetes: {
          envoyDeployment: {
            replicas: 2,
            pod: {
              priorityClassName: 'platform-critical',
              topologySpreadConstraints: [
                { topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'DoNotSchedule' },
                { topologyKey: 'kubernetes.io/hostname' },
              ],
            },
          },
          envoyPDB: { minAvailable: 1 },
          envoyService: { type: 'LoadBalancer', annotations: { 'load-balancer.example.com/private': 'true' } },
        },
      },
    });
    expect(specOf(the(managed, 'GatewayClass', 'site'))).toMatchObject({
      parametersRef: { kind: 'EnvoyProxy', name: 'site', namespace: 'envoy-gateway-system' },
    });
  });
});
