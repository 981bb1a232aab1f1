import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../environments/schema';
import { environmentInput } from '../../fixtures/environment';

const sitesOf = (secrets: EnvironmentInput['secrets'], overrides: Partial<EnvironmentInput> = {}) =>
  resolveEnvironment(environmentInput({ ...(secrets ? { secrets } : {}), ...overrides })).sites;

const recovery = (sites: ReturnType<typeof sitesOf>) =>
  sites.map((site) => ('recoveryDays' in site ? site.recoveryDays : undefined));

it('brings deleted keys and secrets back for as long as each cloud proposes, or alike everywhere', () => {
  expect(recovery(sitesOf(undefined))).toEqual([30, 30, 90]);
  expect(recovery(sitesOf(undefined, { deletionProtection: false }))).toEqual([7, 30, 7]);
  expect(recovery(sitesOf({ recoveryDays: 14 }))).toEqual([14, 14, 14]);
});

it('has the version of the first apply until a rotation is stated', () => {
  expect(sitesOf(undefined).map(({ rotation }) => rotation)).toEqual(
    Array(3).fill({ passwordVersion: 1, rotationDays: 90, credentials: {} }),
  );
});

it('makes a version that rises with every later moment, the same on every site, and fits 32 bits', () => {
  const versions = ['2026-11-01', '2026-11-01T00:01Z', '2026-11-02', '2099-12-31'].map((rotatedOn) => {
    const all = sitesOf({ rotatedOn }).map(({ rotation }) => rotation.passwordVersion);
    expect(new Set(all).size).toBe(1);
    return all[0] ?? 0;
  });
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
  expect(new Set(versions).size).toBe(4);
  expect(versions.every((version) => Number.isInteger(version) && version < 2 ** 31)).toBe(true);
});

it('knows when each credential was typed in, and who gets a new one', () => {
  const [site] = sitesOf(
    {
      rotatedOn: '2026-11-01T06:30Z',
      credentials: { 'orchestration-git': { changedOn: '1970-01-02', owner: 'ml-platform' } },
    },
    {
      services: {
        orchestration: { dags: { repository: 'https://git.example.com/acme/dags.git', private: true } },
      },
    },
  );
  expect(site?.rotation.credentials).toEqual({ 'orchestration-git': { changedAt: 86_400, owner: 'ml-platform' } });
  expect(site?.rotation.rotatedAt).toBe(Date.UTC(2026, 10, 1, 6, 30) / 1000);
});
