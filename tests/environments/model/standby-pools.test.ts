import type { EnvironmentInput } from '../../../environments/schema';
import { isSitePublicCloud, resolveEnvironment } from '../../../environments/schema';
import { environmentInput, siteInputs } from '../../fixtures/environment';

const busy = { general: { minNodes: 6, maxNodes: 24 }, spot: { minNodes: 2, maxNodes: 10 }, gpu: { minNodes: 1 } };

/** Least and most machines of each pool on the primary and on the standby. */
function boundsOf(recovery: EnvironmentInput['recovery'], own: object = {}) {
  const { sites } = resolveEnvironment(
    environmentInput({
      pools: busy,
      services: { scaling: {} },
      ...(recovery ? { recovery } : {}),
      sites: [siteInputs.aws, { ...siteInputs.google, ...own }],
    }),
  );
  return sites
    .filter(isSitePublicCloud)
    .map(({ pools }) => Object.fromEntries(pools.map(({ name, minNodes, maxNodes }) => [name, [minNodes, maxNodes]])));
}

const recovery = (tier: NonNullable<EnvironmentInput['recovery']>['tier']) => ({
  tier,
  rpoMinutes: 60,
  rtoMinutes: 240,
});
const full = { system: [3, 6], general: [6, 24], spot: [2, 10], gpu: [1, 4] };

it('a standby keeps no machine but those of the system as a pilot light, and one a zone when warm', () => {
  expect(boundsOf(recovery('pilot-light'))).toEqual([
    full,
    { system: [3, 6], general: [0, 24], spot: [0, 10], gpu: [0, 4] },
  ]);
  expect(boundsOf(recovery('warm-standby'))).toEqual([
    full,
    { system: [3, 6], general: [3, 24], spot: [2, 10], gpu: [1, 4] },
  ]);
});

it('a standby is as large as the primary where nothing is promised, where both serve, and where there is none before', () => {
  for (const said of [undefined, recovery('active-active'), recovery('backup')]) {
    expect(boundsOf(said)).toEqual([full, full]);
  }
});

it('a site says otherwise', () => {
  expect(boundsOf(recovery('pilot-light'), { pools: { general: { minNodes: 2 } } })[1]).toEqual({
    system: [3, 6],
    general: [2, 24],
    spot: [0, 10],
    gpu: [0, 4],
  });
});
