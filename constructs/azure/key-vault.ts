import { KeyVault } from '@cdktf/provider-azurerm/lib/key-vault';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite } from '../../environments/model';
import { archiveLogs } from './diagnostics';
import { watchedIn } from './governance/watch-workspace';
import { type VaultPart, vaultName } from './names';
import { type PrivateAccess, privateEndpoint } from './private-endpoint';
import { resourceGroup } from './resource-group';
import { allowGroups, type RoleName } from './roles';

export interface AzureKeyVaultProps {
  readonly site: AzureSite;
  readonly part: VaultPart;
  /** Default: that of the site. Its endpoint is in the site's network wherever it lies itself. */
  readonly region?: string;
  /** Where its private endpoint and its log go; default: no endpoint, reached from anywhere, by Entra ID only. */
  readonly network?: PrivateAccess & { readonly archiveId: string };
  /** What may do in it whoever applies the stacks by hand. */
  readonly adminRoles: readonly RoleName[];
}

/**
 * A vault of hardware-backed keys: permissions by role on each key and secret, purge protection, a deleted vault, key
 * or secret can be brought back, closed to all networks but the site's and Azure's own trusted services.
 */
export class AzureKeyVault extends Construct {
  readonly site: AzureSite;
  readonly part: VaultPart;
  readonly region: string;
  readonly vaultId: string;
  /** Keys and secrets wait for these: without them nobody may make one. */
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: AzureKeyVaultProps) {
    super(scope, id);
    const { site, part, region = site.region, network, adminRoles } = props;
    const group = resourceGroup(this, site, part, region);
    const vault = new KeyVault(this, 'vault', {
      name: vaultName(site, part),
      location: region,
      resourceGroupName: group.name,
      tenantId: site.tenantId,
      skuName: 'premium',
      rbacAuthorizationEnabled: true,
      // Services refuse keys of a vault that could be purged, so it holds for unprotected sites, too.
      purgeProtectionEnabled: true,
      softDeleteRetentionDays: site.recoveryDays,
      publicNetworkAccessEnabled: network === undefined,
      networkAcls: { defaultAction: network ? 'Deny' : 'Allow', bypass: 'AzureServices' },
      lifecycle: {
        preventDestroy: site.deletionProtection,
        // Fixed when the vault is made.
        ignoreChanges: ['soft_delete_retention_days'],
      },
    });
    // The first apply makes the vault of the state by hand; of the others the pipeline's own role opens what it needs.
    const byHand = part === 'state' || site.ci === undefined ? site.people.breakGlass : [];
    const admins = adminRoles.flatMap((role, index) => allowGroups(this, `admin-${index + 1}`, role, vault.id, byHand));
    this.site = site;
    this.part = part;
    this.region = region;
    this.vaultId = vault.id;
    this.ready = network ? [...admins, this.connect(vault, network, props)] : admins;
  }

  private connect(
    vault: KeyVault,
    network: PrivateAccess & { readonly archiveId: string },
    { site, part }: AzureKeyVaultProps,
  ): ITerraformDependable {
    archiveLogs(this, 'logs', {
      of: vault.id,
      archiveId: network.archiveId,
      categories: ['AuditEvent'],
      watchedIn: watchedIn(site),
    });
    return privateEndpoint(this, 'endpoint', {
      site,
      group: resourceGroup(this, site, part),
      access: network,
      name: vaultName(site, part),
      target: vault.id,
      kind: 'vault',
    });
  }
}
