import { dump } from 'js-yaml';
import { poolLabel } from '../../environments/model';
import type { ChartContext } from '../chart-context';
import type { OperatorChart } from './operator-chart';

/** Of the plugin's own configuration, `version: v1`; the chart reads it by this name. */
const shared = 'shared';

/** Pods ask for a share as for a GPU: the resource keeps its name. */
function sharingValues({ gpuSharing }: ChartContext): Readonly<Record<string, unknown>> {
  if (!gpuSharing) return {};
  // All GPUs of the pool are cut alike.
  if (gpuSharing.by === 'mig') return { migStrategy: 'single' };
  const configuration = {
    version: 'v1',
    sharing: {
      timeSlicing: {
        renameByDefault: false,
        failRequestsGreaterThanOne: true,
        resources: [{ name: 'nvidia.com/gpu', replicas: gpuSharing.podsPerGpu }],
      },
    },
  };
  return { config: { default: shared, map: { [shared]: dump(configuration, { sortKeys: true }) } } };
}

/** Tells the scheduler which nodes have GPUs. Runs on the nodes of the GPU pool only. */
export const nvidiaDevicePlugin: OperatorChart = {
  values: ({ context }) => ({
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
    ...sharingValues(context),
    priorityClassName: 'system-node-critical',
    resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '128Mi' } },
  }),
  traffic: () => [{ name: 'plugin', reachesApiServer: false }],
};
