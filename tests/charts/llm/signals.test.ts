import { llmSignals } from '../../../charts/llm/signals';
import { llm } from '../../../services';
import { parseExpression } from '../monitoring/metric-names';

const source = { from: 'bucket', path: 'models/m' };
const config = llm.config.parse({
  models: {
    always: { source, parametersBillion: 7 },
    resting: { source, parametersBillion: 7, replicas: { min: 0, max: 1 } },
  },
});
const objectives = { availabilityPercent: 99, p95Ms: 2500 };
const [availability, firstToken] = llmSignals.levels(config, objectives);

it('writes PromQL over metrics that it states, with models as without', () => {
  const alerts = llmSignals.alerts(config, objectives);
  expect(alerts.map(({ name }) => name)).toContain('LanguageModelDown');
  for (const { expression } of alerts) {
    const { metrics, valid } = parseExpression(expression);
    expect({ expression, valid }).toEqual({ expression, valid: true });
    expect(metrics.filter((metric) => !llmSignals.metrics.includes(metric))).toEqual([]);
  }
});

it('does not count it as a failure when a model at rest is woken', () => {
  expect(availability?.bad('5m')).toContain('envoy_cluster_name!~"model-resting"');
  expect(
    llmSignals.alerts(config, objectives).find(({ name }) => name === 'LanguageModelDown')?.expression,
  ).not.toContain('model-resting');
});

it('measures the first token at a bound of the histogram that is as strict as the promise', () => {
  expect(firstToken?.bad('5m')).toContain('le="2.5"');
  expect(llmSignals.levels(config, { ...objectives, p95Ms: 2000 })[1]?.bad('5m')).toContain('le="1.0"');
});
