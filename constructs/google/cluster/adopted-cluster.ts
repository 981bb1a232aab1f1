import { DataGoogleContainerCluster } from '@cdktf/provider-google/lib/data-google-container-cluster';
import { Construct } from 'constructs';
import type { GoogleAdoptedCluster as AdoptedWords, GoogleSite } from '../../../environments/model';
import { type Cluster, siteNeeds } from '../../contracts';
import { type AdoptedCheck, adoptedLifecycle, quoted } from '../../terraform/adopted';
import { labelled, poolChecks, type ShownPools } from '../../terraform/adopted-pools';
import { GoogleAdoptedKey } from '../data/adopted-key';
import { workloadPool } from '../names';

const apiChecks: readonly AdoptedCheck[] = [
  {
    holds: 'alltrue([for c in self.private_cluster_config : c.enable_private_nodes && c.enable_private_endpoint])',
    message: 'the API server or machines have public addresses',
    got: 'self.private_cluster_config',
    fix: 'let its owner turn on private nodes and the private endpoint',
  },
  {
    holds: 'alltrue([for c in self.master_authorized_networks_config : !c.gcp_public_cidrs_access_enabled])',
    message: "addresses of other customers of Google reach the API server's front end",
    got: 'self.master_authorized_networks_config',
    fix: 'let its owner turn off access by public addresses of Google Cloud',
  },
  {
    holds:
      'anytrue(flatten([for c in self.control_plane_endpoints_config : [for d in c.dns_endpoint_config : d.allow_external_traffic && d.endpoint != ""]]))',
    message: 'the DNS name of the API server, by which the pipeline reaches it, is off',
    got: 'self.control_plane_endpoints_config',
    fix: 'let its owner allow external traffic on the DNS endpoint; IAM alone lets callers in',
  },
  {
    holds:
      '!self.enable_legacy_abac && alltrue(flatten([for m in self.master_auth : [for c in m.client_certificate_config : !c.issue_client_certificate]]))',
    message: 'certificates or rules of old let callers in, besides IAM',
    got: 'self.enable_legacy_abac',
    fix: 'let its owner turn off legacy authorization and client certificates',
  },
  {
    holds: 'anytrue([for a in self.anonymous_authentication_config : a.mode == "LIMITED"])',
    message: 'callers without a name are let in',
    got: 'self.anonymous_authentication_config',
    fix: 'let its owner limit anonymous authentication',
  },
];

const settings = (site: GoogleSite): readonly AdoptedCheck[] => [
  {
    holds: `startswith(self.master_version, ${quoted(`${site.kubernetesVersion}.`)})`,
    message: `the cluster does not run Kubernetes ${site.kubernetesVersion}`,
    got: 'self.master_version',
    fix: 'set kubernetesVersion to the version of the cluster, or let its owner upgrade it',
  },
  {
    holds: 'anytrue([for c in self.release_channel : c.channel == "EXTENDED"])',
    message: 'GKE moves the cluster to the next version when standard support ends',
    got: 'self.release_channel',
    fix: 'let its owner choose the Extended channel',
  },
  {
    holds: `anytrue([for w in self.workload_identity_config : w.workload_pool == ${quoted(workloadPool(site))}])`,
    message: "pods do not sign in by the project's workload pool",
    got: 'self.workload_identity_config',
    fix: 'let its owner turn on Workload Identity Federation',
  },
  {
    holds: 'anytrue([for e in self.database_encryption : e.state == "ENCRYPTED" && e.key_name != ""])',
    message: 'Kubernetes secrets are not encrypted with an own key',
    got: 'self.database_encryption',
    fix: 'let its owner turn on application-layer secrets encryption',
  },
  {
    holds: 'self.datapath_provider == "ADVANCED_DATAPATH"',
    message: 'network policies are not enforced by Dataplane V2',
    got: 'self.datapath_provider',
    fix: 'adopt a cluster with Dataplane V2: GKE takes it at the beginning only',
  },
  {
    holds: 'anytrue([for l in self.logging_config : contains(l.enable_components, "APISERVER")])',
    message: 'the API server writes no logs',
    got: 'self.logging_config',
    fix: 'let its owner turn on logs of the API server',
  },
  {
    holds:
      'anytrue(flatten([for a in self.addons_config : [for d in a.gce_persistent_disk_csi_driver_config : d.enabled]]))',
    message: 'the driver of Persistent Disk is off',
    got: 'self.addons_config[*].gce_persistent_disk_csi_driver_config',
    fix: 'let its owner turn on the Compute Engine persistent disk CSI driver',
  },
  ...(siteNeeds(site, 'files')
    ? [
        {
          holds:
            'anytrue(flatten([for a in self.addons_config : [for d in a.gcp_filestore_csi_driver_config : d.enabled]]))',
          message: 'the driver of Filestore, which a service of the site needs, is off',
          got: 'self.addons_config[*].gcp_filestore_csi_driver_config',
          fix: 'let its owner turn on the Filestore CSI driver',
        },
      ]
    : []),
  ...(site.people.viewers.length + site.people.operators.length > 0
    ? [
        {
          holds: 'anytrue([for g in self.authenticator_groups_config : g.security_group != ""])',
          message: 'groups of people are unknown to the cluster',
          got: 'self.authenticator_groups_config',
          fix: 'let its owner turn on Google Groups for RBAC, with the groups of the site inside gke-security-groups',
        },
      ]
    : []),
];

