import { standbyFindings } from '../../delivery/standby-findings';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { BuiltSite } from '../../policies/recovery/standby-drift';
import { environmentInput, siteInputs } from '../fixtures/environment';

const { sites } = resolveEnvironment(
  environmentInput({
    recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 480 },
    sites: [siteInputs.aws, siteInputs.google],
  }),
  'test.ts',
);
const built = (waiting: boolean): BuiltSite[] =>
  sites.map((site) => ({
    site: waiting && site.role === 'primary' ? { ...site, awaitsRelease: true } : site,
    output: { stacks: {}, manifests: [] },
    release: { kubernetes: site.role === 'primary' ? '1.34' : '1.35', services: [], charts: {} },
  }));
const found = (waiting: boolean): string[] =>
  sites.flatMap((site) => standbyFindings(built(waiting), site).map(({ code, place }) => `${code} ${place}`));

it('finds a standby of another version than its primary, but not between two waves of a promotion', () =>
  expect([found(false), found(true)]).toEqual([['STANDBY_VERSION kubernetesVersion'], []]));
