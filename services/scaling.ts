import { z } from 'zod';
import { defineService } from './define-service';

const headroom = z
  .strictObject({
    pods: z.int().min(0).max(20).default(0).describe('Places that are kept free.'),
    cpuMillis: z.int().min(100).max(16_000).default(1000).describe('CPU of one place, in thousandths of a core.'),
    memoryGiB: z.int().min(1).max(64).default(2).describe('Memory of one place.'),
  })
  .prefault({})
  .describe('Room that is paid for in advance, so that a new replica starts before a new machine has come.');

const config = z
  .strictObject({
    rebalance: z
      .boolean()
      .default(true)
      .describe('Pods that have come to lie together on a machine or in a zone are moved apart, one at a time.'),
    headroom,
  })
  .describe('How many replicas and machines run: scaling by events, pods spread anew, room in reserve.');

export const scaling = defineService({
  name: 'scaling',
  title: 'Scaling',
  summary: 'Replicas by events, pods spread anew, room in reserve.',
  namespace: 'scaling',
  config,
  needs: () => ({}),
  operators: ({ rebalance }) => ['keda', ...(rebalance ? (['descheduler'] as const) : [])],
  objectives: () => ({ availabilityPercent: 99.5 }),
  // Two replicas with a leader among them: a lost leader is followed within seconds, a lost zone within a minute.
  best: () => ({ availabilityPercent: 99.9 }),
  recoveryClass: 'rebuildable',
});
