import {
  allMonth,
  freeOf,
  type MachinePool,
  machinesFor,
  type PoolReaders,
  type Pricer,
  type PricingContext,
  type PricingTable,
} from '../pricing';
import { addressOf, isOn, labelsAt, numberAt, type Resource, textAt, valueAt } from '../resource';
import { vcpusOf } from '../vcpus';
import { osDisks } from './disks';

const fewestOf = (pool: unknown): number => Math.max(numberAt(pool, 'node_count', 0), numberAt(pool, 'min_count', 0));

const poolOf = (values: unknown, id: string): MachinePool => ({
  id,
  type: textAt(values, 'vm_size'),
  fewest: fewestOf(values),
  most: Math.max(fewestOf(values), numberAt(values, 'max_count', 0)),
  spot: valueAt(values, 'priority') === 'Spot',
  labels: labelsAt(values, 'node_labels'),
  tainted: isOn(values, 'only_critical_addons_enabled') || [valueAt(values, 'node_taints') ?? []].flat().length > 0,
});

/** The pool that every cluster has. */
const firstPool = ({ values }: Resource): unknown => valueAt(values, 'default_node_pool');

/** Pools that a resource makes, by its type. */
export const azurePools: PoolReaders = {
  azurerm_kubernetes_cluster: (cluster) => [poolOf(firstPool(cluster), addressOf(cluster))],
  azurerm_kubernetes_cluster_node_pool: (pool) => [poolOf(pool.values, addressOf(pool))],
};

function priced(values: unknown, id: string, { machines }: PricingContext) {
  const pool = poolOf(values, id);
  const count = machines(pool);
  return [...machinesFor(count, pool), ...osDisks(values, count)];
}

/** The control plane, and its first pool. */
const cluster: Pricer = (resource, context) => {
  const tier = textAt(resource.values, 'sku_tier', 'Free').toLowerCase();
  return [
    ...(tier === 'free' ? [] : [allMonth(`aks/${tier}`)]),
    ...priced(firstPool(resource), addressOf(resource), context),
  ];
};

const poolsAtSite = ({ atSite }: PricingContext): readonly MachinePool[] =>
  Object.entries(azurePools).flatMap(([type, read]) => atSite(type).flatMap(read));

/** vCPUs of all machines of a site. */
export const machineVcpus = (context: PricingContext): number =>
  poolsAtSite(context).reduce((sum, pool) => {
    const { fixed, usage } = context.machines(pool);
    return sum + vcpusOf('azure', pool.type) * (fixed + usage);
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
    .filter((pool) => pool.type === type)
    .reduce((sum, { fewest }) => sum + fewest, 0);
  const idleShare = reserved > 0 ? Math.max(0, 1 - busy / reserved) : 0;
  return [allMonth(`machine/${type}`, numberAt(resource.values, 'sku.capacity', 0) * idleShare)];
};

export const compute: PricingTable = {
  azurerm_kubernetes_cluster: cluster,
  azurerm_kubernetes_cluster_node_pool: (pool, context) => priced(pool.values, addressOf(pool), context),
  azurerm_capacity_reservation: reservation,
  ...freeOf('holds what is priced', ['azurerm_capacity_reservation_group', 'azurerm_disk_encryption_set']),
};
