import { gatewaySignals } from '../../../charts/gateway/signals';
import { servingSignals } from '../../../charts/serving/signals';
import { watchedServices } from '../../../charts/watched-services';
import { gateway, objectivesOf, serving } from '../../../services';
import { googleSite } from '../../fixtures/sites';
import { renderManaged, specOf, the } from '../site-rendering';
import { kserveModel, servingServices } from './serving-sites';

const rest = { replicas: { min: 0, max: 3 }, promised: false, idleMinutes: 20 } as const;
const models = {
  churn: { source: { from: 'registry', model: 'churn', version: 3 }, ...rest },
  fraud: { ...kserveModel, ...rest },
  always: { source: { from: 'registry', model: 'always', version: 1 } },
} as const;
const rendered = renderManaged({ services: servingServices({ models }) });

interface Trigger {
  readonly metadata: { readonly query: string; readonly threshold: string };
}
const scaled = (name: string) =>
  specOf<{
    minReplicaCount: number;
    cooldownPeriod: number;
    fallback: object;
    scaleTargetRef: object;
    triggers: readonly Trigger[];
  }>(the(rendered, 'ScaledObject', name));

test.each([
  ['churn', 'churn'],
  ['fraud', 'fraud-predictor'],
])('%s goes to none when nobody has asked, and runs where nobody can tell', (name, target) => {
  expect(scaled(name)).toMatchObject({
    minReplicaCount: 0,
    cooldownPeriod: 1200,
    fallback: { replicas: 1 },
    scaleTargetRef: { kind: 'Deployment', name: target },
  });
});

test('whoever asks is seen by the gateway, also the first one, and calls one pod', () => {
  const [inProgress, asked, ...others] = scaled('churn').triggers;
  expect(others).toEqual([]);
  expect(inProgress?.metadata).toMatchObject({ threshold: '8' });
  const clusters =
    'namespace="envoy-gateway-system",component="proxy",envoy_cluster_name=~"httproute/serving/serving-churn-resting-route/rule/.*"';
  expect(asked?.metadata).toMatchObject({
    query: ['rq_total', 'cx_connect_fail', 'cx_none_healthy']
      .map((name) => `envoy_cluster_upstream_${name}`)
      .map((metric) => `(sum(increase(${metric}{${clusters}}[3m])) or vector(0))`)
      .join(' + '),
    threshold: '1000000000',
  });
});

test('the gateway goes by the Service, which is there without pods, and says when to come again', () => {
  expect(specOf(the(rendered, 'BackendTrafficPolicy', 'serving-churn-resting-route'))).toMatchObject({
    targetRefs: [{ kind: 'HTTPRoute', name: 'serving-churn-resting-route' }],
    routingType: 'Service',
    responseOverride: [{ source: 'Local', response: { header: { set: [{ name: 'retry-after', value: '30' }] } } }],
  });
  expect(() => the(rendered, 'BackendTrafficPolicy', 'serving-always-route')).toThrow('no BackendTrafficPolicy');
});

test('nobody is called for a model that rests, and its requests count for no objective', () => {
  const config = serving.config.parse({ models });
  const objectives = objectivesOf(serving, config);
  const alerts = servingSignals.alerts(config, objectives).map(({ name, severity }) => `${name} ${severity}`);
  expect(alerts).toEqual(['ModelAlwaysDown page', 'ModelChurnDoesNotWake ticket', 'ModelFraudDoesNotWake ticket']);
  for (const level of servingSignals.levels(config, objectives))
    expect([level.bad('5m'), level.all('5m')]).toEqual([
      expect.stringContaining('component!~"churn|fraud"'),
      expect.stringContaining('component!~"churn|fraud"'),
    ]);
});

test('who is turned away for a model that rests does not burn the budget of the gateway', () => {
  const config = gateway.config.parse({});
  const [availability] = gatewaySignals.levels(config, objectivesOf(gateway, config));
  expect(availability?.bad('1h')).toContain('envoy_cluster_name=~"httproute/.+-resting-route/.+"');
});

test('no probe keeps it awake', () => {
  const site = { ...googleSite(), services: servingServices({ models }) };
  const { routes } = watchedServices(site).find(({ name }) => name === 'serving') ?? { routes: [] };
  expect(routes).toEqual([expect.stringMatching(/\/always$/)]);
});
