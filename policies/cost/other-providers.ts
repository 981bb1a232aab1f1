import { idle, type LeavingTable } from './leftovers/leaving';
import { freeOf, type PricingTable } from './pricing';

/** Types that no cloud sells. */
export const otherPricing: PricingTable = {
  ...freeOf('its pods run on machines, which are priced; volumes that its chart asks for by itself are not seen', [
    'helm_release',
  ]),
  ...freeOf('an object of the cluster: the machines that it runs on are priced', [
    'kubernetes_config_map_v1',
    'kubernetes_namespace_v1',
    'kubernetes_persistent_volume_v1',
    'kubernetes_service_account_v1',
  ]),
  ...freeOf('a step of Terraform itself', ['terraform_data', 'null_resource', 'random_password', 'time_sleep']),
};

export const otherLeaving: LeavingTable = {
  kubernetes_persistent_volume_v1: {
    idle: idle('what lies behind it is a file system of Terraform', ['spec.persistent_volume_reclaim_policy']),
  },
};
