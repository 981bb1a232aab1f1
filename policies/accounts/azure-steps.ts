import type { AzureSite } from '../../environments/model';
import type { SiteOutput } from '../site-output';
import type { AccountFacts } from './first-steps';

/** Resource providers that the `state` stack registers. */
function registeredProviders({ stacks }: SiteOutput): readonly string[] {
  const providers = stacks.state?.provider as
    | { readonly azurerm?: readonly { readonly resource_providers_to_register?: readonly string[] }[] }
    | undefined;
  return (providers?.azurerm ?? []).flatMap((provider) => provider.resource_providers_to_register ?? []);
}

export function azureSteps(site: AzureSite, output: SiteOutput): AccountFacts {
  return {
    kind: 'subscription',
    id: site.subscriptionId,
    steps: [
      {
        what: `subscription ${site.subscriptionId}`,
        why: 'one subscription for each environment: what goes wrong in one reaches no other',
        commands: [
          `az account alias create --name ${site.organisation}-${site.environment} --billing-scope <billing scope> --display-name ${site.organisation}-${site.environment} --workload Production`,
          `az account management-group subscription add --name <management group> --subscription ${site.subscriptionId}`,
        ],
      },
      {
        what: 'encryption at host',
        why: 'disks of machines are encrypted where they are attached; a subscription has to be let in first',
        commands: [
          `az feature register --namespace Microsoft.Compute --name EncryptionAtHost --subscription ${site.subscriptionId}`,
          `az provider register --namespace Microsoft.Compute --subscription ${site.subscriptionId}   # once the feature says Registered`,
        ],
      },
      {
        what: 'Network Watcher',
        why: 'flow logs hang on it; Azure makes it with the first network of a region, unless that was turned off',
        commands: [
          `az network watcher configure --resource-group NetworkWatcherRG --locations ${site.region} --enabled true --subscription ${site.subscriptionId}`,
        ],
      },
    ],
    bootstrap: {
      who:
        'a person of the subscription, once; and whenever `state` changes. It registers ' +
        `${registeredProviders(output).join(', ')}`,
      rights: ['Contributor', 'Role Based Access Control Administrator', 'Key Vault Crypto Officer'],
    },
  };
}
