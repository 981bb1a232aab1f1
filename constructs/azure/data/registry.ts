import { ContainerRegistry } from '@cdktf/provider-azurerm/lib/container-registry';
import { ContainerRegistryCacheRule } from '@cdktf/provider-azurerm/lib/container-registry-cache-rule';
import { DataAzurermUserAssignedIdentity } from '@cdktf/provider-azurerm/lib/data-azurerm-user-assigned-identity';
import { Construct } from 'constructs';
import type { AzureSite, RegistrySettings } from '../../../environments/model';
import { copiesOfOwnImages, folderMirrors, type ImageMirrors, sourceOfOwnImages } from '../../contracts';
import { copyRegistry } from '../bridge';
import { adoptedNodes } from '../cluster/adopted-cluster';
import { archiveLogs } from '../diagnostics';
import { protect } from '../locks';
import { nodeGroupName, registryId, registryName } from '../names';
import { privateEndpoint } from '../private-endpoint';
import { resourceGroup } from '../resource-group';
import { allow } from '../roles';
import type { AzureSiteNetwork } from '../site-network';
import type { AzureKey } from './key';

/**
 * Registries that Azure fetches from without a password, by the folder that keeps their images. Docker Hub asks for one.
 * Source: learn.microsoft.com/azure/container-registry/artifact-cache-overview, 2026-11.
 */
const upstreams = {
  'ecr-public': 'public.ecr.aws',
  github: 'ghcr.io',
  kubernetes: 'registry.k8s.io',
  quay: 'quay.io',
} as const;
const folders = Object.keys(upstreams) as (keyof typeof upstreams)[];

const registryHost = (site: AzureSite): string => `${registryName(site)}.azurecr.io`;

export const imageMirrors = (site: AzureSite): ImageMirrors =>
  site.registry?.mirrors ? folderMirrors(registryHost(site), upstreams) : {};

export interface AzureRegistryProps {
  readonly site: AzureSite;
  readonly settings: RegistrySettings;
  readonly key: AzureKey;
  readonly network: AzureSiteNetwork;
}

/**
 * A registry of the premium tier: in three zones, an own key, reached through its private endpoint and by Entra ID only,
 * images without a tag deleted, nothing exported; and folders that fetch public images when they are first asked for.
 * Repositories come with the first push.
 */
export class AzureRegistry extends Construct {
  constructor(scope: Construct, id: string, { site, settings, key, network }: AzureRegistryProps) {
    super(scope, id);
    const group = resourceGroup(this, site, 'data');
    const registry = new ContainerRegistry(this, 'registry', {
      name: registryName(site),
      location: site.region,
      resourceGroupName: group.name,
      sku: 'Premium',
      adminEnabled: false,
      anonymousPullEnabled: false,
      publicNetworkAccessEnabled: false,
      networkRuleBypassOption: 'AzureServices',
      exportPolicyEnabled: false,
      dataEndpointEnabled: true,
      zoneRedundancyEnabled: true,
      retentionPolicyInDays: settings.untaggedDays,
      identity: { type: 'UserAssigned', identityIds: [key.identityId] },
      encryption: [{ keyVaultKeyId: key.keyId, identityClientId: key.identityClientId }],
      lifecycle: { preventDestroy: site.deletionProtection },
      dependsOn: [...key.ready],
    });
    // Azure gives them back in this order.
    const regions = copiesOfOwnImages(site)
      .map(({ region }) => region)
      .sort();
    copyRegistry(registry, regions, site.tags);
    privateEndpoint(this, 'endpoint', {
      site,
      group,
      access: network,
      name: registry.name,
      target: registry.id,
      kind: 'registry',
    });
    this.reachPrimary(site, network);
    archiveLogs(this, 'logs', {
      of: registry.id,
      archiveId: network.archiveId,
      categories: ['ContainerRegistryLoginEvents', 'ContainerRegistryRepositoryEvents'],
    });
    protect(this, site, registry.id);
    for (const folder of settings.mirrors ? folders : []) {
      new ContainerRegistryCacheRule(this, `${folder}-mirror`, {
        name: `${folder}-mirror`,
        containerRegistryId: registry.id,
        sourceRepo: `${upstreams[folder]}/*`,
        targetRepo: `${folder}/*`,
      });
    }
  }

  /** The primary site's images lie in this region, too, under their own name: an address of the site's own leads there. */
  private reachPrimary(site: AzureSite, access: AzureSiteNetwork): void {
    const primary = primaryRegistry(site);
    if (!primary) return;
    const group = resourceGroup(this, site, 'data');
    privateEndpoint(this, 'copies', { site, group, access, name: primary.name, target: primary.id, kind: 'registry' });
  }
}

/** A site's registry, by what another site on the same cloud knows of it. */
const primaryRegistry = (site: AzureSite) => {
  const source = sourceOfOwnImages(site);
  if (!source) return undefined;
  const place = { organisation: site.organisation, name: source.name, subscriptionId: source.account };
  return { id: registryId(place), name: registryName(place) };
};

/**
 * Nodes pull as the identity that AKS made for them, beside them and under this name.
 * Source: learn.microsoft.com/azure/aks/use-managed-identity, 2026-11.
 */
export function letNodesPull(scope: Construct, site: AzureSite): void {
  const adopted = site.adopt?.registry;
  if (!site.registry && !adopted) return;
  const to = site.adopt?.cluster ? adoptedNodes(scope, site.adopt.cluster) : ownNodes(scope, site);
  allow(scope, 'pull-images', { role: 'AcrPull', on: adopted?.id ?? registryId(site), to });
  const primary = primaryRegistry(site);
  if (primary) allow(scope, 'pull-copies', { role: 'AcrPull', on: primary.id, to });
}

/** Principal that the nodes of the site's own cluster pull as. */
const ownNodes = (scope: Construct, site: AzureSite): string =>
  new DataAzurermUserAssignedIdentity(scope, 'node-identity', {
    name: `${site.name}-agentpool`,
    resourceGroupName: nodeGroupName(site),
  }).principalId;
