import { watchCounts } from '../../delivery/watch-counts';

const object = (kind: string, rest: object = {}, labels = {}) => ({
  apiVersion: 'v1',
  kind,
  metadata: { name: 'x', labels },
  ...rest,
});

it('counts every rule of every group, and only config maps that Grafana looks for', () => {
  const rules = object('PrometheusRule', { spec: { groups: [{ rules: [{}, {}] }, { rules: [{}] }, {}] } });
  const dashboard = object('ConfigMap', {}, { grafana_dashboard: '1' });
  expect(watchCounts([rules, object('PrometheusRule'), dashboard, object('ConfigMap')])).toEqual({
    rules: 3,
    dashboards: 1,
  });
});
