import { poolLabel } from '../../environments/model';
import type { OperatorChart } from './operator-chart';

/** Tells the scheduler which nodes have GPUs. Runs on the nodes of the GPU pool only. */
export const nvidiaDevicePlugin: OperatorChart = {
  values: () => ({
    nodeSelector: { [poolLabel]: 'gpu' },
    tolerations: [{ key: poolLabel, operator: 'Equal', value: 'gpu', effect: 'NoSchedule' }],
    // The chart's own terms want labels of a discovery that does not run here; a list takes the place of a list.
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: poolLabel, operator: 'In', values: ['gpu'] }] }],
        },
      },
    },
    priorityClassName: 'system-node-critical',
    resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  }),
  traffic: () => [{ name: 'plugin', reachesApiServer: false }],
};
