import { AzurermProvider } from '@cdktf/provider-azurerm/lib/provider';
import { AzurermBackend, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { AzureSite } from '../../environments/model';
import { detectionOf, keepsOrganisationTrail, spendingOf } from '../contracts';
import { useSiteProvider } from '../terraform/site-provider';
import { requireCurrentProvider } from './bridge';
import { groupName, storageAccountName } from './names';
import { tagEverything } from './site-tags';

/** Storage account of the site's remote state; `AzureState` makes it. */
export const stateAccountName = (site: AzureSite): string => storageAccountName(site, 'state');

/** Container of the site's remote state; `AzureState` makes it. */
export const stateContainerName = 'tfstate';

const isStateStack = (stack: TerraformStack, site: AzureSite): boolean => stack.node.id === `${site.name}-state`;

/**
 * Remote state in a storage account, which locks by leases on the blob; whoever reads or writes it signs in with Entra
 * ID. The state of the stack that makes the account is there, too: `evenkeel bootstrap` brings it there.
 */
export function backend(stack: TerraformStack, site: AzureSite): void {
  new AzurermBackend(stack, {
    subscriptionId: site.subscriptionId,
    tenantId: site.tenantId,
    resourceGroupName: groupName(site, 'state'),
    storageAccountName: stateAccountName(site),
    containerName: stateContainerName,
    key: `${stack.node.id}.tfstate`,
    useAzureadAuth: true,
  });
}

/** What the stacks of a site use; a new subscription knows none of them. */
const resourceProviders = [
  'Microsoft.Compute',
  'Microsoft.ContainerService',
  'Microsoft.DBforPostgreSQL',
  'Microsoft.EventHub',
  'Microsoft.Insights',
  'Microsoft.KeyVault',
  'Microsoft.ManagedIdentity',
  'Microsoft.Network',
  'Microsoft.Storage',
];

/** Further ones of sites that watch their subscription themselves. */
const watchingProviders = ['Microsoft.OperationalInsights', 'Microsoft.Security'];

/** Further ones of sites whose subscription has budgets, or writes down its bills. */
const spendingProviders = ['Microsoft.Consumption', 'Microsoft.CostManagement', 'Microsoft.CostManagementExports'];

const spends = (site: AzureSite): boolean => Object.values(spendingOf(site)).some((part) => part !== undefined);

/** One more where it gives policies to others: it makes what they ask for. */
const policyProvider = 'Microsoft.PolicyInsights';

/** The Azure provider for one subscription; everything that can carry tags has the site's. */
export function providers(scope: Construct, site: AzureSite, alias?: string): void {
  const stack = TerraformStack.of(scope);
  const provider = new AzurermProvider(scope, 'azurerm', {
    ...(alias === undefined ? {} : { alias }),
    subscriptionId: site.subscriptionId,
    tenantId: site.tenantId,
    storageUseAzuread: true,
    resourceProviderRegistrations: 'none',
    // Once is enough, and only the first stack is applied by someone who may.
    ...(isStateStack(stack, site)
      ? {
          resourceProvidersToRegister: [
            ...resourceProviders,
            ...(detectionOf(site) ? watchingProviders : []),
            ...(keepsOrganisationTrail(site) ? [policyProvider] : []),
            ...(spends(site) ? spendingProviders : []),
          ],
        }
      : {}),
    features: [
      {
        keyVault: [{ purgeSoftDeleteOnDestroy: false, recoverSoftDeletedKeyVaults: true }],
        resourceGroup: [{ preventDeletionIfContainsResources: site.deletionProtection }],
        // Accounts are private: everything about them goes through Azure Resource Manager.
        storage: [{ dataPlaneAvailable: false }],
      },
    ],
  });
  useSiteProvider(scope, provider);
  tagEverything(scope, site.tags);
  requireCurrentProvider(stack);
}
