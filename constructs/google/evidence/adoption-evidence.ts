import type { GoogleAdoptedNetwork, GoogleAdoption, GoogleSite } from '../../../environments/model';
import {
  type AdoptionEvidence,
  checkedAdopted,
  type Evidence,
  ownersCluster,
  ownersRegistry,
  ownersToKeep,
  siteNeeds,
} from '../../contracts';

type Shown = AdoptionEvidence['shown'];

const subnets = (condition: RegExp): Evidence => checkedAdopted('network', 'google_compute_subnetwork', condition);

const firewall = ownersToKeep(
  'firewall rules of a network belong to the project that has it, and no data source reads all of them',
  'ask for a rule that refuses what no rule names, with its log, in the contract with the network team',
);
const ownZones = ownersToKeep(
  'the owner keeps the private zones of the APIs',
  "ask for restricted.googleapis.com in the contract with the network team, or set adopt.network.privateEndpoints to 'create'",
);

function networkEvidence({ nat, privateEndpoints }: GoogleAdoptedNetwork): AdoptionEvidence {
  const zones = privateEndpoints === 'exist';
  return {
    unmade: [
      'network google_compute_firewall',
      'network google_compute_router_nat',
      'network google_compute_subnetwork',
      'network google_dns_policy',
      ...(zones ? (['network google_dns_managed_zone'] as const) : []),
    ],
    shown: {
      'network.closed': firewall,
      'network.flow-logs': ownersToKeep(
        'no data source of Google reads the flow logs of a subnet',
        '`evenkeel preflight --live` looks at them; ask for them in the contract with the network team',
      ),
      'network.egress': nat
        ? [
            checkedAdopted(
              'network',
              'google_compute_router_nat',
              /self\.source_subnetwork_ip_ranges_to_nat.*self\.log_config/,
            ),
          ]
        : ownersToKeep(
            'nodes leave by something of the owner that is not a Cloud NAT',
            'name the Cloud NAT in adopt.network.nat where there is one',
          ),
      'network.private-endpoints': zones ? ownZones : [subnets(/self\.private_ip_google_access/)],
      ...(zones ? { 'registry.private': ownZones, 'warehouse.private': ownZones } : {}),
      'network.private-nodes': [subnets(/self\.private_ip_google_access/)],
    },
  };
}

const usable = (stack: 'cluster' | 'data'): Evidence =>
  checkedAdopted(stack, 'google_kms_crypto_key', /protection_level.*self\.rotation_period.*destroy_scheduled_duration/);

function keyEvidence(site: GoogleSite, keys: NonNullable<GoogleAdoption['keys']>): AdoptionEvidence {
  const { cluster, disks, data } = keys;
  const services = siteNeeds(site, 'key');
  const checked = [
    ...(cluster || disks ? [usable('cluster')] : []),
    ...(data ? [usable('data')] : []),
  ] as unknown as readonly [Evidence, ...Evidence[]];
  return {
    unmade: [
      ...(cluster && disks ? (['cluster google_kms_crypto_key'] as const) : []),
      ...(data && !services ? (['data google_kms_crypto_key'] as const) : []),
    ],
    shown: {
      'platform.keys': checked,
      ...(data && !services ? { 'key.rotated': [usable('data')], 'key.deletion-protection': [usable('data')] } : {}),
    },
  };
}

const repository = (condition: RegExp): Evidence =>
  checkedAdopted('data', 'google_artifact_registry_repository', condition);
const readers = checkedAdopted(
  'data',
  'google_artifact_registry_repository_iam_policy',
  /allUsers\|allAuthenticatedUsers/,
);

const registryEvidence: AdoptionEvidence = {
  unmade: [
    'data google_artifact_registry_repository',
    'data google_artifact_registry_repository_iam_member',
    'platform google_artifact_registry_repository_iam_member',
  ],
  shown: {
    'registry.private': [readers],
    'registry.own-key': [repository(/self\.kms_key_name != null/)],
    // Whom the owner lets in he lets in as themselves: there is no other way in.
    'registry.signed-in': [readers],
    'registry.scanned': [repository(/s\.enablement_state == /)],
    'registry.immutable-tags': [repository(/d\.immutable_tags/)],
    'registry.clean-up': [repository(/!self\.cleanup_policy_dry_run && .*c\.tag_state == /)],
    ...ownersRegistry,
  },
};

