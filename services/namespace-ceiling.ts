import type { Complaint } from './complaint';

/**
 * What the pods of one service may ask for together; the namespace's quota says the same. Far above what any one service
 * asks for at its largest (20 servers of 4 cores and 8 GiB, three databases of 2 cores and 12 GiB: 86 cores, 196 GiB): it
 * stops a runaway, not a service.
 */
export const namespaceCeiling = { cpus: 128, memoryGiB: 512, memoryLimitGiB: 768, pods: 200, volumes: 40 } as const;

/** What the pods of one namespace may ask for together. */
export type NamespaceCeiling = { readonly [K in keyof typeof namespaceCeiling]: number };

/** Pods of a service's size, and whatever else it runs. */
export interface Asked {
  readonly cpuMillis: number;
  readonly memoryGiB: number;
}

/** What a service's jobs, databases and smaller parts may take beside the pods that are counted. */
const besides = { cpus: 8, memoryGiB: 16 } as const;

/** Pods beyond the ceiling would be refused when they are started, which is late. */
export function aboveCeiling(path: string, pods: readonly Asked[]): Complaint[] {
  const cpus = Math.ceil(pods.reduce((sum, { cpuMillis }) => sum + cpuMillis, 0) / 1000);
  const memoryGiB = Math.ceil(pods.reduce((sum, pod) => sum + pod.memoryGiB, 0));
  const room = {
    cpus: namespaceCeiling.cpus - besides.cpus,
    memoryGiB: namespaceCeiling.memoryGiB - besides.memoryGiB,
  };
  if (cpus <= room.cpus && memoryGiB <= room.memoryGiB) return [];
  return [
    {
      code: 'SERVICE_CONFLICT',
      path,
      message: `${pods.length} pods at most ask for ${cpus} cores and ${memoryGiB} GiB together, and the namespace has ${room.cpus} cores and ${room.memoryGiB} GiB for them`,
      allowed: [`at most ${room.cpus} cores and ${room.memoryGiB} GiB together`],
      fix: 'ask for fewer or smaller pods, or raise the ceiling in services/namespace-ceiling.ts',
    },
  ];
}
