import { inClusterNeeds } from '../../../constructs/in-cluster';
import { unmetNeeds } from '../../../policies/needs';
import { gateway, tracking } from '../../../services';
import { googleSite } from '../../fixtures/sites';
import { manifests, places, renderLocal, renderManaged, specOf, the } from '../site-rendering';

const issuer = 'https://id.example.com';
const signIn = {
  oidc: { issuer, clientId: 'site' },
  jwt: { issuer, audiences: ['ml'], jwksUri: `${issuer}/keys` },
  apiKeys: { clients: ['partner'] },
};
const servicesWith = (config: object) => ({
  tracking: tracking.config.parse({ ownKey: false }),
  gateway: gateway.config.parse(config),
});
const rendered = renderManaged({ services: servicesWith(signIn) });
const open = renderManaged({ services: servicesWith({}) });
const own = (objects: typeof rendered) =>
  places(objects).filter((place) => place.includes('gateway') && /^k8s\/[235]0-/.test(place));

test('what the gateway adds to a site where people and programs sign in', () => {
  expect(own(rendered)).toEqual([
    'k8s/20-gateway-front-door/ClientTrafficPolicy/site',
    'k8s/20-gateway-front-door/SecurityPolicy/shut',
    'k8s/30-gateway-data/ExternalSecret/gateway-api-keys',
    'k8s/30-gateway-data/ExternalSecret/gateway-sign-in',
    'k8s/50-gateway/SecurityPolicy/api-key',
    'k8s/50-gateway/SecurityPolicy/both',
    'k8s/50-gateway/SecurityPolicy/people',
    'k8s/50-gateway/SecurityPolicy/programs',
    'k8s/50-gateway/SecurityPolicy/service',
  ]);
});

test('where nobody signs in, nothing is shut', () => {
  expect(own(open)).toEqual(['k8s/20-gateway-front-door/ClientTrafficPolicy/site']);
});

test('without the service, routes have no policies', () => {
  const kinds = manifests(renderManaged({ services: { tracking: tracking.config.parse({}) } })).map(({ kind }) => kind);
  expect(kinds).toContain('HTTPRoute');
  expect(
    kinds.filter((kind) => /Policy$/.test(kind) && !['NetworkPolicy', 'ValidatingAdmissionPolicy'].includes(kind)),
  ).toEqual([]);
  expect(kinds).not.toContain('ReferenceGrant');
});

describe('who may come in', () => {
  test('nobody by a route that says nothing', () => {
    expect(specOf(the(rendered, 'SecurityPolicy', 'shut'))).toEqual({
      targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'site', sectionName: 'https' }],
      authorization: { defaultAction: 'Deny' },
    });
  });

  test('people by single sign-on, with a secret beside the policy', () => {
    const policy = the(rendered, 'SecurityPolicy', 'people');
    expect(specOf(policy)).toMatchObject({
      oidc: {
        provider: { issuer },
        clientID: 'site',
        clientSecret: { name: 'gateway-sign-in' },
        passThroughAuthHeader: false,
        forwardAccessToken: false,
      },
    });
    expect(specOf(policy)).not.toHaveProperty('jwt');
    // Envoy Gateway refuses a client secret of another namespace.
    expect(policy.metadata.namespace).toBe(the(rendered, 'ExternalSecret', 'gateway-sign-in').metadata.namespace);
  });

  test('programs by a token of the stated issuer and audience only', () => {
    const spec = specOf(the(rendered, 'SecurityPolicy', 'programs'));
    expect(spec).toMatchObject({ jwt: { providers: [{ issuer, audiences: ['ml'] }] } });
    expect(spec).not.toHaveProperty('oidc');
    expect(spec).not.toHaveProperty('jwt.optional');
  });

  test('both: a token is judged, everybody else signs in', () => {
    expect(specOf(the(rendered, 'SecurityPolicy', 'both'))).toMatchObject({
      oidc: { passThroughAuthHeader: true },
      jwt: { optional: true, providers: [{ audiences: ['ml'] }] },
    });
  });

  test('a key is not sent on to the service', () => {
    expect(specOf(the(rendered, 'SecurityPolicy', 'api-key'))).toMatchObject({
      apiKeyAuth: {
        credentialRefs: [{ name: 'gateway-api-keys' }],
        extractFrom: [{ headers: ['x-api-key'] }],
        sanitize: true,
      },
    });
  });

  test('every route carries the label by which its policy selects it, in a namespace that allows it', () => {
    const policies = manifests(rendered).filter(
      ({ kind, metadata }) => kind === 'SecurityPolicy' && metadata.namespace === 'gateway',
    );
    const selected = policies.flatMap((policy) =>
      specOf<{ targetSelectors: { matchLabels: Record<string, string> }[] }>(policy).targetSelectors.map(
        ({ matchLabels }) => matchLabels['evenkeel.dev/access'],
      ),
    );
    const routes = manifests(rendered).filter(
      ({ kind, metadata }) => kind === 'HTTPRoute' && metadata.name !== 'to-https',
    );
    expect(routes.length).toBeGreaterThan(0);
    for (const { metadata } of routes) expect(selected).toContain(metadata.labels?.['evenkeel.dev/access']);
  });

  test('the namespace of a route lets the policies hold for that route alone', () => {
    expect(the(rendered, 'ReferenceGrant', 'tracking-web')).toMatchObject({
      metadata: { namespace: 'tracking' },
      spec: {
        from: [{ group: 'gateway.envoyproxy.io', kind: 'SecurityPolicy', namespace: 'gateway' }],
        to: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'tracking-web' }],
      },
    });
  });

  test('headers that name a caller are not believed from outside', () => {
    expect(specOf(the(rendered, 'ClientTrafficPolicy', 'site'))).toMatchObject({
      tls: { minVersion: '1.2', alpnProtocols: ['h2', 'http/1.1'] },
      headers: { earlyRequestHeaders: { remove: ['x-auth-subject', 'x-auth-email', 'x-auth-client'] } },
    });
  });

  test('a route that the gateway cannot check is named, with the setting that is missing', () => {
    const { jwt: _jwt, ...people } = signIn;
    const site = { ...googleSite(), services: servicesWith(people) };
    expect(unmetNeeds(site, 0, inClusterNeeds)).toMatchObject([
      { code: 'SERVICE_CONFLICT', place: 'services.tracking', fix: 'add services.gateway.jwt' },
    ]);
    expect(unmetNeeds({ ...googleSite(), services: servicesWith(signIn) }, 0, inClusterNeeds)).toEqual([]);
  });
});

