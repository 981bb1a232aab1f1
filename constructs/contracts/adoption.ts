import type { EnvironmentStackName, StackName } from '../../environments/model/stack-names';
import type { CapabilityEvidence, CapabilityId, Evidence, InClusterEvidence } from './capabilities';
import { type Absent, isAbsent } from './need-provider';

/** What is different in where promises show on a site that adopts something. */
export interface AdoptionEvidence {
  /** What its stacks do not make, `<stack> <type>`: evidence over it is dropped. */
  readonly unmade: readonly `${StackName | EnvironmentStackName} ${string}`[];
  /** Where promises show besides what is left: in checks on what is adopted; or why they are its owner's to keep. */
  readonly shown: Partial<InClusterEvidence>;
  /** Promises that show there only, because a setting is another one. Default: none. */
  readonly elsewhere?: readonly CapabilityId[];
}

/** A check on something adopted, as evidence: a data source whose plan stops where it does not hold. */
export const checkedAdopted = (
  stack: StackName | EnvironmentStackName,
  type: string,
  condition: RegExp,
  more: Pick<Evidence, 'where' | 'quantifier'> = {},
): Evidence => ({
  in: stack,
  block: 'data',
  type,
  path: 'lifecycle.postcondition',
  is: { matches: condition },
  ...more,
});

/** An honest answer for what nobody but the owner can see to. */
export const ownersToKeep = (why: string, instead: string): Absent => ({
  absent: `its owner's to keep: ${why}`,
  instead,
});

/** Of an adopted registry, on whichever cloud. */
export const ownersRegistry = {
  'registry.mirrors': ownersToKeep(
    'whether the registry fetches public images is for its owner to say; these are pulled from where they are published',
    'have the network let nodes reach the public registries, or leave adopt.registry out',
  ),
  'registry.replicated': ownersToKeep(
    'where else the registry keeps its images is for its owner to say',
    'ask for copies inside the jurisdiction in the contract with the owner of the registry',
  ),
  'registry.deletion-protection': ownersToKeep(
    'these stacks do not have the registry, so they cannot delete it; whether others can is not for them to say',
    'ask in the contract with the owner of the registry that nobody deletes it',
  ),
} as const;

const machines = ownersToKeep(
  'machines of an adopted cluster are made, moved and replaced by its owner',
  'ask in the contract with the owner of the cluster when machines come, go and are replaced',
);
const upgrades = ownersToKeep(
  'when an adopted cluster is upgraded is for its owner to say',
  'agree on a window and on freezes in the contract with the owner of the cluster',
);

/** Of an adopted cluster, on whichever cloud. */
export const ownersCluster = {
  'cluster.upgrade-window': upgrades,
  'cluster.upgrade-freezes': upgrades,
  'cluster.self-patching': upgrades,
  'cluster.autoscaling': machines,
  'cluster.automatic-pools': machines,
  'cluster.made-machines': machines,
  'cluster.made-machines-in-window': machines,
  'cluster.reserved-machines': machines,
  'cluster.reserved-made-machines': machines,
} as const;

/** It may be missing, so that alone it shows nothing. */
const isVacuous = ({ is, optional }: Evidence): boolean => optional === true || 'absent' in is;

/**
 * Where the promises of a site show that adopts something.
 * @throws where a promise would show nowhere any more and nobody says whose it is
 */
export function withAdoption(
  evidence: CapabilityEvidence,
  { unmade, shown, elsewhere = [] }: AdoptionEvidence,
): Partial<InClusterEvidence> {
  const isUnmade = ({ in: source, type, block }: Evidence): boolean =>
    block !== 'data' && unmade.some((one) => one === `${source} ${type}`);
  return Object.fromEntries(
    (Object.keys(evidence) as CapabilityId[]).map((capability): [CapabilityId, Absent | readonly Evidence[]] => {
      const stated = evidence[capability];
      const instead = shown[capability];
      if (instead && isAbsent(instead)) return [capability, instead];
      if (isAbsent(stated)) return [capability, stated];
      const left = elsewhere.includes(capability) ? [] : stated.filter((one) => !isUnmade(one));
      const all = [...left, ...(instead ?? [])];
      if (left.length < stated.length && all.every(isVacuous)) {
        throw new Error(`${capability}: what showed it is adopted, and nothing says where it shows instead`);
      }
      return [capability, all];
    }),
  ) as Partial<InClusterEvidence>;
}
