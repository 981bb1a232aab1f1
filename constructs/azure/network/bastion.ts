import { BastionHost } from '@cdktf/provider-azurerm/lib/bastion-host';
import { PublicIp } from '@cdktf/provider-azurerm/lib/public-ip';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AzureSite } from '../../../environments/model';
import { archiveLogs } from '../diagnostics';

export interface AzureBastionProps {
  readonly site: AzureSite;
  readonly group: ResourceGroup;
  /** A subnet of the name Azure insists on. */
  readonly subnetId: string;
  readonly archiveId: string;
  /** The subnet must be guarded first. */
  readonly after: ITerraformDependable;
}

/** Azure insists on this name. */
export const bastionSubnetName = 'AzureBastionSubnet';

/**
 * The operators' way in: a tunnel to the private API server for whoever signs in with Entra ID and may read both ends.
 * It opens no port of the site and keeps no key; every session is in the site's archive.
 */
export class AzureBastion extends Construct {
  constructor(scope: Construct, id: string, props: AzureBastionProps) {
    super(scope, id);
    const { site, group, subnetId, archiveId, after } = props;
    const address = new PublicIp(this, 'address', {
      name: `${site.name}-bastion`,
      location: site.region,
      resourceGroupName: group.name,
      allocationMethod: 'Static',
      sku: 'Standard',
      zones: [...site.zones],
    });
    const host = new BastionHost(this, 'host', {
      name: site.name,
      location: site.region,
      resourceGroupName: group.name,
      sku: 'Standard',
      tunnelingEnabled: true,
      copyPasteEnabled: false,
      fileCopyEnabled: false,
      ipConnectEnabled: false,
      shareableLinkEnabled: false,
      ipConfiguration: { name: 'access', subnetId, publicIpAddressId: address.id },
      dependsOn: [after],
    });
    archiveLogs(this, 'logs', { of: host.id, archiveId, categories: ['BastionAuditLogs'] });
  }
}
