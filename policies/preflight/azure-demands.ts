import { azureResourceQuotas as quotas } from '../../environments/facts/quotas/azure';
import type { AzureSite } from '../../environments/model';
import type { QuotaDemand } from '../../environments/model/machine-demand';
import type { SiteOutput } from '../site-output';
import { demand, resourcesOf } from './site-resources';

/** What the stacks of a site on Azure make that subscriptions have only so many of. */
export function azureDemands(_site: AzureSite, output: SiteOutput): QuotaDemand[] {
  const count = (type: string): number => resourcesOf(output, type).length;
  return [
    ...demand(quotas.publicAddresses, count('azurerm_public_ip'), 'addresses of NAT and the way in of operators'),
    ...demand(quotas.networks, count('azurerm_virtual_network'), 'the network of the site'),
    ...demand(quotas.storageAccounts, count('azurerm_storage_account'), 'buckets of services, logs and state'),
  ];
}
