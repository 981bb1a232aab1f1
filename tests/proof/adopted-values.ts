import type { CloudSite } from '../../environments/model';

type Values = Readonly<Record<string, unknown>>;

const tableId = 'rtb-0123456789abcdef0';
const uuid = '11111111-1111-4111-8111-111111111111';
const networks =
  '/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/networks/providers/Microsoft.Network';

/** What one data source finds: by its type and the arguments it is asked with. */
export type Found = (body: Values) => Values;

/** The last part of an id. */
const lastPart = (id: string): string => id.split('/').at(-1) ?? '';

const awsFinds = (site: CloudSite): Readonly<Record<string, Found>> => {
  if (site.cloud !== 'aws') return {};
  const network = site.adopt?.network;
  const subnets = Object.entries(network?.subnets ?? {}).flatMap(([kind, zones]) =>
    zones.map(({ id, cidr }, index) => ({ kind, id, cidr, zone: site.zones[index] })),
  );
  return {
    aws_vpc: ({ id }) => ({ id, owner_id: site.accountId, enable_dns_hostnames: true, enable_dns_support: true }),
    aws_subnet: ({ id }) => {
      const subnet = subnets.find((one) => one.id === id);
      return {
        id,
        vpc_id: network?.id,
        availability_zone: subnet?.zone,
        cidr_block: subnet?.cidr,
        map_public_ip_on_launch: false,
        tags: {
          nodes: { 'kubernetes.io/role/internal-elb': '1' },
          pods: { 'kubernetes.io/role/cni': '1' },
          data: {},
          endpoints: {},
        }[subnet?.kind ?? ''],
      };
    },
    aws_route_table: () => ({
      route_table_id: tableId,
      routes: [
        {
          carrier_gateway_id: '',
          cidr_block: '0.0.0.0/0',
          core_network_arn: '',
          destination_prefix_list_id: '',
          egress_only_gateway_id: '',
          gateway_id: '',
          instance_id: '',
          ipv6_cidr_block: '',
          local_gateway_id: '',
          nat_gateway_id: 'nat-0123456789abcdef0',
          network_interface_id: '',
          transit_gateway_id: '',
          vpc_endpoint_id: '',
          vpc_peering_connection_id: '',
        },
      ],
    }),
    aws_security_group: () => ({ id: 'sg-0123456789abcdef0' }),
    aws_vpc_security_group_rules: () => ({ ids: [] }),
    aws_eks_cluster: ({ name }) => ({
      name,
      status: 'ACTIVE',
      version: site.kubernetesVersion,
      deletion_protection: site.deletionProtection,
      enabled_cluster_log_types: ['api', 'audit', 'authenticator', 'controllerManager', 'scheduler'],
      endpoint: 'https://acme.eks.amazonaws.com',
      certificate_authority: [{ data: 'bW9jaw==' }],
      upgrade_policy: [{ support_type: 'EXTENDED' }],
      access_config: [{ authentication_mode: 'API', bootstrap_cluster_creator_admin_permissions: false }],
      vpc_config: [
        {
          endpoint_private_access: true,
          endpoint_public_access: false,
          vpc_id: network?.id,
          subnet_ids: network?.subnets.endpoints.map(({ id }) => id),
        },
      ],
      kubernetes_network_config: [{ ip_family: 'ipv4', service_ipv4_cidr: site.adopt?.cluster?.serviceRange }],
      identity: [{ oidc: [{ issuer: 'https://oidc.eks.eu-west-1.amazonaws.com/id/ACME' }] }],
    }),
    aws_cloudwatch_log_group: () => ({
      kms_key_id: 'arn:aws:kms:eu-west-1:123456789012:key/44444444-4444-4444-8444-444444444444',
      retention_in_days: 3653,
    }),
    aws_eks_addon: ({ addon_name }) => ({
      addon_version: 'v1.0.0-eksbuild.1',
      configuration_values: addon_name === 'vpc-cni' ? '{"enableNetworkPolicy":"true"}' : '',
    }),
    aws_eks_access_entry: () => ({ type: 'STANDARD', kubernetes_groups: ['evenkeel:viewers', 'evenkeel:operators'] }),
    aws_eks_node_group: ({ node_group_name }) => {
      const names: Readonly<Record<string, string | undefined>> = site.adopt?.cluster?.nodeGroups ?? {};
      const pool = site.pools.find(({ name }) => (names[name] ?? name) === node_group_name);
      return {
        labels: { 'evenkeel.dev/pool': pool?.name },
        taints: pool?.taints.map(({ key, value }) => ({ key, value, effect: 'NO_SCHEDULE' })),
        instance_types: [pool?.machineType],
        scaling_config: [{ desired_size: 3, min_size: 0, max_size: pool?.maxNodes }],
        capacity_type: pool?.spot ? 'SPOT' : 'ON_DEMAND',
        version: site.kubernetesVersion,
        subnet_ids: network?.subnets.nodes.map(({ id }) => id),
        node_role_arn: site.adopt?.cluster?.nodeRole,
      };
    },
    aws_ecr_repository: () => ({
      image_tag_mutability: 'IMMUTABLE',
      image_scanning_configuration: [{ scan_on_push: true }],
      encryption_configuration: [
        {
          encryption_type: 'KMS',
          kms_key: 'arn:aws:kms:eu-west-1:999999999999:key/44444444-4444-4444-8444-444444444444',
        },
      ],
    }),
    aws_vpc_endpoint: () => ({ state: 'available', private_dns_enabled: true, route_table_ids: [tableId] }),
    aws_kms_key: ({ key_id }) => ({
      arn: key_id,
      enabled: true,
      key_state: 'Enabled',
      key_usage: 'ENCRYPT_DECRYPT',
      key_spec: 'SYMMETRIC_DEFAULT',
      key_manager: 'CUSTOMER',
      origin: 'AWS_KMS',
    }),
  };
};

