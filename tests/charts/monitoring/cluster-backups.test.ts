import { watchedClusterBackups } from '../../../charts/monitoring/cluster-backups';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import { environmentInput } from '../../fixtures/environment';
import { awsSite } from '../../fixtures/sites';
import { parseExpression } from './metric-names';

const [site] = resolveEnvironment(
  environmentInput({ recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 720 } }),
).sites;
const watched = site ? watchedClusterBackups(site, true) : [];
const alerts = watched[0]?.alerts ?? [];

it('speaks up when half of what may be lost is, so that there is time to act', () => {
  const old = alerts.find(({ name }) => name === 'ClusterBackupOld');
  expect(old?.severity).toBe('page');
  expect(old?.expression).toMatch(/schedule=~"[\w-]+-state"\}\)\) > 7200 /);
  expect(old?.expression).toMatch(/schedule=~"[\w-]+-volumes"\}\)\) > 7200 /);
});

it('tells a schedule without any backup from an old one, but for those once a day', () => {
  const missing = alerts.find(({ name }) => name === 'ClusterBackupMissing');
  expect(missing?.expression.match(/absent\(/g)).toHaveLength(2);
  expect(missing?.expression).not.toContain('daily');
});

it('asks in PromQL', () => {
  const queries = watched.flatMap(({ panels }) => panels.flatMap((panel) => Object.values(panel.queries)));
  for (const text of [...queries, ...alerts.map(({ expression }) => expression)]) {
    expect(parseExpression(text)).toMatchObject({ valid: true });
  }
});

it('says nothing where nothing is backed up', () => expect(watchedClusterBackups(awsSite(), true)).toEqual([]));
