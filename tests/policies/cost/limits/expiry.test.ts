import { siteNamespaces } from '../../../../charts/foundations/namespaces';
import { resolveEnvironment } from '../../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../../environments/schema';
import { expiryFindings, expiryOf } from '../../../../policies/cost/limits/expiry';
import { untilExpiry } from '../../../../policies/cost/until-expiry';
import { environmentInput } from '../../../fixtures/environment';

const preview = (overrides: Partial<EnvironmentInput> = {}) =>
  resolveEnvironment(environmentInput({ expires: '2026-12-01', deletionProtection: false, ...overrides }));

const on = (today: string, overrides: Partial<EnvironmentInput> = {}) =>
  expiryFindings(expiryOf(preview(overrides).config), 'file.ts', today).map(
    ({ code, message }) => `${code} ${message}`,
  );

describe('an environment with a last day', () => {
  it('is no finding until that day is over', () => {
    expect(on('2026-11-22')).toEqual([]);
    expect(on('2026-12-01')).toEqual([]);
    expect(on('2026-12-02')).toEqual(['ENVIRONMENT_EXPIRED its last day was 1 days ago']);
  });

  it('is there for 30 days at most, or as many as its budget says', () => {
    expect(on('2026-11-01')).toEqual([]);
    expect(on('2026-10-31')).toEqual(['ENVIRONMENT_EXPIRED its last day is 31 days ahead']);
    expect(on('2026-10-31', { budget: { monthlyUsd: 1, expiresWithinDays: 31 } })).toEqual([]);
    expect(on('2026-11-22', { budget: { monthlyUsd: 1, expiresWithinDays: 7 } })).toEqual([
      'ENVIRONMENT_EXPIRED its last day is 9 days ahead',
    ]);
  });

  it('says so on everything that it makes, in clouds and clusters', () => {
    const { sites } = preview();
    expect(sites.map(({ tags }) => tags.expires)).toEqual(sites.map(() => '2026-12-01'));
    for (const site of sites) {
      for (const { labels } of siteNamespaces(site)) expect(labels['evenkeel.dev/expires']).toBe('2026-12-01');
    }
  });

  it('costs what is paid until then, its last day included', () => {
    expect(untilExpiry(730, '2026-12-01', '2026-11-22')).toEqual({ expires: '2026-12-01', days: 10, total: 240 });
    expect(untilExpiry(730, '2026-12-01', '2026-12-02')).toEqual({ expires: '2026-12-01', days: 0, total: 0 });
  });
});

it('finds nothing of an environment that stays, and marks nothing', () => {
  const { config, sites } = resolveEnvironment(environmentInput());
  expect(expiryFindings(expiryOf(config), 'file.ts', '2099-01-01')).toEqual([]);
  for (const { tags } of sites) expect(tags).not.toHaveProperty('expires');
  for (const site of sites)
    for (const { labels } of siteNamespaces(site)) expect(labels).not.toHaveProperty('evenkeel.dev/expires');
});
