import { resourceCounts, resourcesOf, synthesize, theOnly } from '../google-stacks';

const { network } = synthesize();

describe('network', () => {
  it('makes one VPC with its way out, private APIs and log archive', () => {
    expect(resourceCounts(network)).toEqual({
      google_compute_address: 3,
      google_compute_firewall: 1,
      google_compute_network: 1,
      google_compute_route: 2,
      google_compute_router: 1,
      google_compute_router_nat: 1,
      google_compute_subnetwork: 3,
      google_dns_managed_zone: 3,
      google_dns_policy: 1,
      google_dns_record_set: 6,
      google_kms_crypto_key: 1,
      google_kms_crypto_key_iam_member: 1,
      google_kms_key_ring: 1,
      google_logging_project_bucket_config: 1,
      google_logging_project_exclusion: 1,
      google_logging_project_sink: 1,
      google_project_iam_audit_config: 1,
    });
  });

  it('cuts its subnets from the address plan', () => {
    expect(
      resourcesOf(network, 'google_compute_subnetwork').map(({ name, ip_cidr_range, secondary_ip_range }) => [
        name,
        ip_cidr_range,
        secondary_ip_range,
      ]),
    ).toEqual([
      ['test-google-europe-west1-control-plane', '10.6.16.0/28', []],
      ['test-google-europe-west1-endpoints', '10.4.192.0/22', []],
      [
        'test-google-europe-west1-nodes',
        '10.4.0.0/19',
        [
          { range_name: 'pods', ip_cidr_range: '10.5.0.0/16' },
          { range_name: 'services', ip_cidr_range: '10.6.0.0/20' },
        ],
      ],
    ]);
  });

  it('logs the flows of every subnet and reaches Google privately from it', () => {
    for (const subnet of resourcesOf(network, 'google_compute_subnetwork')) {
      expect(subnet.private_ip_google_access).toBe(true);
      expect(subnet.log_config).toMatchObject({ flow_sampling: 0.5, metadata: 'INCLUDE_ALL_METADATA' });
    }
  });

  it('has no subnets, routes or openings that nobody asked for', () => {
    expect(theOnly(network, 'google_compute_network')).toMatchObject({
      auto_create_subnetworks: false,
      delete_default_routes_on_create: true,
    });
    expect(theOnly(network, 'google_compute_firewall')).toMatchObject({
      direction: 'INGRESS',
      source_ranges: ['0.0.0.0/0'],
      deny: [{ protocol: 'all' }],
      log_config: { metadata: 'INCLUDE_ALL_METADATA' },
    });
  });

  it('lets nodes alone out, by fixed addresses, and logs it', () => {
    expect(theOnly(network, 'google_compute_router_nat')).toMatchObject({
      nat_ip_allocate_option: 'MANUAL_ONLY',
      nat_ips: [expect.any(String), expect.any(String), expect.any(String)],
      source_subnetwork_ip_ranges_to_nat: 'LIST_OF_SUBNETWORKS',
      subnetwork: [{ name: expect.stringContaining('nodes-subnet'), source_ip_ranges_to_nat: ['ALL_IP_RANGES'] }],
      log_config: { enable: true, filter: 'ALL' },
    });
  });

  it('takes one address out where one is enough', () => {
    expect(resourcesOf(synthesize({ natGateways: 'single' }).network, 'google_compute_address')).toHaveLength(1);
  });

  it('resolves APIs and registries to the restricted addresses', () => {
    expect(resourcesOf(network, 'google_dns_managed_zone').map(({ dns_name }) => dns_name)).toEqual([
      'gcr.io.',
      'googleapis.com.',
      'pkg.dev.',
    ]);
    for (const zone of resourcesOf(network, 'google_dns_managed_zone')) expect(zone.visibility).toBe('private');
    const records = resourcesOf(network, 'google_dns_record_set');
    const addresses = ['199.36.153.4', '199.36.153.5', '199.36.153.6', '199.36.153.7'];
    for (const { rrdatas } of records.filter(({ type }) => type === 'A')) expect(rrdatas).toEqual(addresses);
    const restricted = resourcesOf(network, 'google_compute_route').map(({ dest_range }) => dest_range);
    expect(restricted).toContain('199.36.153.4/30');
  });

  it('archives audit, flow and database logs with an own key for the stated time', () => {
    expect(theOnly(network, 'google_logging_project_bucket_config')).toMatchObject({
      location: 'europe-west1',
      retention_days: 365,
      cmek_settings: { kms_key_name: expect.stringContaining('google_kms_crypto_key') },
      lifecycle: { prevent_destroy: true },
    });
    const { filter, destination } = theOnly(network, 'google_logging_project_sink');
    expect(destination).toMatch(/^logging\.googleapis\.com\/\$\{google_logging_project_bucket_config\..+\.id\}$/);
    for (const log of ['cloudaudit.googleapis.com/data_access', 'compute.googleapis.com/vpc_flows']) {
      expect(filter).toContain(`log_id("${log}")`);
    }
    expect(theOnly(network, 'google_project_iam_audit_config')).toMatchObject({
      service: 'allServices',
      audit_log_config: [{ log_type: 'ADMIN_READ' }, { log_type: 'DATA_READ' }, { log_type: 'DATA_WRITE' }],
    });
  });
});