const gke = (condition: RegExp): Evidence => checkedAdopted('cluster', 'google_container_cluster', condition);

function clusterEvidence(): AdoptionEvidence {
  const pinned = [gke(/self\.master_version/), gke(/EXTENDED/)] as const;
  const shown: Shown = {
    ...ownersCluster,
    // Machines run as an account of their own, and never as that of the project.
    'platform.least-privilege': [gke(/n\.service_account == /)],
    'network.three-zones': [gke(/self\.node_locations/)],
    'network.operator-access': [gke(/d\.allow_external_traffic/)],
    'cluster.private-api': [
      gke(/c\.enable_private_nodes && c\.enable_private_endpoint/),
      gke(/gcp_public_cidrs_access_enabled/),
    ],
    'cluster.secrets-own-key': [gke(/self\.database_encryption/)],
    'cluster.disks-own-key': [gke(/n\.boot_disk_kms_key/)],
    'cluster.workload-identity': [gke(/w\.workload_pool == /), gke(/GKE_METADATA/)],
    'cluster.no-local-accounts': [gke(/self\.enable_legacy_abac/), gke(/a\.mode == \\"LIMITED\\"/)],
    // A word of Terraform's resource alone: GKE does not know it, and so the data source never shows it.
    'cluster.deletion-protection': ownersToKeep(
      'whether a cluster of Google Cloud is guarded against deletion stands where it is made, not at the cluster',
      'let its owner set deletion_protection, and give nobody else container.clusters.delete',
    ),
    'cluster.pinned-version': pinned,
    'cluster.network-policy': [gke(/ADVANCED_DATAPATH/)],
    'cluster.spot-pool': [gke(/\\"spot\\"\] : p\.node_config\[0\]\.spot == true/)],
    'cluster.gpu-pool': [gke(/\\"gpu\\"\] : contains\(p\.node_config/)],
    'cluster.hardened-nodes': [gke(/s\.enable_secure_boot/)],
    'access.cluster-groups': [gke(/g\.security_group/)],
  };
  return {
    elsewhere: Object.keys(shown).filter((id) => id.startsWith('cluster.')) as AdoptionEvidence['elsewhere'],
    unmade: [
      'cluster google_container_cluster',
      'cluster google_container_node_pool',
      'cluster google_kms_crypto_key',
      'cluster google_project_iam_member',
    ],
    shown,
  };
}

/** Certificates are proven by names of the zone that everybody can resolve. */
const zoneEvidence: AdoptionEvidence = {
  unmade: ['edge google_dns_managed_zone'],
  shown: {
    'edge.zone-signed': [checkedAdopted('edge', 'google_dns_keys', /self\.key_signing_keys : k\.is_active/)],
    'edge.tls': [checkedAdopted('edge', 'google_dns_managed_zone', /self\.visibility == .*self\.dns_name == /)],
    'edge.deletion-protection': ownersToKeep(
      'these stacks do not have the zone, so they cannot delete it; whether others can is not for them to say',
      'ask in the contract with the owner of the zone that nobody deletes it',
    ),
  },
};

/** Where promises show on a site of Google Cloud that adopts something. */
export function adoption(site: GoogleSite): AdoptionEvidence | undefined {
  const { network, keys } = site.adopt ?? {};
  const parts = [
    ...(site.adopt?.registry ? [registryEvidence] : []),
    // After it: images are pulled as privately as the network lets them be.
    ...(network ? [networkEvidence(network)] : []),
    ...(keys ? [keyEvidence(site, keys)] : []),
    ...(site.adopt?.cluster ? [clusterEvidence()] : []),
    ...(site.edge?.adoptedZone ? [zoneEvidence] : []),
  ];
  if (parts.length === 0) return undefined;
  return {
    unmade: parts.flatMap(({ unmade }) => unmade),
    elsewhere: parts.flatMap(({ elsewhere = [] }) => elsewhere),
    shown: Object.assign({}, ...parts.map(({ shown }) => shown)) as Shown,
  };
}
