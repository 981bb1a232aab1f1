/** State boundaries of a site, in the order they are applied. */
export const stackNames = ['state', 'governance', 'network', 'cluster', 'data', 'platform', 'gitops'] as const;
export type StackName = (typeof stackNames)[number];

/** State boundaries of a whole environment, in the order they are applied: after its sites have what they join or copy. */
export const environmentStackNames = ['interconnect', 'secrets', 'recovery', 'edge'] as const;
export type EnvironmentStackName = (typeof environmentStackNames)[number];
