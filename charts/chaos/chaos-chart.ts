import type { Construct } from 'constructs';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { kebabCase } from '../../environments/model';
import type { ChaosExperiment } from '../../environments/schema/chaos-schema';
import { monitoring, operators } from '../../services';
import type { ChartContext } from '../chart-context';
import { WaveChart } from '../wave-chart';
import type { ChaosSchedule } from './chaos-kinds';
import { faultTemplate } from './faults';
import { stopCondition } from './stop-condition';

const { namespace } = operators['chaos-mesh'];

/** Names of the steps of every experiment. */
const steps = {
  all: 'experiment',
  quiet: 'nothing-burns',
  tried: 'tried',
  fault: 'fault',
  watch: 'stop-condition',
} as const;

/**
 * One experiment: it begins only while the promise of the service is kept, and ends when its time is up or the error budget
 * burns, whichever is first. Deadlines end the fault even if whoever watches is gone.
 */
export function chaosSchedule(experiment: ChaosExperiment, everybody: readonly string[]): ChaosSchedule {
  const { name, service, fault, schedule, minutes } = experiment;
  const whole = `${minutes}m`;
  const watched = kebabCase(service);
  return {
    apiVersion: 'chaos-mesh.org/v1alpha1',
    kind: 'Schedule',
    metadata: { name, namespace, annotations: { 'evenkeel.dev/service': watched, 'evenkeel.dev/fault': fault.kind } },
    spec: {
      schedule,
      type: 'Workflow',
      concurrencyPolicy: 'Forbid',
      historyLimit: 5,
      startingDeadlineSeconds: 120,
      workflow: {
        entry: steps.all,
        templates: [
          {
            name: steps.all,
            templateType: 'Serial',
            deadline: `${minutes + 2}m`,
            children: [steps.quiet, steps.tried],
          },
          {
            name: steps.quiet,
            templateType: 'StatusCheck',
            deadline: '1m',
            abortWithStatusCheck: true,
            statusCheck: stopCondition(watched, 'Synchronous'),
          },
          { name: steps.tried, templateType: 'Parallel', deadline: whole, children: [steps.fault, steps.watch] },
          { name: steps.fault, deadline: whole, ...faultTemplate(fault, { service, everybody }) },
          {
            name: steps.watch,
            templateType: 'StatusCheck',
            deadline: whole,
            abortWithStatusCheck: true,
            statusCheck: stopCondition(watched, 'Continuous'),
          },
        ],
      },
    },
  };
}

export interface ChaosChartProps {
  readonly context: ChartContext;
  readonly experiments: readonly ChaosExperiment[];
  /** Namespaces of the site's services. */
  readonly namespaces: readonly string[];
}

/** Experiments of a site. What watches is never broken: it would not see when to stop. */
export class ChaosChart extends WaveChart {
  constructor(scope: Construct, { context, experiments, namespaces }: ChaosChartProps) {
    super(scope, { context, wave: 'services', name: 'chaos', owner: 'chaos-mesh' });
    const everybody = namespaces.filter((name) => name !== monitoring.namespace);
    for (const experiment of experiments) typedObject(this, chaosSchedule(experiment, everybody));
  }
}
