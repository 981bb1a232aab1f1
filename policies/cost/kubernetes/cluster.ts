import type { Cloud } from '../../../environments/facts';
import { kubernetesAmount } from '../../kubernetes-amount';
import type { Manifest } from '../../site-output';
import * as aws from '../aws/disks';
import * as azure from '../azure/disks';
import * as google from '../google/disks';
import {
  allMonth,
  type Charge,
  hoursPerMonth,
  type MachineCount,
  ofMachines,
  type PricingContext,
  usage,
} from '../pricing';
import { blocksAt, numberAt, textAt, valueAt } from '../resource';

/** What the objects of a cluster may look at to tell their price. */
export interface ClusterContext extends PricingContext {
  readonly cloud: Cloud;
  /** All objects of the site. */
  readonly objects: readonly Manifest[];
}

/** What a cluster buys of its cloud when objects ask for it. */
export interface ClusterPricing {
  /** One volume, by the parameters of its storage class. */
  readonly volume: (gib: number, parameters: unknown) => readonly Charge[];
  /** One balancer in front of a service. */
  readonly balancer: (context: PricingContext) => readonly Charge[];
  /** Boot disks of machines that are made for pods, by the object that describes these machines. */
  readonly machineDisks: (nodeClass: unknown, count: MachineCount) => readonly Charge[];
}

const gibOf = (amount: unknown): number => kubernetesAmount(amount) / 2 ** 30;

export const clusterPricing: { readonly [C in Cloud]: ClusterPricing } = {
  aws: {
    volume: aws.volumeCharges,
    balancer: ({ assume }) => [
      allMonth('load-balancer/network'),
      usage('load-balancer/network-capacity', assume('balancerUnits') * hoursPerMonth),
    ],
    machineDisks: (nodeClass, count) =>
      blocksAt(nodeClass, 'blockDeviceMappings').flatMap(({ ebs }) =>
        ofMachines(count, `disk/${textAt(ebs, 'volumeType', 'gp3')}`, gibOf(valueAt(ebs, 'volumeSize'))),
      ),
  },
  google: {
    volume: google.volumeCharges,
    balancer: ({ assume }) => [
      allMonth('load-balancer/forwarding-rule'),
      usage('load-balancer/data', assume('balancerGiB')),
    ],
    machineDisks: (storage, count) =>
      ofMachines(
        count,
        `disk/${textAt(storage, 'bootDiskType', 'pd-balanced')}`,
        numberAt(storage, 'bootDiskSize', 100),
      ),
  },
  azure: {
    volume: azure.volumeCharges,
    balancer: ({ assume }) => [allMonth('load-balancer/standard'), usage('load-balancer/data', assume('balancerGiB'))],
    machineDisks: (nodeClass, count) =>
      ofMachines(count, azure.premiumDisk(numberAt(nodeClass, 'osDiskSizeGB', 128)), 1),
  },
};
