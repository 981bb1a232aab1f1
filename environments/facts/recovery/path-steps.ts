import type { RecoveryTier } from './mechanism';

/**
 * One step on the way from a loss to the first good answer. Minutes are estimates on the safe side where `source` names no
 * setting of what is built; drills of an environment measure the whole way.
 */
export interface PathStep {
  readonly title: string;
  readonly minutes: number;
  readonly source: string;
}

/** What people do before anything is restored, when a site is lost that has something to carry over. */
export const peopleAct: readonly PathStep[] = [
  { title: 'The loss is noticed', minutes: 5, source: 'alerts of the edge and of the standby fire after 5 min' },
  {
    title: 'Somebody decides',
    minutes: 10,
    source: 'estimate: who is on call answers within 5 min, and reads `evenkeel failover --plan`',
  },
  { title: 'The lost site is fenced', minutes: 5, source: 'timeout of the step' },
];

/** The cluster of the standby, while stores are restored. Source: REL13 for the tiers. */
export const clusterReady: Readonly<Record<RecoveryTier, PathStep>> = {
  backup: {
    title: 'The cluster is made and synced',
    minutes: 60,
    source: 'estimate: control plane 20 min, machines 10 min, all waves 30 min',
  },
  'pilot-light': {
    title: 'Machines are made and the tree is synced',
    minutes: 40,
    source: 'estimate: machines 10 min, all waves 30 min',
  },
  'warm-standby': { title: 'Pods are scaled up', minutes: 10, source: 'estimate: machines 5 min, pods 5 min' },
  'active-active': { title: 'Pods run already', minutes: 0, source: 'all of them answer all the time' },
};

/** What comes after. */
export const servicesStart: PathStep = { title: 'Services start', minutes: 5, source: 'the slowest startup probe' };
export const namesMove: PathStep = {
  title: 'Names lead to the standby',
  minutes: 3,
  source: 'three failed checks of 30 s, and a record that is kept for 60 s',
};

/** Stacks of a site, each after the ones it builds on. Those of the environment as a whole are always there. */
const allStacks = ['state', 'governance', 'network', 'data', 'cluster', 'platform', 'gitops'] as const;

/**
 * Stacks of a standby that are applied before a loss; the rest follows in the order of the stacks during a failover.
 * `backup`: nothing that runs but what stores need; `pilot-light`: the cluster, with no machine but those of the system;
 * from `warm-standby` on every service runs, with no more machines than it needs to.
 */
export const standbyStacks: Readonly<Record<RecoveryTier, readonly (typeof allStacks)[number][]>> = {
  backup: ['state', 'governance', 'network', 'data'],
  'pilot-light': ['state', 'governance', 'network', 'data', 'cluster', 'platform'],
  'warm-standby': allStacks,
  'active-active': allStacks,
};