const googleFinds = (site: CloudSite): Readonly<Record<string, Found>> => {
  if (site.cloud !== 'google') return {};
  const network = site.adopt?.network;
  const subnets = Object.values(network?.subnets ?? {});
  const ranges = network ? [network.podRange, network.serviceRange] : [];
  return {
    google_compute_network: () => ({ id: network?.id }),
    google_compute_subnetwork: ({ name }) => {
      const subnet = subnets.find(({ id }) => lastPart(id) === name);
      return {
        id: subnet?.id,
        network: `https://www.googleapis.com/compute/v1/${network?.id}`,
        ip_cidr_range: subnet?.cidr,
        private_ip_google_access: true,
        secondary_ip_range: ranges.map((range) => ({ range_name: range.name, ip_cidr_range: range.cidr })),
      };
    },
    google_container_cluster: ({ name }) => ({
      name,
      master_version: `${site.kubernetesVersion}.2-gke.1000`,
      datapath_provider: 'ADVANCED_DATAPATH',
      enable_legacy_abac: false,
      network: network?.id,
      subnetwork: network?.subnets.nodes.id,
      node_locations: site.zones,
      release_channel: [{ channel: 'EXTENDED' }],
      workload_identity_config: [{ workload_pool: `${site.projectId}.svc.id.goog` }],
      database_encryption: [{ state: 'ENCRYPTED', key_name: 'projects/acme/locations/eu/keyRings/k/cryptoKeys/etcd' }],
      logging_config: [{ enable_components: ['SYSTEM_COMPONENTS', 'APISERVER'] }],
      addons_config: [
        {
          gce_persistent_disk_csi_driver_config: [{ enabled: true }],
          gcp_filestore_csi_driver_config: [{ enabled: true }],
        },
      ],
      authenticator_groups_config: [{ security_group: 'gke-security-groups@example.com' }],
      private_cluster_config: [
        {
          enable_private_nodes: true,
          enable_private_endpoint: true,
          private_endpoint_subnetwork: network?.subnets.controlPlane.id,
        },
      ],
      master_authorized_networks_config: [{ gcp_public_cidrs_access_enabled: false }],
      control_plane_endpoints_config: [
        { dns_endpoint_config: [{ allow_external_traffic: true, endpoint: 'gke-acme.europe-west1.gke.goog' }] },
      ],
      master_auth: [{ client_certificate_config: [{ issue_client_certificate: false }] }],
      anonymous_authentication_config: [{ mode: 'LIMITED' }],
      ip_allocation_policy: [
        {
          cluster_secondary_range_name: network?.podRange.name,
          services_secondary_range_name: network?.serviceRange.name,
        },
      ],
      node_pool: site.pools.map((pool) => ({
        name: pool.name,
        node_locations: site.zones,
        autoscaling: [{ total_max_node_count: pool.maxNodes }],
        node_config: [
          {
            labels: pool.labels,
            taint: pool.taints.map(({ key, value }) => ({ key, value, effect: 'NO_SCHEDULE' })),
            machine_type: pool.machineType,
            spot: pool.spot,
            service_account: site.adopt?.cluster?.nodeAccount,
            boot_disk_kms_key: site.adopt?.cluster?.disks,
            workload_metadata_config: [{ mode: 'GKE_METADATA' }],
            shielded_instance_config: [{ enable_secure_boot: true, enable_integrity_monitoring: true }],
          },
        ],
      })),
    }),
    google_artifact_registry_repository: ({ repository_id }) => ({
      repository_id,
      format: 'DOCKER',
      mode: 'STANDARD_REPOSITORY',
      kms_key_name: 'projects/acme-keys/locations/europe-west1/keyRings/ml/cryptoKeys/images',
      docker_config: [{ immutable_tags: true }],
      vulnerability_scanning_config: [
        { enablement_config: 'INHERITED', enablement_state: 'SCANNING_ACTIVE', enablement_state_reason: '' },
      ],
      cleanup_policy_dry_run: false,
      cleanup_policies: [
        {
          id: 'untagged',
          action: 'DELETE',
          condition: [
            {
              newer_than: '',
              older_than: '1209600s',
              package_name_prefixes: [],
              tag_prefixes: [],
              tag_state: 'UNTAGGED',
              version_name_prefixes: [],
            },
          ],
          most_recent_versions: [],
        },
      ],
    }),
    google_artifact_registry_repository_iam_policy: () => ({
      policy_data: '{"bindings":[{"members":["serviceAccount:nodes@acme"],"role":"roles/artifactregistry.reader"}]}',
    }),
    google_compute_router_nat: () => ({
      source_subnetwork_ip_ranges_to_nat: 'ALL_SUBNETWORKS_ALL_IP_RANGES',
      log_config: [{ enable: true, filter: 'ALL' }],
      subnetwork: [],
    }),
    google_kms_crypto_key: ({ key_ring, name }) => ({
      id: `${String(key_ring)}/cryptoKeys/${String(name)}`,
      purpose: 'ENCRYPT_DECRYPT',
      version_template: [{ algorithm: 'GOOGLE_SYMMETRIC_ENCRYPTION', protection_level: 'HSM' }],
      rotation_period: '7776000s',
      destroy_scheduled_duration: '2592000s',
    }),
  };
};

