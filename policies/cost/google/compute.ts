import {
  allMonth,
  freeOf,
  hoursPerMonth,
  type MachinePool,
  machinesFor,
  ofMachines,
  type PoolReaders,
  type Pricer,
  type PricingContext,
  type PricingTable,
} from '../pricing';
import { addressOf, blocksAt, isOn, labelsAt, numberAt, type Resource, textAt, valueAt } from '../resource';

/** Bounds of a pool are those of the whole pool, or of each of its zones. */
function boundsOf({ values }: Resource) {
  const zones = Math.max(1, [valueAt(values, 'node_locations') ?? []].flat().length);
  const steady = numberAt(values, 'node_count', 0) * zones;
  const fewest = numberAt(
    values,
    'autoscaling.total_min_node_count',
    numberAt(values, 'autoscaling.min_node_count', 0) * zones,
  );
  const most = numberAt(
    values,
    'autoscaling.total_max_node_count',
    numberAt(values, 'autoscaling.max_node_count', 0) * zones,
  );
  return { fewest: Math.max(steady, fewest), most: Math.max(steady, fewest, most) };
}

/** GPUs that are sold beside the machine: those of other families are part of it. */
const besideMachine = /^n1-/;

/** Machines as a `node_config` describes them, with their boot disks and the GPUs that are sold apart. */
function nodes(pool: MachinePool, config: unknown, { machines }: PricingContext) {
  const count = machines(pool);
  const { type } = pool;
  return [
    ...machinesFor(count, pool),
    ...ofMachines(count, `disk/${textAt(config, 'disk_type', 'pd-balanced')}`, numberAt(config, 'disk_size_gb', 100)),
    ...(besideMachine.test(type) && valueAt(config, 'guest_accelerator') !== undefined
      ? ofMachines(
          count,
          `accelerator/${textAt(config, 'guest_accelerator.type')}`,
          numberAt(config, 'guest_accelerator.count', 1) * hoursPerMonth,
        )
      : []),
  ];
}

const poolOf = (resource: Resource, bounds: Pick<MachinePool, 'fewest' | 'most'>): MachinePool => {
  const config = valueAt(resource.values, 'node_config');
  return {
    id: addressOf(resource),
    type: textAt(config, 'machine_type'),
    ...bounds,
    spot: isOn(config, 'spot'),
    labels: labelsAt(config, 'labels'),
    tainted: blocksAt(config, 'taint').length > 0,
  };
};

/** Pools that a resource makes, by its type. */
export const googlePools: PoolReaders = { google_container_node_pool: (pool) => [poolOf(pool, boundsOf(pool))] };

const nodePool: Pricer = (pool, context) =>
  nodes(poolOf(pool, boundsOf(pool)), valueAt(pool.values, 'node_config'), context);

/** One of a single zone costs as much, and is what the free tier is for. */
const zonal = /^[a-z]+-[a-z]+\d+-[a-z]$/;

/** The cluster itself; its first pool only where it stays. */
const cluster: Pricer = (resource, context) => {
  const { values } = resource;
  const first = isOn(values, 'remove_default_node_pool') ? 0 : numberAt(values, 'initial_node_count', 0);
  return [
    allMonth(zonal.test(`${values.location ?? ''}`) ? 'gke/zonal-cluster' : 'gke/cluster'),
    ...(first > 0
      ? nodes(poolOf(resource, { fewest: first, most: first }), valueAt(values, 'node_config'), context)
      : []),
  ];
};

const machineOf = ({ values }: Resource): string =>
  textAt(values, 'specific_reservation.instance_properties.machine_type');

/** Reserved machines that no pool keeps busy: those that run in a reservation are paid as machines. */
const reservation: Pricer = (resource, { atSite }) => {
  const type = machineOf(resource);
  const reserved = atSite('google_compute_reservation')
    .filter((other) => machineOf(other) === type)
    .reduce((sum, { values }) => sum + numberAt(values, 'specific_reservation.count', 0), 0);
  const busy = atSite('google_container_node_pool')
    .filter(({ values }) => valueAt(values, 'node_config.machine_type') === type)
    .reduce((sum, pool) => sum + boundsOf(pool).fewest, 0);
  const idleShare = reserved > 0 ? Math.max(0, 1 - busy / reserved) : 0;
  return [allMonth(`machine/${type}`, numberAt(resource.values, 'specific_reservation.count', 0) * idleShare)];
};

export const compute: PricingTable = {
  google_container_cluster: cluster,
  google_container_node_pool: nodePool,
  google_compute_reservation: reservation,
  ...freeOf('a setting of the project', ['google_compute_project_metadata_item']),
};
