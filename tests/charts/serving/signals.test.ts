import { servingSignals } from '../../../charts/serving/signals';
import { serving } from '../../../services';
import { parseExpression } from '../monitoring/metric-names';
import { renderManaged, specOf, the } from '../site-rendering';
import { canaryModel, everyModel, servingServices } from './serving-sites';

const judgedModels = {
  churn: { ...canaryModel, predictions: { driftAtMost: 0.2, errorAtMost: 0.1, errorNotWorseBy: 0.02 } },
  files: { source: { from: 'bucket', path: 'files/7' }, predictions: { errorAtMost: 0.1 } },
};
const config = serving.config.parse(everyModel);
const judged = serving.config.parse({ models: judgedModels });
const objectives = { availabilityPercent: 99.5, p95Ms: 250, p99Ms: 1000 };

const expectPromql = (expression: string): void => {
  const { metrics, valid } = parseExpression(expression);
  expect({ expression, valid }).toEqual({ expression, valid: true });
  expect(metrics.filter((metric) => !servingSignals.metrics.includes(metric))).toEqual([]);
};

test('rules and panels are PromQL over metrics that it states', () => {
  for (const one of [config, judged]) {
    for (const { expression } of servingSignals.alerts(one, objectives)) expectPromql(expression);
    for (const { queries } of servingSignals.panels(one, objectives)) Object.values(queries).forEach(expectPromql);
  }
  for (const level of servingSignals.levels(config, objectives)) {
    expectPromql(level.bad('5m'));
    expectPromql(level.all('5m'));
  }
});

test.each([
  ['a canary', everyModel],
  ['a canary that judges predictions', { models: judgedModels }],
])('so are the questions of %s and of KEDA', (_what, stated) => {
  const rendered = renderManaged({ services: servingServices(stated) });
  const analysis = specOf<{ metrics: { provider: { prometheus: { query: string } } }[] }>(
    the(rendered, 'AnalysisTemplate', 'churn-objectives'),
  );
  for (const { provider } of analysis.metrics)
    expectPromql(provider.prometheus.query.replaceAll(/\{\{args\.[a-z-]+\}\}/g, '5d4f8c7b9'));
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

test('what a canary could not wait for is watched after it, and the alert names the one command back', () => {
  const alerts = servingSignals.alerts(judged, objectives).filter(({ name }) => name.includes('Version'));
  expect(alerts.map(({ name }) => name)).toEqual([
    'ModelChurnVersionDrifted',
    'ModelChurnVersionWrong',
    'ModelChurnVersionWorse',
    'ModelChurnVersionUnmeasured',
    'ModelFilesVersionWrong',
    'ModelFilesVersionUnmeasured',
  ]);
  for (const { action } of alerts.slice(0, 3))
    expect(action).toContain("evenkeel model rollback {{ $externalLabels.environment }} churn --because '<reason>'");
  expect(alerts[4]?.action).toContain('services.serving.models.files.source');
});

test('every variant has a line of its own', () => {
  for (const { queries, title } of servingSignals.panels(config, objectives))
    if (title.endsWith('by variant')) expect(Object.keys(queries)).toEqual(['{{component}}']);
});
