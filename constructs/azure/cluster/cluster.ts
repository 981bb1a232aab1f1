import { DiskEncryptionSet } from '@cdktf/provider-azurerm/lib/disk-encryption-set';
import { KubernetesCluster } from '@cdktf/provider-azurerm/lib/kubernetes-cluster';
import type { ResourceGroup } from '@cdktf/provider-azurerm/lib/resource-group';
import { UserAssignedIdentity } from '@cdktf/provider-azurerm/lib/user-assigned-identity';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import { type AzureSite, automaticPools, type NodePool, steadyPools } from '../../../environments/model';
import { type Cluster, detectionOf, siteNeeds } from '../../contracts';
import { provisionNodes } from '../bridge';
import { adoptedIdentity, siteKey } from '../data/adopted-key';
import type { AzureKey } from '../data/key';
import { archiveLogs } from '../diagnostics';
import { AzureKeyVault } from '../key-vault';
import { protect } from '../locks';
import { diskEncryptionSetName, nodeGroupName, workspaceId } from '../names';
import { resourceGroup } from '../resource-group';
import { allow } from '../roles';
import type { AzureSiteNetwork } from '../site-network';
import { auditCategories } from './audit-categories';
import { maintenanceWindows } from './maintenance';
import { AzureNodePool, nodeSettings, surgeUpgrade } from './node-pools';
import { AzureReservation } from './reservations';

export interface AzureClusterProps {
  readonly site: AzureSite;
  readonly network: AzureSiteNetwork;
}

/** What AKS calls the way out. */
const outboundTypes = { routes: 'userDefinedRouting', 'nat-gateway': 'userAssignedNATGateway' } as const;

type ClusterIdentity = Pick<UserAssignedIdentity, 'id' | 'principalId' | 'clientId'>;

function systemPool({ name, pools }: AzureSite): NodePool {
  const pool = pools.find(({ purpose }) => purpose === 'system');
  if (pool && !pool.spot) return pool;
  throw new Error(`SYSTEM_POOL_MISSING ${name} pools: AKS needs a pool of purpose "system" that is not spot; add one`);
}

/**
 * An AKS cluster: API server inside the site's network, private nodes in three zones, Cilium with network policies, etcd
 * and disks under own keys, workload identity, no local accounts.
 *
 * The way in for operators and the pipeline: the API server has no public address and no public name. `operatorCidrs`
 * (VPN, ExpressRoute) reach it directly; anyone else tunnels through the site's Bastion
 * (`az aks bastion --name <site> --resource-group <site>-cluster --bastion <id of the Bastion>`). Either way Entra
 * ID signs people in. What they may do, roles in the cluster say, which are bound to their groups; Azure's own role of
 * administrators, which needs nothing in the cluster, is for the pipeline and whoever breaks the glass. Commands by way of Azure's API (`az aks command
 * invoke`) are off: they would pass by the network.
 *
 * The minor version is pinned: AKS patches it in the maintenance window and never moves to the next minor by itself.
 */
export class AzureCluster extends Construct implements Cluster {
  readonly clusterName: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
  readonly oidcIssuer: string;

  private readonly site: AzureSite;
  private readonly network: AzureSiteNetwork;
  private readonly group: ResourceGroup;

  constructor(scope: Construct, id: string, { site, network }: AzureClusterProps) {
    super(scope, id);
    this.site = site;
    this.network = network;
    this.group = resourceGroup(this, site, 'cluster');
    const identity = this.identity();
    const vault = new AzureKeyVault(this, 'vault', {
      site,
      part: 'cluster',
      network,
      adminRoles: ['Key Vault Crypto Officer'],
    });
    const secretsKey = siteKey(this, 'secrets-key', 'cluster', {
      vault,
      name: 'secrets',
      user: { identity, role: 'Key Vault Crypto User' },
    });
    const disks = this.disks(vault);
    const allowed = this.permissions(identity, vault, disks);
    const cluster = this.cluster(identity, secretsKey, disks, allowed);
    provisionNodes(cluster, automaticPools(site).length > 0 ? 'Auto' : 'Manual');

    for (const pool of steadyPools(site).filter(({ purpose }) => purpose !== 'system')) {
      const { reservation } = pool;
      new AzureNodePool(this, `pool-${pool.name}`, {
        site,
        pool,
        reservation: reservation
          ? new AzureReservation(this, `reserved-${pool.name}`, {
              site,
              pool: { ...pool, reservation },
              identity: identity.principalId,
            })
          : undefined,
        clusterId: cluster.id,
        subnetId: network.nodeSubnetId,
      });
    }
    archiveLogs(this, 'logs', { of: cluster.id, archiveId: network.archiveId, categories: auditCategories });
    protect(this, site, cluster.id);

    this.clusterName = cluster.name;
    this.endpoint = cluster.privateFqdn;
    this.certificateAuthority = cluster.kubeConfig.get(0).clusterCaCertificate;
    this.oidcIssuer = cluster.oidcIssuerUrl;
  }

  /** The control plane runs as it; where its key is adopted, as the identity that the owner of the key let in. */
  private identity(): ClusterIdentity {
    const { site } = this;
    const adopted = site.adopt?.keys?.cluster;
    return adopted
      ? adoptedIdentity(this, 'identity', adopted.identityId)
      : new UserAssignedIdentity(this, 'identity', {
          name: 'cluster',
          location: site.region,
          resourceGroupName: this.group.name,
        });
  }

