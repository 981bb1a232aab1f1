import { gateway } from '../../services';

const parse = (config: object) => gateway.config.parse(config);

describe('gateway', () => {
  it('needs no secret until somebody signs in', () => {
    expect(gateway.needs(parse({}), new Set())).toEqual({});
  });

  it('asks a person for the client secret and for one key a client', () => {
    const config = parse({
      oidc: { issuer: 'https://id.example.com', clientId: 'site' },
      apiKeys: { clients: ['partner-a', 'partner-b'] },
    });
    expect(gateway.needs(config, new Set())).toMatchObject({
      signIn: { kind: 'credential', keys: ['client-secret'] },
      apiKeys: { kind: 'credential', keys: ['partner-a', 'partner-b'] },
    });
  });

  it('complains about fewer proxies under load than at rest', () => {
    const complaints = gateway.complaints?.(parse({ proxies: { min: 4, max: 3 } }), new Set());
    expect(complaints).toMatchObject([{ code: 'SERVICE_CONFLICT', path: 'proxies.max', value: 3 }]);
    expect(gateway.complaints?.(parse({}), new Set())).toEqual([]);
  });

  it.each([
    ['a plain issuer', { oidc: { issuer: 'http://id.example.com', clientId: 'site' } }],
    ['an issuer with a closing slash', { oidc: { issuer: 'https://id.example.com/', clientId: 'site' } }],
    ['tokens for any audience', { jwt: { issuer: 'https://id.example.com', audiences: [], jwksUri: 'https://a/b' } }],
    ['one proxy', { proxies: { min: 1 } }],
    ['bodies that would fill a proxy', { maxBodyMiB: 64 }],
    ['old TLS', { minTlsVersion: '1.1' }],
  ])('refuses %s', (_, config) => {
    expect(gateway.config.safeParse(config).success).toBe(false);
  });
});

describe('limits of single users', () => {
  const jwt = { issuer: 'https://id.example.com', audiences: ['ml'], jwksUri: 'https://id.example.com/keys' };

  it('are counted in a store that all proxies share', () => {
    expect(gateway.needs(parse({ jwt, userLimit: {} }), new Set())).toMatchObject({
      userCounters: { kind: 'cache', highlyAvailable: true },
    });
  });

  it('need users that can be told apart', () => {
    expect(gateway.complaints?.(parse({ userLimit: {} }), new Set())).toMatchObject([
      { code: 'SERVICE_CONFLICT', path: 'userLimit', allowed: expect.arrayContaining(['services.gateway.jwt']) },
    ]);
    const byHeader = { routes: { models: { requestsPerMinute: 5, header: 'x-tenant' } } };
    for (const config of [{ jwt, userLimit: {} }, { userLimit: byHeader }])
      expect(gateway.complaints?.(parse(config), new Set())).toEqual([]);
  });
});
