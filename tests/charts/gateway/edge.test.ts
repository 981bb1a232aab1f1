import { gateway, serving } from '../../../services';
import { manifests, renderManaged, specOf, the } from '../site-rendering';

const issuer = 'https://id.example.com';
const edge = {
  routes: ['models/churn'],
  hosts: ['models.ml.example.com'],
  entry: 'edge-test.ml.example.com',
  gatewayAddresses: [],
  waf: { mode: 'block', requestsPer5Minutes: 2000 },
  ddos: 'standard',
  cachedPaths: [],
  health: { intervalSeconds: 30, failures: 3 },
  hasZone: true,
  failsOver: true,
} as const;

const model = (name: string) => ({ source: { from: 'registry' as const, model: name, version: 1 } });
const services = (config: object = {}) => ({
  serving: serving.config.parse({ models: { churn: model('churn'), fraud: model('fraud') } }),
  gateway: gateway.config.parse({ jwt: { issuer, audiences: ['ml'], jwksUri: `${issuer}/keys` }, waf: {}, ...config }),
});
const closed = renderManaged({ services: services() });
const open = renderManaged({ services: services(), edge });
const entered = renderManaged({ services: services({ edgeCertificate: 'entered' }), edge });

interface Listener {
  readonly name: string;
  readonly port: number;
  readonly hostname?: string;
  readonly tls?: { readonly certificateRefs: readonly object[] };
}
const listenersOf = (objects: typeof open) => specOf(the(objects, 'Gateway', 'site')).listeners as readonly Listener[];
const edgeOf = (objects: typeof open) => listenersOf(objects).find(({ name }) => name === 'edge');
const attached = (objects: typeof open): Record<string, string[]> =>
  Object.fromEntries(
    manifests(objects)
      .filter(({ kind }) => kind === 'HTTPRoute')
      .map((route): [string, string[]] => [
        route.metadata.name,
        (specOf(route) as { parentRefs: { sectionName: string }[] }).parentRefs.map(({ sectionName }) => sectionName),
      ]),
  );

test('only the routes that the environment names are attached to the listener of the edge', () => {
  const of = attached(open);
  const outside = Object.keys(of).filter((name) => of[name]?.includes('edge'));
  expect(outside.sort()).toEqual(['edge-health', expect.stringContaining('churn')]);
  expect(Object.values(attached(closed)).flat()).not.toContain('edge');
});

test('the edge comes in on a port of its own, by any name, and not where the site has none', () => {
  expect(edgeOf(open)).toMatchObject({ port: 8443, protocol: 'HTTPS' });
  expect(edgeOf(open)).not.toHaveProperty('hostname');
  expect(edgeOf(closed)).toBeUndefined();
});

test('what nobody guards stays shut on both listeners, and the firewall stands before both', () => {
  for (const [kind, name] of [
    ['SecurityPolicy', 'shut'],
    ['EnvoyExtensionPolicy', 'waf'],
  ] as const) {
    const { targetRefs } = specOf(the(open, kind, name)) as { targetRefs: { sectionName: string }[] };
    expect(targetRefs.map(({ sectionName }) => sectionName)).toEqual(['https', 'edge']);
  }
  expect(specOf(the(open, 'ClientTrafficPolicy', 'site-edge'))).toMatchObject({ tls: { minVersion: '1.2' } });
});

test('the edge learns whether the proxies answer, and nothing else', () => {
  expect(specOf(the(open, 'HTTPRoute', 'edge-health'))).toMatchObject({
    rules: [{ matches: [{ path: { type: 'Exact', value: '/edge-health' } }] }],
  });
  expect(specOf(the(open, 'HTTPRouteFilter', 'edge-health'))).toEqual({
    directResponse: { statusCode: 200, contentType: 'text/plain', body: { type: 'Inline', inline: 'ok\n' } },
  });
});

test('the gateway shows a certificate that was entered, which lies beside its other secrets', () => {
  expect(edgeOf(open)?.tls?.certificateRefs).toEqual([{ kind: 'Secret', name: 'site-tls' }]);
  expect(edgeOf(entered)?.tls?.certificateRefs).toEqual([
    { kind: 'Secret', name: 'gateway-edge-certificate', namespace: 'gateway' },
  ]);
  expect(specOf(the(entered, 'ReferenceGrant', 'edge-certificate'))).toMatchObject({
    from: [{ kind: 'Gateway', namespace: 'envoy-gateway-system' }],
    to: [{ group: '', kind: 'Secret', name: 'gateway-edge-certificate' }],
  });
});