const azureFinds = (site: CloudSite): Readonly<Record<string, Found>> => {
  if (site.cloud !== 'azure') return {};
  const network = site.adopt?.network;
  const subnets = Object.values(network?.subnets ?? {});
  const keys = Object.values(site.adopt?.keys ?? {});
  return {
    azurerm_virtual_network: () => ({ id: network?.id, location: site.region }),
    azurerm_subnet: ({ name }) => {
      const subnet = subnets.find(({ id }) => lastPart(id) === name);
      return {
        id: subnet?.id,
        address_prefixes: [subnet?.cidr],
        network_security_group_id: `${networks}/networkSecurityGroups/${String(name)}`,
        route_table_id: `${networks}/routeTables/central`,
        default_outbound_access_enabled: false,
        private_endpoint_network_policies: 'Enabled',
      };
    },
    azurerm_network_security_group: () => ({
      security_rule: [
        {
          access: 'Deny',
          description: '',
          destination_address_prefix: '*',
          destination_address_prefixes: [],
          destination_application_security_group_ids: [],
          destination_port_range: '*',
          destination_port_ranges: [],
          direction: 'Inbound',
          name: 'refuse-the-rest',
          priority: 4096,
          protocol: '*',
          source_address_prefix: '*',
          source_address_prefixes: [],
          source_application_security_group_ids: [],
          source_port_range: '*',
          source_port_ranges: [],
        },
      ],
    }),
    azurerm_route_table: () => ({
      route: [
        {
          address_prefix: '0.0.0.0/0',
          name: 'firewall',
          next_hop_in_ip_address: '172.16.0.4',
          next_hop_type: 'VirtualAppliance',
        },
      ],
    }),
    azurerm_kubernetes_cluster: () => ({
      id: site.adopt?.cluster?.id,
      location: site.region,
      current_kubernetes_version: `${site.kubernetesVersion}.2`,
      private_cluster_enabled: true,
      private_fqdn: 'acme.westeurope.azmk8s.io',
      kube_admin_config: [],
      kube_config: [{ cluster_ca_certificate: 'bW9jaw==' }],
      role_based_access_control_enabled: true,
      azure_active_directory_role_based_access_control: [
        { azure_rbac_enabled: true, tenant_id: site.tenantId, admin_group_object_ids: [] },
      ],
      oidc_issuer_enabled: true,
      oidc_issuer_url: 'https://westeurope.oic.prod-aks.azure.com/acme/',
      key_management_service: [{ key_vault_key_id: 'https://acme-keys.vault.azure.net/keys/etcd/0' }],
      disk_encryption_set_id: site.adopt?.cluster?.disks,
      network_profile: [
        {
          network_policy: 'cilium',
          pod_cidr: site.adopt?.cluster?.podRange,
          service_cidr: site.adopt?.cluster?.serviceRange,
        },
      ],
      node_resource_group: site.adopt?.cluster?.nodeResourceGroup.toLowerCase(),
      storage_profile: [
        {
          disk_driver_enabled: true,
          snapshot_controller_enabled: true,
          file_driver_enabled: true,
          blob_driver_enabled: false,
        },
      ],
      microsoft_defender: [{ log_analytics_workspace_id: 'acme' }],
      kubelet_identity: [{ client_id: uuid, object_id: uuid, user_assigned_identity_id: '' }],
      agent_pool_profile: site.pools.map((pool) => ({
        name: pool.name,
        node_labels: pool.labels,
        node_taints: [
          ...pool.taints.map(({ key, value, effect }) => `${key}=${value}:${effect}`),
          ...(pool.spot ? ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule'] : []),
        ],
        vm_size: pool.machineType,
        max_count: pool.maxNodes,
        count: 1,
        zones: site.zones,
        vnet_subnet_id: network?.subnets.nodes.id,
        node_public_ip_enabled: false,
      })),
    }),
    azurerm_container_registry: ({ name }) => ({
      id: site.adopt?.registry?.id,
      name,
      admin_enabled: false,
      sku: 'Premium',
      location: site.region,
    }),
    azurerm_key_vault: ({ name }) => ({
      id: keys[0]?.id.replace(/\/vaults\/.*/, `/vaults/${String(name)}`),
      location: site.region,
      tenant_id: site.tenantId,
      purge_protection_enabled: true,
    }),
    azurerm_key_vault_key: ({ name }) => ({
      id: `https://acme-keys.vault.azure.net/keys/${String(name)}/0123456789abcdef0123456789abcdef`,
      versionless_id: `https://acme-keys.vault.azure.net/keys/${String(name)}`,
      key_type: 'RSA-HSM',
      key_opts: ['wrapKey', 'unwrapKey'],
    }),
    azurerm_user_assigned_identity: ({ name }) => ({
      id: keys.find(({ identityId }) => lastPart(identityId) === name)?.identityId,
      client_id: uuid,
      principal_id: uuid,
    }),
  };
};

/** What data sources find where everything that a site adopts is as it should be. */
export const adoptedValues = (site: CloudSite): Readonly<Record<string, Found>> => ({
  ...awsFinds(site),
  ...googleFinds(site),
  ...azureFinds(site),
});