  private disks(vault: AzureKeyVault): DiskEncryptionSet {
    const { site } = this;
    const key = siteKey(this, 'disk-key', 'disks', { vault, name: 'disks' });
    return new DiskEncryptionSet(this, 'disks', {
      name: diskEncryptionSetName(site),
      location: site.region,
      resourceGroupName: this.group.name,
      encryptionType: 'EncryptionAtRestWithCustomerKey',
      keyVaultKeyId: key.keyId,
      autoKeyRotationEnabled: true,
      identity: { type: 'UserAssigned', identityIds: [key.identityId] },
      dependsOn: [...key.ready],
    });
  }

  /** What the control plane needs: to join its subnets, to name its API server, to use its keys. */
  private permissions(
    identity: ClusterIdentity,
    vault: AzureKeyVault,
    disks: DiskEncryptionSet,
  ): ITerraformDependable[] {
    const to = identity.principalId;
    const { network } = this;
    return [
      ...Object.entries(network.joinable).map(([name, on]) =>
        allow(this, name, { role: 'Network Contributor', on, to }),
      ),
      allow(this, 'name', { role: 'Private DNS Zone Contributor', on: network.zoneIds.kubernetes, to }),
      // It connects the API server to the vault by a private endpoint of its own.
      allow(this, 'vault-endpoint', { role: 'Key Vault Contributor', on: vault.vaultId, to }),
      allow(this, 'disks-reader', { role: 'Reader', on: disks.id, to }),
    ];
  }

  private cluster(
    identity: ClusterIdentity,
    secretsKey: AzureKey,
    disks: DiskEncryptionSet,
    allowed: readonly ITerraformDependable[],
  ): KubernetesCluster {
    const { site, network } = this;
    const { addresses } = site;
    // AKS takes either its autoscaler or makes machines for pods; both at once it refuses.
    const automatic = automaticPools(site).length > 0;
    return new KubernetesCluster(this, 'cluster', {
      name: site.name,
      location: site.region,
      resourceGroupName: this.group.name,
      nodeResourceGroup: nodeGroupName(site),
      skuTier: 'Standard',
      supportPlan: 'KubernetesOfficial',
      // Defender's own agent, with the plan for containers.
      ...(detectionOf(site)?.threatDetection
        ? { microsoftDefender: { logAnalyticsWorkspaceId: workspaceId(site) } }
        : {}),
      kubernetesVersion: site.kubernetesVersion,
      automaticUpgradeChannel: 'patch',
      nodeOsUpgradeChannel: 'NodeImage',
      ...maintenanceWindows(site.maintenance),

      privateClusterEnabled: true,
      privateClusterPublicFqdnEnabled: false,
      dnsPrefixPrivateCluster: site.name,
      privateDnsZoneId: network.zoneIds.kubernetes,
      apiServerAccessProfile: { virtualNetworkIntegrationEnabled: true, subnetId: network.apiServerSubnetId },
      runCommandEnabled: false,

      localAccountDisabled: true,
      roleBasedAccessControlEnabled: true,
      azureActiveDirectoryRoleBasedAccessControl: {
        azureRbacEnabled: true,
        tenantId: site.tenantId,
      },
      identity: { type: 'UserAssigned', identityIds: [identity.id] },
      oidcIssuerEnabled: true,
      workloadIdentityEnabled: true,

      keyManagementService: { keyVaultKeyId: secretsKey.versionedKeyId, keyVaultNetworkAccess: 'Private' },
      diskEncryptionSetId: disks.id,
      imageCleanerEnabled: true,
      imageCleanerIntervalHours: 48,
      costAnalysisEnabled: true,
      storageProfile: {
        diskDriverEnabled: true,
        snapshotControllerEnabled: true,
        // It mounts shares that speak NFS; those of SMB would need the keys of a storage account.
        fileDriverEnabled: siteNeeds(site, 'files'),
        blobDriverEnabled: false,
      },

      networkProfile: {
        networkPlugin: 'azure',
        networkPluginMode: 'overlay',
        networkDataPlane: 'cilium',
        networkPolicy: 'cilium',
        podCidr: addresses.pods,
        serviceCidr: addresses.services,
        dnsServiceIp: addresses.clusterDns,
        outboundType: outboundTypes[site.adopt?.network?.egress ?? 'nat-gateway'],
        loadBalancerSku: 'standard',
      },
      ...(automatic
        ? {}
        : {
            autoScalerProfile: {
              balanceSimilarNodeGroups: true,
              expander: 'least-waste',
              skipNodesWithSystemPods: false,
            },
          }),

      defaultNodePool: {
        ...nodeSettings(site, systemPool(site), network.nodeSubnetId),
        type: 'VirtualMachineScaleSets',
        // Services run on the other pools. Where machines are made for pods, what asks for the first one starts here.
        onlyCriticalAddonsEnabled: !automatic,
        upgradeSettings: surgeUpgrade,
        tags: { ...site.tags },
      },
      lifecycle: {
        preventDestroy: site.deletionProtection,
        // Where there is an autoscaler, it owns the number of nodes; versions of nodes follow the cluster in its window.
        ignoreChanges: [
          ...(automatic ? [] : ['default_node_pool[0].node_count']),
          'default_node_pool[0].orchestrator_version',
        ],
      },
      dependsOn: [...secretsKey.ready, ...allowed],
    });
  }
}
