import { gatewaySignals } from '../../../charts/gateway/signals';
import { gateway, objectivesOf, serving, tracking } from '../../../services';
import { places, renderManaged, specOf, the } from '../site-rendering';

const issuer = 'https://id.example.com';
const signIn = {
  oidc: { issuer, clientId: 'site' },
  jwt: { issuer, audiences: ['ml'], jwksUri: `${issuer}/keys` },
  apiKeys: { clients: ['partner'] },
};
const source = { from: 'registry', model: 'churn', version: 3 } as const;
const servicesWith = (config: object) => ({
  tracking: tracking.config.parse({ ownKey: false }),
  serving: serving.config.parse({
    ownKey: false,
    models: {
      churn: { source },
      offers: { source, access: 'api-key' },
      own: { source, access: 'service' },
    },
  }),
  gateway: gateway.config.parse({ ...signIn, ...config }),
});
const userLimit = {
  requestsPerMinute: 100,
  users: { batch: 9000 },
  routes: {
    'models/offers': { requestsPerMinute: 7 },
    'models/own': { requestsPerMinute: 3, header: 'x-tenant' },
  },
} as const;
const limited = renderManaged({
  services: servicesWith({ userLimit, rateLimit: { requestsPerSecond: 50 } }),
});
const exemptions = [
  {
    route: 'models/churn',
    rules: [942100, 942200],
    reason: 'names look like SQL',
    until: '2026-12-31',
  },
  { route: 'mlflow', reason: 'notebooks upload code', until: '2027-01-31' },
] as const;
const waf = {
  mode: 'block',
  paranoia: 2,
  exemptions,
  reviewed: '2026-11-01',
} as const;
const guarded = renderManaged({ services: servicesWith({ waf }) });
const bare = renderManaged({ services: servicesWith({}) });

const added = (rendered: typeof bare): string[] => {
  const before = new Set(places(bare));
  return places(rendered).filter((place) => !before.has(place) && !place.includes('/30-gateway-data/'));
};
const rateLimitOf = (route: string) =>
  specOf<{ rateLimit?: { global?: object; local?: object } }>(the(limited, 'BackendTrafficPolicy', route)).rateLimit;
const valuesOf = (rendered: typeof bare) => {
  const { source: chart } = specOf<{
    source: { helm: { valuesObject: { config: { envoyGateway: object } } } };
  }>(the(rendered, 'Application', 'envoy-gateway'));
  return chart.helm.valuesObject.config.envoyGateway;
};

describe('limits of single users', () => {
  test('bring along a way to the store, and what the counting service needs to sign in there', () => {
    expect(added(limited).filter((place) => place.startsWith('k8s/50-gateway/'))).toEqual([
      'k8s/50-gateway/ExternalSecret/user-counters',
      'k8s/50-gateway/NetworkPolicy/gateway-user-counters-limiter',
      'k8s/50-gateway/Role/user-counters-reader',
      'k8s/50-gateway/RoleBinding/user-counters-reader',
      'k8s/50-gateway/SecretStore/user-counters-reader',
      'k8s/50-gateway/ServiceAccount/user-counters-reader',
    ]);
    const at = (kind: string, name: string) => the(limited, kind, name).metadata.namespace;
    expect(at('ExternalSecret', 'user-counters')).toBe('envoy-gateway-system');
    expect(at('ServiceAccount', 'user-counters-reader')).toBe('envoy-gateway-system');
    expect(at('Role', 'user-counters-reader')).toBe('gateway');
  });

  test('count each user of each route, by what sign-in says of them', () => {
    expect(rateLimitOf('serving-churn-route')).toEqual({
      local: { rules: [{ limit: { requests: 50, unit: 'Second' } }] },
      global: {
        rules: [
          {
            clientSelectors: [
              {
                headers: [
                  { name: 'x-auth-subject', type: 'Distinct' },
                  {
                    name: 'x-auth-subject',
                    type: 'Exact',
                    value: 'batch',
                    invert: true,
                  },
                ],
              },
            ],
            limit: { requests: 100, unit: 'Minute' },
          },
          {
            clientSelectors: [
              {
                headers: [{ name: 'x-auth-subject', type: 'Exact', value: 'batch' }],
              },
            ],
            limit: { requests: 9000, unit: 'Minute' },
          },
        ],
      },
    });
  });

  test('may differ by route, and by a header that something else answers for', () => {
    expect(JSON.stringify(rateLimitOf('serving-offers-route')?.global)).toContain('"requests":7');
    expect(JSON.stringify(rateLimitOf('serving-offers-route')?.global)).toContain('x-auth-client');
    expect(JSON.stringify(rateLimitOf('serving-own-route')?.global)).toContain('x-tenant');
  });

  test('hold for nobody whom the gateway cannot tell apart', () => {
    expect(rateLimitOf('tracking-web')).not.toHaveProperty('global');
  });

  test('are counted by two pods apart, over TLS; requests pass where nobody counts', () => {
    expect(valuesOf(limited)).toMatchObject({
      provider: {
        kubernetes: {
          rateLimitDeployment: {
            replicas: 2,
            container: {
              env: [
                {
                  name: 'REDIS_URL',
                  valueFrom: {
                    secretKeyRef: { name: 'user-counters', key: 'url' },
                  },
                },
                {
                  name: 'REDIS_AUTH',
                  valueFrom: {
                    secretKeyRef: { name: 'user-counters', key: 'auth' },
                  },
                },
                {
                  name: 'REDIS_TLS_CACERT',
                  value: '/etc/user-counters/ca.crt',
                },
              ],
            },
          },
        },
      },
      rateLimit: {
        backend: { type: 'Redis', redis: { tls: {} } },
        failClosed: false,
      },
    });
    expect(valuesOf(bare)).not.toHaveProperty('rateLimit');
  });
});

