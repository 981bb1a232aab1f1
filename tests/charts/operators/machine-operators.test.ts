import { chartContext } from '../../../charts';
import { operatorCharts } from '../../../charts/operators/operator-charts';
import { kubernetesFacts as awsFacts } from '../../../constructs/aws/kubernetes-facts';
import { awsSite } from '../../fixtures/sites';

const props = { context: chartContext(awsSite(), awsFacts(awsSite())), bindings: {}, serviceNamespaces: [] };

test("the Cluster Autoscaler's budget is of the kind that its chart has: it refuses a second one", () =>
  expect(operatorCharts['cluster-autoscaler'].values(props)).toMatchObject({
    replicaCount: 2,
    podDisruptionBudget: { maxUnavailable: 1 },
  }));

test('the GPU plugin runs on machines of the GPU pool, in place of what its chart looks for', () => {
  const { affinity, nodeSelector } = operatorCharts['nvidia-device-plugin'].values(props) as {
    readonly affinity: {
      readonly nodeAffinity: {
        readonly requiredDuringSchedulingIgnoredDuringExecution: { readonly nodeSelectorTerms: readonly object[] };
      };
    };
    readonly nodeSelector: object;
  };
  expect(nodeSelector).toEqual({ 'evenkeel.dev/pool': 'gpu' });
  expect(affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms).toEqual([
    { matchExpressions: [{ key: 'evenkeel.dev/pool', operator: 'In', values: ['gpu'] }] },
  ]);
});
