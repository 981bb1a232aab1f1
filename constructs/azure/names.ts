import type { AzureSite } from '../../environments/model';
import { accountKeeper, globalName, type NeedRequest, secretPath } from '../contracts';

/*
 * Every name is known before anything is made, so one stack can quote what another makes without asking its state.
 */

type Named = Pick<AzureSite, 'organisation' | 'name'>;
type Subscribed = Named & Pick<AzureSite, 'subscriptionId'>;

/** One resource group a stack; `backups` is in the region that Azure sends backups of the site to. */
export type GroupPart =
  | 'state'
  | 'governance'
  | 'network'
  | 'cluster'
  | 'data'
  | 'backups'
  | 'platform'
  | 'interconnect'
  | 'edge';

/** At most 90 characters; sites have at most 40. */
export const groupName = (site: Pick<AzureSite, 'name'>, part: GroupPart): string => `${site.name}-${part}`;

/** Made by AKS for machines, their disks and their identity. */
export const nodeGroupName = (site: Pick<AzureSite, 'name' | 'adopt'>): string =>
  site.adopt?.cluster?.nodeResourceGroup ?? `${site.name}-nodes`;

export const resourceId = (site: Subscribed, part: GroupPart, type: string, name: string): string =>
  `/subscriptions/${site.subscriptionId}/resourceGroups/${groupName(site, part)}/providers/${type}/${name}`;

/** Role of the cluster on what is reserved for its pools; made by `AzureState`. */
export const reservationRoleName = (site: Pick<AzureSite, 'name'>): string => `${site.name}-reservations`;

/** 24 lower-case letters and digits, unique in the world. */
export const storageAccountName = (site: Named, ...parts: string[]): string =>
  globalName(site, parts, { maxLength: 24, separator: '' });

/** 24 letters, digits and dashes, unique in the world. */
export const vaultName = (site: Named, vault: VaultPart): string =>
  globalName(site, [vault, 'vault'], { maxLength: 24, separator: '-' });

/** 63 lower-case letters, digits and dashes, unique in the world. */
export const postgresServerName = (site: Named, ...parts: string[]): string =>
  globalName(site, parts, { maxLength: 63, separator: '-' });

/** Event Hubs: 6 to 50 letters, digits and dashes, unique in the world. */
export const eventNamespaceName = (site: Named): string =>
  globalName(site, ['kafka'], { maxLength: 50, separator: '-' });

export const eventHubId = (site: Subscribed, hub: string): string =>
  `${resourceId(site, 'data', 'Microsoft.EventHub/namespaces', eventNamespaceName(site))}/eventhubs/${hub}`;

/** Storage account of the audit trails of a site. */
export const auditArchiveId = (site: Subscribed): string =>
  resourceId(site, 'network', 'Microsoft.Storage/storageAccounts', storageAccountName(site, 'audit'));

/** Registries: 5 to 50 letters and digits, unique in the world. */
export const registryName = (site: Named): string => globalName(site, ['registry'], { maxLength: 50, separator: '' });

export const registryId = (site: Subscribed): string =>
  resourceId(site, 'data', 'Microsoft.ContainerRegistry/registries', registryName(site));

/** Where who watches the subscription looks logs up; made by `AzureDetection`. */
export const workspaceName = (site: Pick<AzureSite, 'name'>): string => `${site.name}-watch`;

/** A subscription has one: that of the first of its sites. */
export const workspaceId = (site: Subscribed & Pick<AzureSite, 'accountSites'>): string => {
  const watching = { ...site, name: accountKeeper(site) };
  return resourceId(watching, 'governance', 'Microsoft.OperationalInsights/workspaces', workspaceName(watching));
};

/** One vault a stack that has keys or secrets, and one beside the backups in another region. */
export type VaultPart = 'state' | 'cluster' | 'data' | 'backups';

export const vaultId = (site: Subscribed, vault: VaultPart): string =>
  resourceId(site, vault, 'Microsoft.KeyVault/vaults', vaultName(site, vault));

export const vaultUrl = (site: Named, vault: VaultPart): string => `https://${vaultName(site, vault)}.vault.azure.net`;

/** A key without its version: who quotes it follows rotations. */
export const keyUrl = (site: Named, vault: VaultPart, key: string): string => `${vaultUrl(site, vault)}/keys/${key}`;

export const keyResourceId = (site: Subscribed, vault: VaultPart, key: string): string =>
  `${vaultId(site, vault)}/keys/${key}`;

/** Key Vault allows letters, digits and dashes only; no name in a path has two dashes in a row. */
export const vaultSecretName = (request: Pick<NeedRequest, 'site' | 'service' | 'name'>): string =>
  secretPath(request).replaceAll('/', '--');

export const vaultSecretId = (site: Subscribed, name: string): string => `${vaultId(site, 'data')}/secrets/${name}`;

export const containerId = (site: Subscribed, account: string, container: string): string =>
  `${resourceId(site, 'data', 'Microsoft.Storage/storageAccounts', account)}/blobServices/default/containers/${container}`;

/** What encrypts disks of nodes and volumes. */
export const diskEncryptionSetName = (site: Pick<AzureSite, 'name'>): string => `${site.name}-disks`;

export const diskEncryptionSetId = (site: Subscribed & Pick<AzureSite, 'adopt'>): string =>
  site.adopt?.cluster?.disks ??
  resourceId(site, 'cluster', 'Microsoft.Compute/diskEncryptionSets', diskEncryptionSetName(site));

/** The key of log accounts. It lies in the vault of the state, so that the network can be made from anywhere. */
export const logKeyName = 'logs';

/** Front Door: profile and endpoint, at most 46 letters, digits and dashes; the endpoint is unique in the world. */
export const frontDoorName = (site: Named): string => globalName(site, ['edge'], { maxLength: 46, separator: '-' });

/** The group of its origins that public names lead to. */
export const edgeOriginGroup = 'gateway';

/** A site's origin in that group; the first site's has the group's own name, whether others stand beside it or not. */
export const edgeOriginName = (site: string, first: string): string => (site === first ? edgeOriginGroup : site);

/** Its firewall: letters and digits, beginning with a letter. */
export const firewallName = (site: Pick<AzureSite, 'name'>): string => `${site.name.replaceAll('-', '')}edge`;

/** Traffic Manager: at most 63 letters, digits and dashes, unique in the world. */
export const trafficManagerName = (site: Named): string =>
  globalName(site, ['sites'], { maxLength: 63, separator: '-' });

/** Tunnels to other sites: at most 64 characters, the limit of the deployments that make them. */
export const connectionName = (site: Named, ...parts: string[]): string =>
  globalName(site, parts, { maxLength: 64, separator: '-' });

/** Assignments of policies to a management group: at most 24 characters. */
export const managementGroupName = (site: Named, part: string): string =>
  globalName(site, [part], { maxLength: 24, separator: '-' });

/** The management group whose subscriptions write to the site's trail. */
export const managementGroupId = ({ organisationTrail }: Pick<AzureSite, 'organisationTrail'>): string =>
  `/providers/Microsoft.Management/managementGroups/${organisationTrail?.managementGroupId}`;
