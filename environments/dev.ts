import { defineEnvironment } from './schema/define-environment';

/** Everyday work: one small site on each cloud, cheap to run and free to delete. */
export default defineEnvironment({
  name: 'dev',
  organisation: 'acme',
  owner: 'ml-platform',
  costCentre: 'ml-001',
  dataClass: 'internal',
  contact: 'ml-platform@example.com',
  domain: 'dev.ml.example.com',
  jurisdiction: 'eu',
  addresses: { supernet: '10.0.0.0/10' },
  deletionProtection: false,
  natGateways: 'single',
  auditLogRetentionDays: 30,
  operatorCidrs: ['192.168.16.0/20'],
  gitops: { repository: 'https://github.com/example/ml-platform.git' },
  pools: {
    system: { machine: 'general-2', minNodes: 3, maxNodes: 4 },
    general: { machine: 'general-4', minNodes: 1, maxNodes: 4 },
    spot: { machine: 'general-4', maxNodes: 6 },
    gpu: { maxNodes: 1 },
  },
  services: {
    tracking: { replicas: 2, size: 'small', storageGiB: 32, highlyAvailable: false, backupRetentionDays: 7 },
  },
  sites: [
    {
      cloud: 'aws',
      region: 'eu-west-1',
      role: 'primary',
      addressSlot: 0,
      accountId: '111111111111',
      adminPrincipals: ['arn:aws:iam::111111111111:role/ml-platform-admin'],
    },
    {
      cloud: 'google',
      region: 'europe-west1',
      role: 'standby',
      addressSlot: 1,
      projectId: 'acme-ml-dev',
      projectNumber: '111111111111',
      adminPrincipals: ['ml-platform-admins@example.com'],
    },
    {
      cloud: 'azure',
      region: 'westeurope',
      role: 'standby',
      addressSlot: 2,
      subscriptionId: '11111111-1111-4111-8111-111111111111',
      tenantId: '99999999-9999-4999-8999-999999999999',
      adminPrincipals: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa'],
    },
  ],
});
