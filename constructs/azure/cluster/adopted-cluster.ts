import { DataAzurermKubernetesCluster } from '@cdktf/provider-azurerm/lib/data-azurerm-kubernetes-cluster';
import { Construct } from 'constructs';
import type { AzureAdoptedCluster as AdoptedWords, AzureSite } from '../../../environments/model';
import { type Cluster, detectionOf, siteNeeds } from '../../contracts';
import { type AdoptedCheck, adoptedLifecycle, quoted } from '../../terraform/adopted';
import { labelled, poolChecks, type ShownPools } from '../../terraform/adopted-pools';
import { archiveLogs } from '../diagnostics';
import type { AzureSiteNetwork } from '../site-network';
import { auditCategories } from './audit-categories';
import { spotMark } from './node-pools';

const partsOf = ({ id }: AdoptedWords) => {
  const [, , , , resourceGroupName = '', , , , name = ''] = id.split('/');
  return { resourceGroupName, name };
};

/** AKS answers ids in whatever case somebody once wrote them. */
const isId = (attribute: string, id: string): string => `lower(${attribute}) == ${quoted(id.toLowerCase())}`;

const settings = (site: AzureSite, words: AdoptedWords): readonly AdoptedCheck[] => [
  {
    holds: `self.location == ${quoted(site.region)}`,
    message: `the cluster is not in ${site.region}`,
    got: 'self.location',
    fix: 'adopt a cluster in the region of the site',
  },
  {
    holds: `startswith(self.current_kubernetes_version, ${quoted(`${site.kubernetesVersion}.`)})`,
    message: `the cluster does not run Kubernetes ${site.kubernetesVersion}`,
    got: 'self.current_kubernetes_version',
    fix: 'set kubernetesVersion to the version of the cluster, or let its owner upgrade it',
  },
  {
    holds: 'self.private_cluster_enabled && self.private_fqdn != ""',
    message: 'the API server answers to the internet',
    got: 'self.private_cluster_enabled',
    fix: 'adopt a private cluster',
  },
  {
    holds: 'length(self.kube_admin_config) == 0',
    message: 'the cluster has a local account, whose certificate passes by Entra ID',
    fix: 'let its owner disable local accounts',
  },
  {
    holds: `self.role_based_access_control_enabled && anytrue([for e in self.azure_active_directory_role_based_access_control : e.azure_rbac_enabled && e.tenant_id == ${quoted(site.tenantId)}])`,
    message: 'people are not let in by Entra ID and roles of Azure',
    got: 'self.azure_active_directory_role_based_access_control',
    fix: 'let its owner turn on Entra ID with Azure RBAC for the tenant of the site',
  },
  {
    holds: 'self.oidc_issuer_enabled && self.oidc_issuer_url != ""',
    message: 'nobody can check tokens of service accounts, so pods cannot sign in',
    got: 'self.oidc_issuer_enabled',
    fix: 'let its owner turn on the OIDC issuer and workload identity',
  },
  {
    holds: 'anytrue([for k in self.key_management_service : k.key_vault_key_id != ""])',
    message: 'Kubernetes secrets are not encrypted with an own key',
    got: 'self.key_management_service',
    fix: 'let its owner turn on encryption of etcd with a key of Key Vault',
  },
  {
    holds: isId('self.disk_encryption_set_id', words.disks),
    message: 'disks of machines are encrypted with another set than adopt.cluster.disks',
    got: 'self.disk_encryption_set_id',
    fix: 'state the disk encryption set of the cluster; AKS takes one at the beginning only',
  },
  {
    holds: 'anytrue([for n in self.network_profile : n.network_policy == "cilium"])',
    message: 'network policies are not enforced by Cilium',
    got: 'self.network_profile[*].network_policy',
    fix: 'let its owner move the cluster to Azure CNI powered by Cilium',
  },
  {
    holds: `anytrue([for n in self.network_profile : n.pod_cidr == ${quoted(words.podRange)} && n.service_cidr == ${quoted(words.serviceRange)}])`,
    message: `pods and services do not have ${words.podRange} and ${words.serviceRange}`,
    got: 'self.network_profile',
    fix: 'state the ranges as AKS shows them',
  },
  {
    holds: isId('self.node_resource_group', words.nodeResourceGroup),
    message: 'machines lie in another group than adopt.cluster.nodeResourceGroup',
    got: 'self.node_resource_group',
    fix: 'state the group of the machines',
  },
  {
    holds: `anytrue([for s in self.storage_profile : s.disk_driver_enabled && s.snapshot_controller_enabled${siteNeeds(site, 'files') ? ' && s.file_driver_enabled' : ''}])`,
    message: 'a driver of volumes that the site needs, or the controller of snapshots, is off',
    got: 'self.storage_profile',
    fix: `let its owner turn on the drivers of disks${siteNeeds(site, 'files') ? ' and files' : ''} and the snapshot controller`,
  },
  ...(detectionOf(site)?.threatDetection
    ? [
        {
          holds: 'length(self.microsoft_defender) > 0',
          message: 'Defender does not watch the cluster',
          got: 'self.microsoft_defender',
          fix: 'let its owner turn on the Defender profile, or set threatDetection to false',
        },
      ]
    : []),
];

