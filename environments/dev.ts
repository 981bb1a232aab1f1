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
  // A quarter above the bill of `evenkeel cost dev`.
  budget: {
    monthlyUsd: 11_000,
    tags: ['owner', 'cost-centre', 'environment', 'site'],
    gpuHours: 500,
    spotShare: 0.5,
    retention: { logDays: 30, versionDays: 30 },
    exemptions: [
      {
        limit: 'retention',
        where: ' state ',
        owner: 'ml-platform',
        reason: 'old versions of states are what is left after a bad apply, and take next to no room',
        until: '2027-10-31',
      },
      {
        limit: 'retention',
        where: 'azurerm_log_analytics_workspace.',
        owner: 'ml-platform',
        reason: 'ninety days are part of the price of what a workspace takes in',
        until: '2027-10-31',
      },
    ],
  },
  natGateways: 'single',
  // Nobody asks at night.
  offHours: {
    timeZone: 'Europe/Dublin',
    workingHours: [{ from: '07:00', until: '20:00' }],
  },
  auditLogRetentionDays: 30,
  // Nothing here is worth stealing: the trail, its alerts and the record of changes are enough.
  governance: { threatDetection: false, guardrails: 'account' },
  admission: { mode: 'warn' },
  operatorCidrs: ['192.168.16.0/20'],
  gitops: { repository: 'https://github.com/example/ml-platform.git' },
  pools: {
    system: { machine: 'general-2', minNodes: 3, maxNodes: 4 },
    general: { machine: 'general-4', minNodes: 1, maxNodes: 4 },
    spot: { machine: 'general-4', maxNodes: 6 },
    gpu: { maxNodes: 1, sharing: { by: 'time-slicing', podsPerGpu: 4 } },
  },
  storage: { snapshots: { enabled: false } },
  services: {
    tracking: { replicas: 2, size: 'small', storageGiB: 32, highlyAvailable: false, backupRetentionDays: 7 },
    orchestration: { size: 'small', storageGiB: 32, highlyAvailable: false, backupRetentionDays: 7 },
    featureStore: {
      size: 'small',
      replicas: 2,
      highlyAvailable: false,
      backupRetentionDays: 7,
      historyStorageGiB: 32,
      onlineStore: { memoryGiB: 1, entities: 100_000, highlyAvailable: false },
    },
    streaming: {
      size: 'small',
      brokers: 1,
      storageGiB: 20,
      highlyAvailable: false,
      connect: { enabled: true, replicas: 1 },
      captures: [
        { name: 'notes', database: 'postgres', from: 'notes', tables: ['public.notes'], topicPrefix: 'notes' },
        {
          name: 'playground',
          database: 'mongodb',
          from: 'playground',
          tables: ['playground.events'],
          topicPrefix: 'playground',
        },
      ],
    },
    modelMonitoring: {},
    gateway: { size: 'small' },
    workbench: {
      notebooks: {
        signIn: { issuer: 'https://login.example.com', clientId: 'ml-platform-dev-notebooks' },
        maxServers: 5,
        maxUsers: 20,
        highlyAvailable: false,
      },
    },
    monitoring: {
      size: 'small',
      replicas: 1,
      storageGiB: 50,
      longTerm: { enabled: false },
      traces: { enabled: false },
    },
    serving: { models: { churn: { source: { from: 'registry', model: 'churn', alias: 'candidate' }, size: 'small' } } },
    vectorStore: {
      store: { engine: 'pgvector', size: 'small', storageGiB: 20, highlyAvailable: false },
      vectors: 100_000,
    },
    databases: {
      postgres: { notes: { highlyAvailable: false, storageGiB: 32, capture: true, parameters: { work_mem: '16MB' } } },
      documents: { playground: { highlyAvailable: false, capture: true } },
      caches: { playground: { highlyAvailable: false } },
      // A lock that whoever administers the bucket lifts: dev stays free to delete.
      buckets: { keepsakes: { tiers: { infrequentAfterDays: 30 }, lock: { days: 1, mode: 'governance' } } },
    },
    processing: {
      batches: { compaction: { schedule: '37 2 * * 0', file: 'jobs/compaction.py', catalog: 'lakehouse' } },
    },
    lakehouse: { size: 'small', workers: 2, highlyAvailable: false },
    transforms: {},
    dataQuality: {},
    catalog: {
      size: 'small',
      searchNodes: 1,
      searchStorageGiB: 20,
      storageGiB: 32,
      highlyAvailable: false,
      backupRetentionDays: 7,
    },
    scaling: {},
  },
  sites: [
    {
      cloud: 'aws',
      region: 'eu-west-1',
      role: 'primary',
      addressSlot: 0,
      accountId: '111111111111',
      organisationRole: 'arn:aws:iam::999999999999:role/evenkeel-guardrails',
      people: {
        viewers: ['arn:aws:iam::111111111111:role/ml-platform-viewers'],
        operators: ['arn:aws:iam::111111111111:role/ml-platform-operators'],
        breakGlass: ['arn:aws:iam::111111111111:user/break-glass'],
      },
    },
    {
      cloud: 'google',
      region: 'europe-west1',
      role: 'standby',
      addressSlot: 1,
      projectId: 'acme-ml-dev',
      projectNumber: '111111111111',
      people: {
        viewers: ['ml-platform-viewers@example.com'],
        operators: ['ml-platform-operators@example.com'],
        breakGlass: ['ml-platform-break-glass@example.com'],
      },
    },
    {
      cloud: 'azure',
      region: 'westeurope',
      role: 'standby',
      addressSlot: 2,
      subscriptionId: '11111111-1111-4111-8111-111111111111',
      tenantId: '99999999-9999-4999-8999-999999999999',
      people: {
        viewers: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa1'],
        operators: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa2'],
        breakGlass: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa3'],
      },
    },
  ],
});
