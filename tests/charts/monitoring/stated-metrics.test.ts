import { dashboardPanels } from '../../../charts/monitoring/dashboard';
import { serviceRules } from '../../../charts/monitoring/service-rules';
import { sloSeriesNames } from '../../../charts/monitoring/slo-rules';
import { storeAlerts } from '../../../charts/monitoring/store-alerts';
import { serviceCharts } from '../../../charts/service-charts';
import type { ServiceSignals } from '../../../charts/signals';
import { watchedServices } from '../../../charts/watched-services';
import { type ServiceDefinition, type ServiceName, services } from '../../../services';
import { awsSite } from '../../fixtures/sites';
import { watchedStores } from '../../fixtures/watched-stores';
import { parseExpression } from './metric-names';

const names = Object.keys(services) as ServiceName[];
const reader = { title: 'Service', dashboardUrl: 'https://grafana.example.com/d/service' };

const watched = (name: ServiceName) => {
  const config = (services[name] as ServiceDefinition).config.parse({});
  const [service] = watchedServices(awsSite({ services: { [name]: config } }));
  if (!service) throw new Error(name);
  return service;
};

const expressionsOf = (name: ServiceName): string[] => {
  const service = watched(name);
  return [
    ...serviceRules(service.name, service, reader).flatMap(({ rules }) => rules.map(({ expr }) => expr)),
    ...dashboardPanels({ service: service.name, ...service }).flatMap(({ queries }) => Object.values(queries)),
  ];
};

describe('a parsed expression', () => {
  it('names the series it selects, and neither labels nor functions', () => {
    expect(parseExpression('sum by (le) (rate(a_bucket{job="x"}[5m])) / on (job) slo:b:rate5m')).toEqual({
      metrics: ['a_bucket', 'slo:b:rate5m'],
      valid: true,
    });
  });

  it('is invalid where it is no PromQL', () => {
    expect(parseExpression('sum(rate(a[5m])').valid).toBe(false);
  });
});

describe.each(names)('%s', (name) => {
  const expressions = expressionsOf(name);
  const { metrics } = serviceCharts[name].signals as ServiceSignals<ServiceDefinition>;

  it('writes PromQL', () => {
    expect(expressions.filter((expression) => !parseExpression(expression).valid)).toEqual([]);
  });

  it('asks for metrics that it states, and for no others', () => {
    const used = new Set(expressions.flatMap((expression) => parseExpression(expression).metrics));
    const stated = new Set([...metrics, ...sloSeriesNames]);
    expect([...used].filter((metric) => !stated.has(metric))).toEqual([]);
  });

  it('can alert on every promise', () => {
    const service = watched(name);
    for (const level of service.levels) {
      const group = serviceRules(service.name, { levels: [level], alerts: [] }, reader)[0];
      expect(group?.rules.filter((rule) => 'alert' in rule).length).toBeGreaterThanOrEqual(2);
    }
  });
});

it('names each alert once', () => {
  const onStores = storeAlerts([...watchedStores.aws, ...watchedStores.inside]).map(({ name }) => name);
  const alerts = [...names.flatMap((name) => watched(name).alerts.map((alert) => alert.name)), ...onStores];
  expect(alerts.filter((alert, index) => alerts.indexOf(alert) !== index)).toEqual([]);
});
