import type { Archive } from '../../../constructs/contracts';

const outside = [{ cidr: '203.0.113.0/24', ports: [{ port: 443, protocol: 'TCP' as const }] }];

/** An archive at an address, as a cloud would bind it. */
export const archiveAt = (uri: string, env: Archive['bucket']['env'] = {}): Archive => ({
  bucket: { name: 'acme-backups', uri, env, hadoop: { uri: '', settings: {}, jars: [] }, egress: outside },
  identity: {
    serviceAccountName: 'tracking-database',
    podLabels: { 'identity.example.com/use': 'true' },
    egress: [{ cidr: '198.51.100.1/32', ports: [{ port: 80, protocol: 'TCP' }] }],
  },
});
