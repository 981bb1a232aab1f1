import { copyMeasures } from '../../../../charts/monitoring/recovery/copy-measures';
import { copyAlerts } from '../../../../charts/monitoring/recovery/recovery-rules';
import { watchedCopies } from '../../../../charts/monitoring/recovery/watched-copies';
import { watchedRecovery } from '../../../../charts/monitoring/recovery/watched-recovery';
import type { AlertingRule, RecordingRule } from '../../../../charts/monitoring/rule-group';
import { recoverySeries } from '../../../../constructs/contracts';
import { begunAnew, mechanismTable } from '../../../../environments/facts/recovery';
import type { Site } from '../../../../environments/model';
import { copies, promised, promisedPrimary, promisedStandby } from '../../../fixtures/promised-sites';
import { awsSite } from '../../../fixtures/sites';
import { watchedStores } from '../../../fixtures/watched-stores';
import { parseExpression } from '../metric-names';

const words: readonly string[] = Object.values(recoverySeries);
const dashboard = 'https://grafana.example.com/d/recovery';

const rulesOf = (...args: Parameters<typeof watchedRecovery>): (RecordingRule | AlertingRule)[] =>
  watchedRecovery(...args)
    ?.rules(dashboard)
    .flatMap(({ rules }) => rules) ?? [];
const recorded = (rules: readonly (RecordingRule | AlertingRule)[], series: string): RecordingRule[] =>
  rules.filter((rule): rule is RecordingRule => 'record' in rule && rule.record === series);
const standby = rulesOf(promisedStandby, watchedStores.inside);

it('knows how the age of every mechanism is measured that brings a store to another site, and of no other', () => {
  const kinds = Object.entries(mechanismTable);
  const all = kinds.flatMap(([kind, byProvider]) => [
    ...Object.values(byProvider)
      .flat()
      .filter(({ reach, against }) => reach !== 'same-site' && against.includes('site'))
      .map(({ id }) => id),
    begunAnew(kind as never, 'cross-cloud').id,
  ]);
  expect(Object.keys(copyMeasures).sort()).toEqual([...new Set(all)].sort());
});

const storesOn = (site: Site): string[] => watchedCopies(site).map(({ labels }) => labels.store);

it('watches copies where they are taken, and where they are sent from the part that is done there', () => {
  expect(storesOn(promisedStandby)).toEqual(['tracking-artifacts', 'tracking-database', 'streaming-kafka']);
  expect(storesOn(promisedPrimary)).toEqual(['tracking-database']);
  const ages = (site: Site): string[] =>
    watchedCopies(site).map(({ age }) => /owner_name="([^"]+)"/.exec(age ?? '')?.[1] ?? '');
  expect(ages(promisedStandby)).toEqual(['tracking-artifacts-copy-eu-west-1', 'tracking-database-dumps-check', '']);
  expect(ages(promisedPrimary)).toEqual(['tracking-database-dumps']);
});

it('watches the copy of a bucket where the job runs, on one site alone', () => {
  const [copy] = copies;
  if (!copy) throw new Error('no copy');
  const azure = { ...copy, from: { ...copy.from, cloud: 'azure' as const } };
  const recovery = { ...promised, copies: [azure] };
  expect(storesOn({ ...promisedPrimary, recovery })).toEqual(['tracking-artifacts']);
  expect(storesOn({ ...promisedStandby, recovery })).toEqual([]);
});

it('says nothing where nothing is promised', () => {
  expect(watchedRecovery(awsSite(), [])).toBeUndefined();
});

it('refuses a mechanism that nobody said how to measure', () => {
  const [copy] = copies;
  if (!copy) throw new Error('no copy');
  const unknown = { ...promisedStandby, recovery: { ...promised, copies: [{ ...copy, mechanism: 'bucket.pigeon' }] } };
  expect(() => watchedCopies(unknown)).toThrow('bucket.pigeon');
});

it('tells before the promise is broken: later where a copy has an age by plan', () => {
  const limits = recorded(standby, recoverySeries.copyLimit).map(
    ({ labels, expr }) => `${labels.store} ${labels.severity} ${expr}`,
  );
  expect(limits).toEqual([
    'tracking-artifacts ticket vector(2700)',
    'tracking-artifacts page vector(3240)',
    'tracking-database ticket vector(2100)',
    'tracking-database page vector(2280)',
    'streaming-kafka ticket vector(300)',
    'streaming-kafka page vector(480)',
  ]);
});

it('promises a copy no younger than two of its intervals', () => {
  const [copy] = copies;
  if (!copy) throw new Error('no copy');
  const daily = { ...copy, rpoMinutes: 60, intervalMinutes: 720 };
  const [watched] = watchedCopies({ ...promisedStandby, recovery: { ...promised, copies: [daily] } });
  expect(watched?.promisedSeconds).toBe(2 * 720 * 60);
});

it('promises what nobody measures all the same, so that the alert on it can fire', () => {
  const [copy] = copies;
  if (!copy) throw new Error('no copy');
  const site = {
    ...promisedStandby,
    recovery: { ...promised, copies: [{ ...copy, mechanism: 'bucket.replication', intervalMinutes: undefined }] },
  };
  const unmeasured = rulesOf(site, []);
  expect(recorded(unmeasured, recoverySeries.promisedAge)).toHaveLength(1);
  expect(recorded(unmeasured, recoverySeries.copyAge)).toEqual([]);
  const measured = rulesOf(site, [], { 'tracking-artifacts': 'max(aws_s3_replication_latency_maximum)' });
  expect(recorded(measured, recoverySeries.copyAge)[0]?.expr).toBe('max(aws_s3_replication_latency_maximum)');
});

it('records each series once a copy, with the same labels', () => {
  const names = standby.flatMap((rule) => ('record' in rule ? [`${rule.record} ${JSON.stringify(rule.labels)}`] : []));
  expect(new Set(names).size).toBe(names.length);
  const labelsOf = (series: string) => recorded(standby, series).map(({ labels }) => labels);
  expect(labelsOf(recoverySeries.copyAge)).toEqual(labelsOf(recoverySeries.promisedAge));
  expect(Object.keys(labelsOf(recoverySeries.copyAge)[0] ?? {})).toEqual([
    'service',
    'store',
    'mechanism',
    'from',
    'to',
  ]);
});

it('is PromQL, and alerts and panels go by the common words alone', () => {
  const site = watchedRecovery(promisedStandby, watchedStores.inside);
  const panels = site?.panels.flatMap(({ queries }) => Object.values(queries)) ?? [];
  const expressions = [...standby.map(({ expr }) => expr), ...panels];
  expect(expressions.filter((expression) => !parseExpression(expression).valid)).toEqual([]);
  const asked = [...copyAlerts.map(({ expression }) => expression), ...panels];
  expect(
    asked.flatMap((expression) => parseExpression(expression).metrics).filter((one) => !words.includes(one)),
  ).toEqual([]);
});

it('shows the backups on the site itself by the words of its stores', () => {
  const backups = recorded(standby, recoverySeries.lastGoodBackup);
  expect(backups.map(({ labels }) => labels.store)).toContain('tracking-database');
});

it('has a panel for every service that has copies', () => {
  const titles = watchedRecovery(promisedStandby, [])?.panels.map(({ title }) => title);
  expect(titles).toEqual([
    'Copies: share of the promised age that is used up',
    'Copies that nothing is known of',
    'Recovery time objective',
    'tracking: age of copies, and what is promised',
    'streaming: age of copies, and what is promised',
  ]);
});