const places = ({ adopt, zones }: GoogleSite): readonly AdoptedCheck[] => {
  const network = adopt?.network;
  if (!network) return [];
  const { podRange, serviceRange, subnets } = network;
  return [
    {
      holds: `length(setsubtract(${JSON.stringify(zones)}, self.node_locations)) == 0`,
      message: `machines do not lie in all of ${zones.join(', ')}`,
      got: 'self.node_locations',
      fix: 'let its owner spread them over the three zones of the site, or name their zones',
    },
    {
      holds: `endswith(self.network, ${quoted(network.id)}) && endswith(self.subnetwork, ${quoted(subnets.nodes.id)})`,
      message: 'machines lie outside adopt.network.subnets.nodes',
      got: '[self.network, self.subnetwork]',
      fix: 'adopt the network in which the cluster lies',
    },
    {
      holds: `alltrue([for r in self.ip_allocation_policy : r.cluster_secondary_range_name == ${quoted(podRange.name)} && r.services_secondary_range_name == ${quoted(serviceRange.name)}])`,
      message: `pods and services do not have the ranges ${podRange.name} and ${serviceRange.name}`,
      got: 'self.ip_allocation_policy',
      fix: 'state the ranges of the cluster in adopt.network',
    },
    {
      holds: `alltrue([for c in self.private_cluster_config : endswith(c.private_endpoint_subnetwork, ${quoted(subnets.controlPlane.id)})])`,
      message: 'the API server has its address outside adopt.network.subnets.controlPlane',
      got: 'self.private_cluster_config[*].private_endpoint_subnetwork',
      fix: 'state its subnet: network policies let services reach the API server there',
    },
  ];
};

const shown: ShownPools = {
  all: 'self.node_pool',
  labels: 'p.node_config[0].labels',
  taints: '[for t in p.node_config[0].taint : format("%s=%s", t.key, t.value) if t.effect != "PREFER_NO_SCHEDULE"]',
  machineTypes: 'p.node_config[*].machine_type',
  maxNodes:
    'max(try(p.autoscaling[0].total_max_node_count, 0), try(p.autoscaling[0].max_node_count, 0) * length(p.node_locations), try(p.node_count, 0) * length(p.node_locations))',
  // GKE sets it on machines with GPUs, and lets pods that ask for GPUs tolerate it.
  besides: ({ machine }) => (machine.gpu ? ['nvidia.com/gpu=present'] : []),
};

const nodeChecks = ({ pools }: GoogleSite, { nodeAccount }: AdoptedWords): readonly AdoptedCheck[] => {
  const every = (holds: string): string =>
    `alltrue(flatten([${pools.map((pool) => `[for p in ${labelled(shown, pool)} : [for n in p.node_config : ${holds}]]`).join(', ')}]))`;
  return [
    ...poolChecks(shown, pools),
    ...pools.map(
      (pool): AdoptedCheck => ({
        holds: `alltrue([for p in ${labelled(shown, pool)} : p.node_config[0].spot == ${pool.spot}])`,
        message: `machines of the ${pool.name} pool are ${pool.spot ? 'no Spot VMs' : 'Spot VMs'}`,
        fix: `let its owner set the label on ${pool.spot ? 'Spot VMs' : 'other machines'}`,
      }),
    ),
    {
      holds: every(`n.service_account == ${quoted(nodeAccount)}`),
      message: 'machines run as another account than adopt.cluster.nodeAccount',
      got: 'self.node_pool[*].node_config[0].service_account',
      fix: 'state the account of the machines, which is one for all pools of the site',
    },
    {
      holds: every('n.boot_disk_kms_key != ""'),
      message: 'disks of machines are not encrypted with an own key',
      got: 'self.node_pool[*].node_config[0].boot_disk_kms_key',
      fix: 'let its owner make the pools anew with a key',
    },
    {
      holds: every('anytrue([for w in n.workload_metadata_config : w.mode == "GKE_METADATA"])'),
      message: 'pods reach the identity of their machine',
      got: 'self.node_pool[*].node_config[0].workload_metadata_config',
      fix: 'let its owner set the metadata of machines to GKE_METADATA',
    },
    {
      holds: every('anytrue([for s in n.shielded_instance_config : s.enable_secure_boot])'),
      message: 'machines boot unverified images',
      got: 'self.node_pool[*].node_config[0].shielded_instance_config',
      fix: 'let its owner turn on secure boot',
    },
  ];
};

export interface GoogleAdoptedClusterProps {
  readonly site: GoogleSite;
  readonly words: AdoptedWords;
}

/**
 * A GKE cluster of somebody else in the site's project and the adopted network. A data source looks at it and at its
 * pools each time Terraform plans; nothing of it is made here, and nothing is added to it: service accounts of Kubernetes
 * are principals of the project's pool.
 */
export class GoogleAdoptedCluster extends Construct implements Cluster {
  readonly clusterName: string;
  readonly endpoint: string;
  readonly certificateAuthority: string;
  readonly oidcIssuer: string;

  constructor(scope: Construct, id: string, { site, words }: GoogleAdoptedClusterProps) {
    super(scope, id);
    const [, project = '', , location = '', , name = ''] = words.id.split('/');
    const cluster = new DataGoogleContainerCluster(this, 'cluster', {
      project,
      location,
      name,
      lifecycle: adoptedLifecycle(`${site.name} adopt.cluster.id`, [
        ...settings(site),
        ...apiChecks,
        ...places(site),
        ...nodeChecks(site, words),
      ]),
    });
    new GoogleAdoptedKey(this, 'disk-key', { site, place: 'cluster.disks', path: words.disks });
    this.clusterName = cluster.name;
    this.endpoint = cluster.controlPlaneEndpointsConfig.get(0).dnsEndpointConfig.get(0).endpoint;
    this.certificateAuthority = cluster.masterAuth.get(0).clusterCaCertificate;
    this.oidcIssuer = `https://container.googleapis.com/v1/${words.id}`;
  }
}
