import { freeOf, type PricingTable } from './pricing';

/** Types that no cloud sells. */
export const otherPricing: PricingTable = {
  ...freeOf('an object of the cluster: what it runs on and what it keeps is priced', [
    'helm_release',
    'kubernetes_config_map_v1',
    'kubernetes_namespace_v1',
    'kubernetes_persistent_volume_v1',
    'kubernetes_service_account_v1',
  ]),
  ...freeOf('a step of Terraform itself', ['terraform_data', 'null_resource', 'random_password', 'time_sleep']),
};
