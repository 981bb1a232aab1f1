import { servingSignals } from '../../../charts/serving/signals';
import { serving } from '../../../services';
import { parseExpression } from '../monitoring/metric-names';
import { renderManaged, specOf, the } from '../site-rendering';
import { everyModel, servingServices } from './serving-sites';

const config = serving.config.parse(everyModel);
const objectives = { availabilityPercent: 99.5, p95Ms: 250, p99Ms: 1000 };

const expectPromql = (expression: string): void => {
  const { metrics, valid } = parseExpression(expression);
  expect({ expression, valid }).toEqual({ expression, valid: true });
  expect(metrics.filter((metric) => !servingSignals.metrics.includes(metric))).toEqual([]);
};

test('rules and panels are PromQL over metrics that it states', () => {
  for (const { expression } of servingSignals.alerts(config, objectives)) expectPromql(expression);
  for (const { queries } of servingSignals.panels(config, objectives)) Object.values(queries).forEach(expectPromql);
  for (const level of servingSignals.levels(config, objectives)) {
    expectPromql(level.bad('5m'));
    expectPromql(level.all('5m'));
  }
});

test('so are the questions of a canary and of KEDA', () => {
  const rendered = renderManaged({ services: servingServices(everyModel) });
  const analysis = specOf<{ metrics: { provider: { prometheus: { query: string } } }[] }>(
    the(rendered, 'AnalysisTemplate', 'churn-objectives'),
  );
  for (const { provider } of analysis.metrics)
    expectPromql(provider.prometheus.query.replaceAll('{{args.canary-hash}}', '5d4f8c7b9'));
  const scaled = specOf<{ triggers: { metadata: { query: string } }[] }>(the(rendered, 'ScaledObject', 'churn'));
  for (const { metadata } of scaled.triggers) expectPromql(metadata.query);
});

test('a page for every model, tickets about canaries only where there are some', () => {
  const names = (of: typeof config) => servingSignals.alerts(of, objectives).map(({ name }) => name);
  expect(names(config)).toEqual([
    'ModelChurnDown',
    'ModelFraudDown',
    'ModelOffersDown',
    'ModelRankingDown',
    'ModelRiskDown',
    'CanaryTakenBack',
    'CanaryWaits',
  ]);
  expect(names(serving.config.parse({}))).toEqual([]);
});

test('every variant has a line of its own', () => {
  for (const { queries, title } of servingSignals.panels(config, objectives))
    if (title.endsWith('by variant')) expect(Object.keys(queries)).toEqual(['{{component}}']);
});
