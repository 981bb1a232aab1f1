import { googleSite } from '../../../fixtures/sites';
import { resourceCounts, resourcesOf, synthesize, theOnly } from '../google-stacks';

const { cluster: stack } = synthesize();
const cluster = theOnly(stack, 'google_container_cluster');

describe('cluster', () => {
  it('makes the cluster, its pools, two keys and the account of its nodes', () => {
    expect(resourceCounts(stack)).toEqual({
      google_container_cluster: 1,
      google_container_node_pool: 4,
      google_kms_crypto_key: 2,
      google_kms_crypto_key_iam_member: 2,
      google_kms_key_ring: 1,
      google_project_iam_member: 1,
      google_service_account: 1,
    });
  });

  it('spans three zones with private nodes and a private control plane', () => {
    expect(cluster).toMatchObject({
      location: 'europe-west1',
      node_locations: ['europe-west1-b', 'europe-west1-c', 'europe-west1-d'],
      private_cluster_config: { enable_private_nodes: true, enable_private_endpoint: true },
      master_authorized_networks_config: {
        gcp_public_cidrs_access_enabled: false,
        private_endpoint_enforcement_enabled: true,
        cidr_blocks: [{ cidr_block: '192.168.0.0/24', display_name: 'operators' }],
      },
    });
  });

  it('lets operators in by name and IAM only', () => {
    expect(cluster.control_plane_endpoints_config.dns_endpoint_config).toEqual({
      allow_external_traffic: true,
      enable_k8s_tokens_via_dns: false,
      enable_k8s_certs_via_dns: false,
    });
    // Google Workspace tells GKE the groups of people who are members of this one.
    expect(cluster.authenticator_groups_config).toEqual({ security_group: 'gke-security-groups@example.com' });
    const grants = resourcesOf(stack, 'google_project_iam_member').map(({ role }) => role);
    expect(grants).toEqual(['roles/container.defaultNodeServiceAccount']);
  });

  it('knows no accounts of its own and no anonymous requests', () => {
    expect(cluster).toMatchObject({
      master_auth: { client_certificate_config: { issue_client_certificate: false } },
      enable_legacy_abac: false,
      anonymous_authentication_config: { mode: 'LIMITED' },
      rbac_binding_config: {
        enable_insecure_binding_system_authenticated: false,
        enable_insecure_binding_system_unauthenticated: false,
      },
    });
  });

  it('encrypts etcd secrets with an own key that only GKE may use', () => {
    expect(cluster.database_encryption).toMatchObject({
      state: 'ENCRYPTED',
      key_name: expect.stringMatching(/google_kms_crypto_key\.cluster_secrets-key/),
    });
    const members = resourcesOf(stack, 'google_kms_crypto_key_iam_member').map(({ member }) => member);
    expect(members.sort()).toEqual([
      'serviceAccount:service-123456789012@compute-system.iam.gserviceaccount.com',
      'serviceAccount:service-123456789012@container-engine-robot.iam.gserviceaccount.com',
    ]);
  });

  it('pins the minor version and upgrades in weekend nights', () => {
    expect(cluster).toMatchObject({
      min_master_version: googleSite().kubernetesVersion,
      release_channel: { channel: 'EXTENDED' },
      maintenance_policy: { recurring_window: { recurrence: 'FREQ=WEEKLY;BYDAY=SA,SU' } },
    });
  });

  it('enforces network policies, federates identities, logs the API server and cannot be deleted', () => {
    expect(cluster).toMatchObject({
      datapath_provider: 'ADVANCED_DATAPATH',
      enable_intranode_visibility: true,
      workload_identity_config: { workload_pool: 'acme-ml-test.svc.id.goog' },
      logging_config: { enable_components: expect.arrayContaining(['APISERVER']) },
      deletion_protection: true,
      enable_shielded_nodes: true,
    });
    expect(theOnly(synthesize({ deletionProtection: false }).cluster, 'google_container_cluster')).toMatchObject({
      deletion_protection: false,
    });
  });

  it('hardens the first nodes too, though they go at once', () => {
    expect(cluster.remove_default_node_pool).toBe(true);
    expect(cluster.node_config).toMatchObject({
      boot_disk_kms_key: expect.stringContaining('disk-key'),
      service_account: expect.stringContaining('google_service_account'),
      shielded_instance_config: { enable_secure_boot: true },
    });
  });

  it('gives nodes the role to log and measure, nothing else', () => {
    const account = /google_service_account\.cluster_node-account.+\.member/;
    const own = resourcesOf(stack, 'google_project_iam_member').filter(({ member }) => account.test(member));
    expect(own.map(({ role }) => role)).toEqual(['roles/container.defaultNodeServiceAccount']);
  });
});
