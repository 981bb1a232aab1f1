/** Who stays when a cluster is full; the objects are part of every site's foundations. */
export const priorityClasses = {
  /** What everything else needs: operators, the gateway. */
  platformCritical: 'platform-critical',
  /** What users wait for: services and their databases. */
  service: 'service',
  /** What people work with: gives way to what products call. */
  tool: 'tool',
  /** What can be started again: jobs. Never evicts anything. */
  batch: 'batch',
  /** What only keeps room free. Gives way to everything. */
  headroom: 'headroom',
} as const;
