import { drillPanels } from '../../../../charts/monitoring/recovery/drill-panels';
import { drillAlerts, drillRules } from '../../../../charts/monitoring/recovery/drill-rules';
import { watchedRecovery } from '../../../../charts/monitoring/recovery/watched-recovery';
import { drillSeries } from '../../../../constructs/contracts';
import type { Site } from '../../../../environments/model';
import type { WatchedDrill } from '../../../../environments/model/recovery/watched-drill';
import { promised, promisedPrimary, promisedStandby } from '../../../fixtures/promised-sites';
import { parseExpression } from '../metric-names';

const words: readonly string[] = Object.values(drillSeries);
const held = { rpoSeconds: 300, rtoSeconds: 14_400 };
const database: WatchedDrill = {
  scenario: 'database-site-loss',
  everyDays: 30,
  promised: held,
  results: {
    finishedAt: '2026-11-20T10:01:00.900Z',
    passedAt: '2026-11-01T00:00:00.000Z',
    rtoSeconds: 12.5,
  },
};
const cluster: WatchedDrill = {
  scenario: 'cluster-loss',
  everyDays: 90,
  promised: held,
};

const withDrills = (site: Site, drills: readonly WatchedDrill[] = [database, cluster]): Site => ({
  ...site,
  recovery: { ...promised, drills },
});
const rulesOf = (site: Site) => drillRules(site, 'https://grafana.example.com').flatMap(({ rules }) => rules);

it('records what evidence has, beside what is promised, and leaves out what it does not have', () => {
  const recorded = rulesOf(withDrills(promisedStandby)).map((rule) =>
    'record' in rule ? `${rule.record} ${rule.labels.scenario} ${rule.labels.shows} ${rule.expr}` : rule.alert,
  );
  expect(recorded).toMatchInlineSnapshot(`
    [
      "evenkeel:drill_interval:seconds database-site-loss takeover vector(2592000)",
      "evenkeel:drill_promised_rpo:seconds database-site-loss takeover vector(300)",
      "evenkeel:drill_promised_rto:seconds database-site-loss takeover vector(14400)",
      "evenkeel:drill_finished:timestamp_seconds database-site-loss takeover vector(1795168860)",
      "evenkeel:drill_passed:timestamp_seconds database-site-loss takeover vector(1793491200)",
      "evenkeel:drill_rto:seconds database-site-loss takeover vector(12.5)",
      "evenkeel:drill_interval:seconds cluster-loss restore vector(7776000)",
      "evenkeel:drill_promised_rpo:seconds cluster-loss restore vector(300)",
      "evenkeel:drill_promised_rto:seconds cluster-loss restore vector(14400)",
    ]
  `);
});

it('tells on the primary alone, so that one drill gives one ticket', () => {
  const alerts = (site: Site) => rulesOf(withDrills(site)).flatMap((rule) => ('alert' in rule ? [rule.alert] : []));
  expect(alerts(promisedPrimary)).toEqual(['DrillOverdue', 'DrillFailed']);
  expect(alerts(promisedStandby)).toEqual([]);
});

it('changes nothing where no drill is scheduled', () => {
  expect([drillRules(promisedPrimary, ''), drillPanels(promisedPrimary)]).toEqual([[], []]);
});

it('shows restore tests where one is scheduled', () => {
  const titles = (drills: readonly WatchedDrill[]) =>
    drillPanels(withDrills(promisedPrimary, drills)).map((one) => one.title);
  expect(titles([database])).not.toContain('Since the last restore test that passed');
  expect(titles([cluster])).toContain('Since the last restore test that passed');
  expect(watchedRecovery(withDrills(promisedPrimary), [])?.panels.map(({ title }) => title)).toContain(
    'Drills: RTO, drilled and promised',
  );
});

it('is PromQL by the words of drills alone', () => {
  const site = withDrills(promisedPrimary);
  const panels = drillPanels(site).flatMap(({ queries }) => Object.values(queries));
  const expressions = [...rulesOf(site).map(({ expr }) => expr), ...panels];
  expect(expressions.filter((expression) => !parseExpression(expression).valid)).toEqual([]);
  const asked = [...drillAlerts.map(({ expression }) => expression), ...panels];
  expect(asked.flatMap((one) => parseExpression(one).metrics).filter((one) => !words.includes(one))).toEqual([]);
});
