import { DataAzurermContainerRegistry } from '@cdktf/provider-azurerm/lib/data-azurerm-container-registry';
import { Construct } from 'constructs';
import type { AzureAdoptedRegistry as AdoptedWords, AzureSite } from '../../../environments/model';
import { type AdoptedCheck, adoptedLifecycle, quoted } from '../../terraform/adopted';
import { privateEndpoint } from '../private-endpoint';
import { resourceGroup } from '../resource-group';
import type { AzureSiteNetwork } from '../site-network';

const checks = ({ region }: AzureSite): readonly AdoptedCheck[] => [
  {
    holds: '!self.admin_enabled',
    message: 'the registry has an administrator with a password that is stored',
    got: 'self.admin_enabled',
    fix: 'let its owner turn off the admin user',
  },
  {
    holds: 'self.sku == "Premium"',
    message: 'a registry of this tier has no private address and no own key',
    got: 'self.sku',
    fix: 'let its owner move it to Premium',
  },
  {
    holds: `self.location == ${quoted(region)}`,
    message: `the registry is not in ${region}`,
    got: 'self.location',
    fix: 'adopt a registry in the region of the site',
  },
];

const partsOf = ({ id }: AdoptedWords) => {
  const [, , , , resourceGroupName = '', , , , name = ''] = id.split('/');
  return { resourceGroupName, name };
};

/** What names of images of the adopted registry begin with. */
export const adoptedImages = ({ adopt }: AzureSite): string | undefined =>
  adopt?.registry ? `${partsOf(adopt.registry).name.toLowerCase()}.azurecr.io/` : undefined;

export interface AzureAdoptedRegistryProps {
  readonly site: AzureSite;
  readonly words: AdoptedWords;
  readonly network: AzureSiteNetwork;
}

/**
 * A registry of somebody else in the site's subscription. It is looked at; what the site adds is a private address in its
 * own network, where the owner of the network has none, and the right to pull for its nodes.
 */
export class AzureAdoptedRegistry extends Construct {
  constructor(scope: Construct, id: string, { site, words, network }: AzureAdoptedRegistryProps) {
    super(scope, id);
    const registry = new DataAzurermContainerRegistry(this, 'registry', {
      ...partsOf(words),
      lifecycle: adoptedLifecycle(`${site.name} adopt.registry.id`, checks(site)),
    });
    if (words.privateEndpoint === 'exist') return;
    privateEndpoint(this, 'endpoint', {
      site,
      group: resourceGroup(this, site, 'data'),
      access: network,
      name: registry.name,
      target: registry.id,
      kind: 'registry',
    });
  }
}