describe('how much may come in', () => {
  const limited = renderManaged({
    services: servicesWith({
      rateLimit: { requestsPerSecond: 50 },
      maxBodyMiB: 8,
      corsOrigins: ['https://app.example.com'],
    }),
  });

  test('as much as the environment states, a route and a proxy', () => {
    expect(specOf(the(limited, 'BackendTrafficPolicy', 'tracking-web'))).toMatchObject({
      targetRefs: [{ kind: 'HTTPRoute', name: 'tracking-web' }],
      rateLimit: { local: { rules: [{ limit: { requests: 50, unit: 'Second' } }] } },
      requestBuffer: { limit: '8Mi' },
      circuitBreaker: { maxParallelRequests: 1024 },
      retry: { retryOn: { triggers: ['connect-failure', 'refused-stream'] } },
    });
    const spec = specOf(the(open, 'BackendTrafficPolicy', 'tracking-web'));
    expect(spec).not.toHaveProperty('rateLimit');
    expect(spec).not.toHaveProperty('requestBuffer');
  });

  test('pages elsewhere may call where they are stated, also where nobody signs in', () => {
    expect(specOf(the(limited, 'SecurityPolicy', 'both'))).toMatchObject({
      cors: { allowOrigins: ['https://app.example.com'], allowCredentials: true },
    });
    expect(specOf(the(limited, 'SecurityPolicy', 'both'))).not.toHaveProperty('oidc');
  });
});

describe('the proxies', () => {
  test('grow with their load and write one line a request without query strings', () => {
    const { telemetry, provider } = specOf<Record<'telemetry' | 'provider', object>>(the(open, 'EnvoyProxy', 'site'));
    expect(provider).toMatchObject({
      kubernetes: { envoyHpa: { minReplicas: 2, maxReplicas: 6 }, envoyPDB: { minAvailable: 1 } },
    });
    expect(provider).not.toHaveProperty('kubernetes.envoyDeployment.replicas');
    expect(telemetry).toMatchObject({
      accessLog: { settings: [{ format: { type: 'JSON' }, sinks: [{ type: 'File', file: { path: '/dev/stdout' } }] }] },
    });
    expect(JSON.stringify(telemetry)).toContain('%PATH(NQ)%');
    expect(JSON.stringify(telemetry)).not.toMatch(/AUTHORIZATION|COOKIE|API-KEY/i);
  });

  test('reach the identity provider only where somebody signs in', () => {
    const egress = (objects: typeof rendered, part: string) =>
      JSON.stringify(specOf(the(objects, 'NetworkPolicy', `envoy-gateway-${part}`)).egress);
    for (const part of ['controller', 'proxy']) {
      expect(egress(rendered, part)).toContain('"port":443');
      expect(egress(rendered, part)).toContain('"cidr":"0.0.0.0/0"');
      expect(egress(open, part)).not.toContain('"cidr":"0.0.0.0/0"');
    }
  });

  test('reach a private identity provider, and nothing else', () => {
    const inside = renderManaged({ services: servicesWith({ ...signIn, identityProviderCidrs: ['10.77.0.0/24'] }) });
    const egress = JSON.stringify(specOf(the(inside, 'NetworkPolicy', 'envoy-gateway-proxy')).egress);
    expect(egress).toContain('10.77.0.0/24');
    expect(egress).not.toContain('0.0.0.0/0');
  });
});

test('a cluster alone renders the same policies', () => {
  const kinds = manifests(renderLocal({ services: servicesWith(signIn) })).filter(
    ({ kind }) => kind === 'SecurityPolicy',
  );
  expect(kinds).toHaveLength(6);
});
