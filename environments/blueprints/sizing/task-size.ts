import type { EnvironmentInput } from '../../schema/environment-schema';
import type { SizingStep } from '../define-blueprint';

export interface TaskLoad {
  readonly tasksPerDay: number;
  /** Mean time of one task. */
  readonly minutesPerTask: number;
}

interface TaskSize {
  readonly settings: { readonly size: 'standard' | 'large'; readonly schedulers: number; readonly parallelism: number };
  readonly pools: NonNullable<EnvironmentInput['pools']>;
  readonly steps: readonly SizingStep[];
}

/** Working hours carry most runs: the busiest hour has an eighth of the day. */
const busiestHourShare = 1 / 8;
const schedulers = 2;
/** Most task pods of one scheduler, as the service allows. */
const mostParallel = 80;
const smallestParallel = 16;
/** A task reserves half a processor unless it asks for something else: sixteen a machine of eight, less the node's own. */
const tasksPerNode = 14;
const vcpus = 8;
/** Upper bound of what the services themselves take, with a release rolling out. */
const serviceNodes = 12;

/** Task pods at a time and the nodes they run on. A task that finds no room waits; it is never lost. */
export function taskSize({ tasksPerDay, minutesPerTask }: TaskLoad): TaskSize {
  const atOnce = Math.ceil((tasksPerDay * busiestHourShare * minutesPerTask) / 60);
  const parallelism = Math.min(mostParallel, Math.max(smallestParallel, Math.ceil(atOnce / schedulers)));
  const waiting = atOnce > parallelism * schedulers;
  const nodes = Math.ceil((parallelism * schedulers) / tasksPerNode);
  return {
    settings: { size: atOnce > 2 * mostParallel ? 'large' : 'standard', schedulers, parallelism },
    pools: { general: { machine: `general-${vcpus}`, minNodes: 3, maxNodes: serviceNodes + nodes } },
    steps: [
      {
        what: 'tasks at a time',
        arithmetic: `${tasksPerDay} tasks a day x 1/8 in the busiest hour x ${minutesPerTask} min / 60 min = ${atOnce}; ${schedulers} schedulers x ${parallelism}${waiting ? ', the rest waits its turn' : ''}`,
      },
      {
        what: 'general nodes',
        arithmetic: `${parallelism * schedulers} tasks / ${tasksPerNode} a machine of ${vcpus} processors = ${nodes}, and up to ${serviceNodes} for the services: at most ${serviceNodes + nodes}`,
      },
    ],
  };
}