const shown: ShownPools = {
  all: 'self.agent_pool_profile',
  labels: 'p.node_labels',
  taints:
    '[for t in coalesce(p.node_taints, []) : replace(t, "/:No(Schedule|Execute)$/", "") if !endswith(t, ":PreferNoSchedule")]',
  machineTypes: '[p.vm_size]',
  maxNodes: 'max(coalesce(p.max_count, 0), coalesce(p.count, 0))',
  // AKS sets the one on every spot pool; the other keeps the system pool for what the cluster itself runs.
  besides: ({ spot, purpose }) => [
    ...(spot ? [`${spotMark}=spot`] : []),
    ...(purpose === 'system' ? ['CriticalAddonsOnly=true'] : []),
  ],
};

const poolPlaces = ({ adopt, pools, zones }: AzureSite): readonly AdoptedCheck[] => {
  const names = JSON.stringify(pools.map(({ name }) => name));
  const own = `[for p in self.agent_pool_profile : p if contains(${names}, try(p.node_labels["evenkeel.dev/pool"], ""))]`;
  const steady = pools.filter(({ taints }) => taints.length === 0).map((pool) => labelled(shown, pool));
  return [
    {
      holds: `alltrue([for p in concat(${steady.join(', ')}) : length(setsubtract(${JSON.stringify(zones)}, coalesce(p.zones, []))) == 0])`,
      message: `machines do not lie in all of the zones ${zones.join(', ')}`,
      got: 'self.agent_pool_profile[*].zones',
      fix: 'let its owner make the pools anew over three zones',
    },
    {
      holds: `alltrue([for p in ${own} : ${isId('p.vnet_subnet_id', adopt?.network?.subnets.nodes.id ?? '')}])`,
      message: 'machines lie outside adopt.network.subnets.nodes',
      got: 'self.agent_pool_profile[*].vnet_subnet_id',
      fix: 'state the subnet of the machines: network policies and network security groups let in what comes from there',
    },
    {
      holds: `alltrue([for p in ${own} : !p.node_public_ip_enabled])`,
      message: 'machines have public addresses',
      got: 'self.agent_pool_profile[*].node_public_ip_enabled',
      fix: 'let its owner make the pools anew without',
    },
  ];
};

/** Principal that the nodes of the adopted cluster pull images as. */
export const adoptedNodes = (scope: Construct, words: AdoptedWords): string =>
  new DataAzurermKubernetesCluster(scope, 'adopted-cluster', partsOf(words)).kubeletIdentity.get(0).objectId;

export interface AzureAdoptedClusterProps {
  readonly site: AzureSite;
  readonly words: AdoptedWords;
  readonly network: AzureSiteNetwork;
}

/**
 * An AKS cluster of somebody else in the site's subscription and the adopted network. A data source looks at it and at its
 * pools each time Terraform plans. What the site adds is one more destination of its logs: the site's own archive.
 */
export class AzureAdoptedCluster extends Construct implements Cluster {
  readonly clusterName: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
  readonly oidcIssuer: string;

  constructor(scope: Construct, id: string, { site, words, network }: AzureAdoptedClusterProps) {
    super(scope, id);
    const cluster = new DataAzurermKubernetesCluster(this, 'cluster', {
      ...partsOf(words),
      lifecycle: adoptedLifecycle(`${site.name} adopt.cluster.id`, [
        ...settings(site, words),
        ...poolChecks(shown, site.pools),
        ...poolPlaces(site),
      ]),
    });
    archiveLogs(this, 'logs', {
      of: cluster.id,
      archiveId: network.archiveId,
      categories: auditCategories,
      // The owner may have one that is called `archive`.
      name: site.name,
    });
    this.clusterName = cluster.name;
    this.endpoint = cluster.privateFqdn;
    this.certificateAuthority = cluster.kubeConfig.get(0).clusterCaCertificate;
    this.oidcIssuer = cluster.oidcIssuerUrl;
  }
}