describe('the firewall', () => {
  const { targetRefs, wasm } = specOf<{
    targetRefs: object[];
    wasm: {
      failOpen: boolean;
      code: object;
      config: { directives_map: { default: string[] } };
    }[];
  }>(the(guarded, 'EnvoyExtensionPolicy', 'waf'));
  const [engine] = wasm;
  const directives = engine?.config.directives_map.default ?? [];

  test('is one for the whole gateway, of a stated release, and lets nobody in where it is broken', () => {
    expect(added(guarded)).toEqual(['k8s/20-gateway-front-door/EnvoyExtensionPolicy/waf']);
    expect(targetRefs).toEqual([
      {
        group: 'gateway.networking.k8s.io',
        kind: 'Gateway',
        name: 'site',
        sectionName: 'https',
      },
    ]);
    expect(engine).toMatchObject({
      failOpen: false,
      code: {
        type: 'Image',
        image: {
          url: expect.stringMatching(/coraza-proxy-wasm:\d+\.\d+\.\d+$/),
        },
      },
    });
  });

  test('says what it does before the rules are read, and after what they come with', () => {
    const at = (text: string) => directives.findIndex((directive) => directive.startsWith(text));
    expect(directives.at(0)).toBe('Include @recommended-conf');
    expect(directives.at(-1)).toBe('Include @owasp_crs/*.conf');
    expect(at('SecRuleEngine On')).toBeGreaterThan(0);
    expect(at('SecResponseBodyAccess Off')).toBeGreaterThan(0);
    expect(directives.join('\n')).toContain("setvar:'tx.blocking_paranoia_level=2'");
  });

  test('holds in memory as much of a body as it looks at: more would pass without a look', () => {
    const bytes = (text: string) => directives.find((each) => each.startsWith(`${text} `))?.split(' ')[1];
    expect(bytes('SecRequestBodyInMemoryLimit')).toBe(bytes('SecRequestBodyLimit'));
    expect(bytes('SecRequestBodyLimit')).toBe(`${1024 * 1024}`);
  });

  test('takes what the interfaces of the services are asked with', () => {
    const allowed = (name: string) => directives.find((each) => each.includes(`tx.${name}=`)) ?? '';
    expect(allowed('allowed_methods')).toContain('PUT PATCH DELETE');
    expect(allowed('allowed_request_content_type')).toContain('|application/octet-stream|');
  });

  test('leaves out what is exempt, on its own route alone', () => {
    expect(directives.filter((directive) => directive.startsWith('SecRule ')).join('\n')).toMatchInlineSnapshot(`
      "SecRule REQUEST_HEADERS:Host "@rx ^models\\.ml\\.example\\.com(:[0-9]+)?$" "id:1000,phase:1,pass,nolog,t:none,chain"
      SecRule REQUEST_URI "@rx ^/churn([/?]|$)" "t:none,ctl:ruleRemoveById=942100,ctl:ruleRemoveById=942200"
      SecRule REQUEST_HEADERS:Host "@rx ^mlflow\\.ml\\.example\\.com(:[0-9]+)?$" "id:1001,phase:1,pass,nolog,t:none,ctl:ruleEngine=Off""
    `);
  });

  test('takes memory that the proxies then have, in threads that are counted', () => {
    const proxy = specOf<{ concurrency?: number }>(the(guarded, 'EnvoyProxy', 'site'));
    expect(proxy.concurrency).toBe(2);
    expect(JSON.stringify(proxy)).toContain('"memory":"1536Mi"');
  });

  test('an exemption that has ended is noticed by the clock', () => {
    const config = gateway.config.parse({ waf });
    const ended = gatewaySignals
      .alerts(config, objectivesOf(gateway, config))
      .find(({ name }) => name === 'WafExemptionEnded');
    expect(ended?.expression).toContain(`vector(time()) > ${Date.UTC(2027, 0, 1) / 1000}, "route", "models/churn"`);
  });
});
