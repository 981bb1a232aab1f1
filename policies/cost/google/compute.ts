import {
  allMonth,
  freeOf,
  hoursPerMonth,
  machinesFor,
  ofMachines,
  type Pricer,
  type PricingContext,
  type PricingTable,
} from '../pricing';
import { isOn, numberAt, type Resource, textAt, valueAt } from '../resource';

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
function nodes(config: unknown, fewest: number, most: number, { machines }: PricingContext) {
  const count = machines(fewest, most);
  const type = textAt(config, 'machine_type');
  return [
    ...machinesFor(count, type, isOn(config, 'spot')),
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

const nodePool: Pricer = (pool, context) => {
  const { fewest, most } = boundsOf(pool);
  return nodes(valueAt(pool.values, 'node_config'), fewest, most, context);
};

/** The cluster itself; its first pool only where it stays. */
const cluster: Pricer = ({ values }, context) => {
  const first = isOn(values, 'remove_default_node_pool') ? 0 : numberAt(values, 'initial_node_count', 0);
  return [allMonth('gke/cluster'), ...(first > 0 ? nodes(valueAt(values, 'node_config'), first, first, context) : [])];
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
