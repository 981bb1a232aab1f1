import { type Cloud, cloudFacts } from '../../environments/facts';
import { Unpriceable } from './unpriceable';

/** @throws Unpriceable of a machine that Evenkeel does not know */
export function vcpusOf(cloud: Cloud, type: string): number {
  const machine = cloudFacts[cloud].machines[type];
  if (!machine) throw new Unpriceable(`nobody knows how many vCPUs ${type} has`);
  return machine.vcpus;
}
