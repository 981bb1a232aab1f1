import { workbench } from '../../services';
import { namespaceCeiling } from '../../services/namespace-ceiling';

const signIn = { issuer: 'https://login.example.com', clientId: 'notebooks' };
const configOf = (notebooks: object = {}) => workbench.config.parse({ notebooks: { signIn, ...notebooks } });
const complaintsOf = (notebooks: object) => workbench.complaints?.(configOf(notebooks), new Set()) ?? [];
const needsOf = (notebooks: object, ...enabled: string[]) => workbench.needs(configOf(notebooks), new Set(enabled));

describe('notebooks', () => {
  it('are off unless the environment says how people sign in', () => {
    expect(Object.keys(workbench.needs(workbench.config.parse({}), new Set(['tracking'])))).toEqual(['portal']);
    expect(workbench.config.safeParse({ notebooks: {} }).error?.issues).toMatchObject([
      { path: ['notebooks', 'signIn'] },
    ]);
  });

  it('need a route of their own, a database, two generated secrets and the secret of their client', () => {
    expect(needsOf({})).toMatchObject({
      notebooks: { kind: 'route', host: 'notebooks', backend: 'notebooks-proxy', access: 'service' },
      notebooksDatabase: { kind: 'postgres', database: 'jupyterhub', highlyAvailable: true },
      signIn: { kind: 'credential', keys: ['client-secret'] },
      proxyToken: { kind: 'secret' },
      cookieSecret: { kind: 'secret' },
    });
  });

  it('call the services that they name, as far as the environment runs them', () => {
    const endpoint = (service: string, name = 'http') => ({ kind: 'endpoint', service, endpoint: name });
    expect(needsOf({}, 'tracking', 'lakehouse')).toMatchObject({ tracking: endpoint('tracking') });
    expect(needsOf({}, 'tracking', 'lakehouse')).not.toHaveProperty('lakehouse');
    expect(needsOf({ calls: ['lakehouse'] }, 'tracking', 'lakehouse')).toMatchObject({
      lakehouse: endpoint('lakehouse', 'sql'),
    });
    expect(needsOf({}, 'orchestration')).not.toHaveProperty('tracking');
  });

  it('ask for the pools of their profiles, and for no others', () => {
    const gpu = { name: 'gpu', pool: 'gpu', gpus: 2, cpus: 4, memoryGiB: 16 };
    const spot = { name: 'cheap', pool: 'spot', cpus: 4, memoryGiB: 16 };
    expect(needsOf({ profiles: [gpu, spot] })).toMatchObject({
      gpus2: { kind: 'pool', purpose: 'gpu', gpus: 2 },
      spot: { kind: 'pool', purpose: 'spot', gpus: 0 },
    });
    expect(Object.values(needsOf({})).filter(({ kind }) => kind === 'pool')).toEqual([]);
  });

  it.each([
    ['a pool that no site has', { profiles: [{ name: 'a', pool: 'memory', cpus: 1, memoryGiB: 2 }] }],
    ['an image without a version', { profiles: [{ name: 'a', image: 'quay.io/me/mine', cpus: 1, memoryGiB: 2 }] }],
    ['no profile', { profiles: [] }],
    ['a promise that one process cannot keep', { availabilityPercent: 99.9 }],
    ['an issuer without TLS', { signIn: { ...signIn, issuer: 'http://login.example.com' } }],
  ])('refuse %s', (_, notebooks) => {
    expect(workbench.config.safeParse({ notebooks: { signIn, ...notebooks } }).success).toBe(false);
  });

  it.each([
    [
      'two profiles of one name',
      {
        profiles: [
          { name: 'a', cpus: 1, memoryGiB: 2 },
          { name: 'a', cpus: 2, memoryGiB: 4 },
        ],
      },
      { path: 'notebooks.profiles.1.name', value: 'a' },
    ],
    [
      'GPUs on machines that have none',
      { profiles: [{ name: 'a', gpus: 1, cpus: 1, memoryGiB: 2 }] },
      { path: 'notebooks.profiles.0.pool', value: 'general' },
    ],
    [
      'a machine with GPUs for a server without',
      { profiles: [{ name: 'a', pool: 'gpu', cpus: 1, memoryGiB: 2 }] },
      { path: 'notebooks.profiles.0.gpus', value: 0 },
    ],
    [
      'a sign-in that tells nobody who people are',
      { signIn: { ...signIn, scopes: ['email'] } },
      { path: 'notebooks.signIn.scopes' },
    ],
    ['more servers than people', { maxServers: 20, maxUsers: 10 }, { path: 'notebooks.maxServers', value: 20 }],
    [
      'an idle time beyond the longest life',
      { idleMinutes: 120, maxAgeHours: 1 },
      { path: 'notebooks.idleMinutes', value: 120 },
    ],
  ])('complain of %s', (_, notebooks, complaint) => {
    expect(complaintsOf(notebooks)).toMatchObject([{ code: 'SERVICE_CONFLICT', ...complaint }]);
  });

  it('find nothing wrong with what they are by default', () => {
    expect(complaintsOf({})).toEqual([]);
  });
});

describe('the ceiling of the namespace', () => {
  const ceilingOf = (notebooks: object) => workbench.ceiling?.(configOf(notebooks));

  it('stays as everywhere without notebooks', () => {
    expect(workbench.ceiling?.(workbench.config.parse({}))).toEqual({});
  });

  it('holds every server at once in the largest profile, and a home for everybody', () => {
    const profiles = [
      { name: 'small', cpus: 1, memoryGiB: 4 },
      { name: 'large', cpus: 8, memoryGiB: 64 },
    ];
    expect(ceilingOf({ profiles, maxServers: 100, maxUsers: 500 })).toEqual({
      cpus: 100 * 8 + 16,
      memoryGiB: 100 * 64 + 32,
      memoryLimitGiB: 100 * 64 + 32,
      pods: namespaceCeiling.pods,
      volumes: 500 + 10,
    });
  });

  it('is never lower than everywhere', () => {
    expect(ceilingOf({ maxServers: 1, maxUsers: 1 })).toEqual(namespaceCeiling);
  });
});
