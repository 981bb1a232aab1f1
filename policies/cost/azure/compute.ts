import {
  allMonth,
  freeOf,
  type MachineCount,
  machinesFor,
  type Pricer,
  type PricingContext,
  type PricingTable,
} from '../pricing';
import { numberAt, type Resource, textAt, valueAt } from '../resource';
import { vcpusOf } from '../vcpus';
import { osDisks } from './disks';

const fewestOf = (pool: unknown): number => Math.max(numberAt(pool, 'node_count', 0), numberAt(pool, 'min_count', 0));

const countOf = (pool: unknown, { machines }: PricingContext): MachineCount =>
  machines(fewestOf(pool), Math.max(fewestOf(pool), numberAt(pool, 'max_count', 0)));

function pool(values: unknown, context: PricingContext) {
  const count = countOf(values, context);
  return [
    ...machinesFor(count, textAt(values, 'vm_size'), valueAt(values, 'priority') === 'Spot'),
    ...osDisks(values, count),
  ];
}

/** The control plane, and the pool that every cluster has. */
const cluster: Pricer = ({ values }, context) => {
  const tier = textAt(values, 'sku_tier', 'Free').toLowerCase();
  return [
    ...(tier === 'free' ? [] : [allMonth(`aks/${tier}`)]),
    ...pool(valueAt(values, 'default_node_pool'), context),
  ];
};

/** All pools of a site: those beside their cluster, and the one inside it. */
const poolsAtSite = ({ atSite }: PricingContext): readonly unknown[] => [
  ...atSite('azurerm_kubernetes_cluster').map(({ values }) => valueAt(values, 'default_node_pool')),
  ...atSite('azurerm_kubernetes_cluster_node_pool').map(({ values }) => values),
];

/** vCPUs of all machines of a site. */
export const machineVcpus = (context: PricingContext): number =>
  poolsAtSite(context).reduce<number>((sum, one) => {
    const { fixed, usage } = countOf(one, context);
    return sum + vcpusOf('azure', textAt(one, 'vm_size')) * (fixed + usage);
  }, 0);

const machineOf = ({ values }: Resource): string => textAt(values, 'sku.name');

/** Reserved machines that no pool keeps busy: those that run in a reservation are paid as machines. */
const reservation: Pricer = (resource, context) => {
  const type = machineOf(resource);
  const reserved = context
    .atSite('azurerm_capacity_reservation')
    .filter((other) => machineOf(other) === type)
    .reduce((sum, { values }) => sum + numberAt(values, 'sku.capacity', 0), 0);
  const busy = poolsAtSite(context)
    .filter((one) => valueAt(one, 'vm_size') === type)
    .reduce<number>((sum, one) => sum + fewestOf(one), 0);
  const idleShare = reserved > 0 ? Math.max(0, 1 - busy / reserved) : 0;
  return [allMonth(`machine/${type}`, numberAt(resource.values, 'sku.capacity', 0) * idleShare)];
};

export const compute: PricingTable = {
  azurerm_kubernetes_cluster: cluster,
  azurerm_kubernetes_cluster_node_pool: ({ values }, context) => pool(values, context),
  azurerm_capacity_reservation: reservation,
  ...freeOf('holds what is priced', ['azurerm_capacity_reservation_group', 'azurerm_disk_encryption_set']),
};
