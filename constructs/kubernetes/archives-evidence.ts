import type { Evidence } from '../contracts';

const copy = {
  in: 'kubernetes',
  type: 'Cluster',
  where: { path: 'spec.replica.enabled', equals: true },
} as const;

/** Where copies of databases that follow the archive of another site show. */
export const archivesEvidence: readonly [Evidence, ...Evidence[]] = [
  { ...copy, path: 'spec.externalClusters[].plugin.parameters.serverName', is: { present: true } },
  { ...copy, path: 'spec.bootstrap.recovery.owner', is: { present: true } },
  // Whose folder it is, it alone writes to.
  { ...copy, path: 'spec.plugins[].isWALArchiver', is: { equals: false } },
  { ...copy, path: 'spec.plugins[].parameters.serverName', is: { present: true } },
];
