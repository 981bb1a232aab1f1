import { defineEnvironment } from './schema/define-environment';

/**
 * Production: AWS serves from Ireland; Google Cloud and Azure stand by inside the EU. Its locked trails are those of the whole
 * organisation on each cloud.
 */
export default defineEnvironment({
  name: 'prod',
  organisation: 'acme',
  owner: 'ml-platform',
  costCentre: 'ml-001',
  dataClass: 'confidential',
  contact: 'ml-platform@example.com',
  domain: 'prod.ml.example.com',
  jurisdiction: 'eu',
  addresses: { supernet: '10.128.0.0/10' },
  // A quarter above the bill of `evenkeel cost prod`.
  budget: {
    monthlyUsd: 75_000,
    tags: ['owner', 'cost-centre', 'environment', 'site', 'service'],
    alerts: { anomaliesOverUsd: 500, emails: ['ml-platform@example.com', 'ml-platform-costs@example.com'] },
    export: {},
  },
  auditLogRetentionDays: 365,
  // The second address is that of a service in the pager.
  governance: { guardrails: 'account', alertsTo: ['ml-platform@example.com', 'ml-platform-pager@example.com'] },
  maintenance: { freezes: [{ from: '2026-12-18', until: '2027-01-04', reason: 'end of the year' }] },
  operatorCidrs: ['192.168.16.0/20'],
  ci: {
    issuer: 'https://token.actions.githubusercontent.com',
    planSubject: 'repo:example/ml-platform:environment:prod-plan',
    applySubject: 'repo:example/ml-platform:environment:prod',
  },
  gitops: { repository: 'https://github.com/example/ml-platform.git', revision: 'prod' },
  pools: {
    // One machine a zone always runs, so to reserve it costs nothing more, and an upgrade never waits for its place.
    general: { machine: 'general-8', minNodes: 3, maxNodes: 30, reservation: { machinesPerZone: 1 } },
    // Spark shuffles on disks of the machines.
    spot: { machine: 'general-8', maxNodes: 60, scratch: true },
    gpu: { maxNodes: 16 },
  },
  storage: { snapshots: { everyHours: 12, retentionDays: 35 } },
  registry: { repositories: ['models/churn'] },
  secrets: {
    recoveryDays: 30,
    rotatedOn: '2026-11-02',
    credentials: {
      'gateway-sign-in': { changedOn: '2026-11-02', owner: 'identity-team' },
      'workbench-sign-in': { changedOn: '2026-11-02', owner: 'identity-team' },
      'catalog-sign-in': { changedOn: '2026-11-02', owner: 'identity-team' },
    },
  },
  // What a bill is divided by.
  business: { customers: 40_000, predictionsPerMonth: 25_000_000, trainedModelsPerMonth: 60 },
  // The standbys are on other clouds, so databases come back from dumps, and the larger ones take their time to be dumped.
  recovery: {
    tier: 'warm-standby',
    rpoMinutes: 90,
    rtoMinutes: 360,
    services: {
      tracking: { rpoMinutes: 240 },
      featureStore: { rpoMinutes: 240 },
      databases: { rpoMinutes: 150 },
    },
  },
  // The hub of metrics and the mirrors of Kafka reach the other sites over these.
  interconnect: {
    // As `kubectl get gateway site` and the cloud show them once the site runs.
    gatewayAddresses: {
      'prod-aws-eu-west-1': ['10.128.10.20', '10.128.40.20', '10.128.70.20'],
      'prod-google-europe-west4': ['10.132.10.20'],
      'prod-azure-swedencentral': ['10.136.10.20'],
    },
  },
  // Models answer to the internet, after sign-in; everything else stays private.
  edge: {
    routes: ['models/churn'],
    dns: { parent: { zone: 'ml.example.com', id: 'Z0123456789ABCDEFGHIJ' } },
    cachedPaths: ['/churn/schema/*'],
  },
  services: {
    tracking: {
      replicas: 3,
      size: 'large',
      storageGiB: 250,
      backupRetentionDays: 35,
      artifactRetentionDays: 90,
      // Models of last year are loaded a few times a year.
      tiers: { infrequentAfterDays: 90, coldAfterDays: 365 },
    },
    orchestration: {
      size: 'large',
      parallelism: 80,
      backupRetentionDays: 35,
      dags: { repository: 'https://github.com/example/ml-dags.git', revision: 'prod' },
    },
    featureStore: { size: 'large', replicas: 6, backupRetentionDays: 35 },
    streaming: {
      size: 'large',
      brokers: 6,
      storageGiB: 1000,
      storageClass: 'fast',
      parameters: { 'compression.type': 'zstd', 'offsets.retention.minutes': 20_160 },
      topics: [{ name: 'events', partitions: 48 }],
      mirror: {},
    },
    modelMonitoring: {},
    gateway: {
      edgeCertificate: 'entered',
      oidc: { issuer: 'https://login.example.com', clientId: 'ml-platform-prod' },
      jwt: {
        issuer: 'https://login.example.com',
        audiences: ['ml-platform-prod'],
        jwksUri: 'https://login.example.com/.well-known/jwks.json',
      },
    },
    workbench: {
      notebooks: {
        signIn: {
          issuer: 'https://login.example.com',
          clientId: 'ml-platform-prod-notebooks',
          allowedGroups: ['data-science'],
          adminGroups: ['ml-platform'],
        },
        profiles: [
          { name: 'small', description: 'Reading data, writing code.', cpus: 0.5, memoryGiB: 4 },
          { name: 'standard', description: 'Exploring data, small trainings.', cpus: 2, memoryGiB: 8 },
          { name: 'large', description: 'Data frames of several GiB.', cpus: 4, memoryGiB: 16 },
          { name: 'gpu', description: 'Trainings on a GPU.', pool: 'gpu', cpus: 3, memoryGiB: 12, gpus: 1 },
        ],
        maxServers: 40,
        sharedFolderGiB: 1024,
        backupRetentionDays: 35,
      },
    },
    monitoring: {
      size: 'large',
      storageGiB: 500,
      alerts: { pages: 'pagerduty', tickets: 'webhook' },
      longTerm: { federation: true },
    },
    serving: {
      models: {
        churn: { source: { from: 'registry', model: 'churn', version: 1 }, delivery: { by: 'canary' } },
      },
      // What was predicted stays as it was written; nobody takes the lock away before its day.
      trail: { retentionDays: 730, tiers: { infrequentAfterDays: 60 }, lock: { days: 180, mode: 'compliance' } },
    },
    // Of the applications that show predictions: many who read, few who write.
    databases: {
      postgres: {
        decisions: {
          size: 'standard',
          storageGiB: 128,
          backupRetentionDays: 35,
          readReplicas: 1,
          parameters: { work_mem: '32MB', statement_timeout: '5min', random_page_cost: 1.1 },
        },
      },
    },
    vectorStore: {},
    llm: {
      access: 'both',
      models: {
        assistant: {
          source: {
            from: 'hugging-face',
            id: 'Qwen/Qwen2.5-7B-Instruct',
            revision: 'a09a35458c702b33eeacc393d103063234e8bc28',
          },
          parametersBillion: 7.6,
          replicas: { min: 0, max: 4 },
        },
      },
    },
    processing: {},
    lakehouse: { tiers: { infrequentAfterDays: 90 } },
    transforms: {},
    dataQuality: {},
    catalog: {
      size: 'large',
      replicas: 3,
      backupRetentionDays: 35,
      signIn: { discoveryUrl: 'https://login.example.com/.well-known/openid-configuration' },
    },
    scaling: {},
  },
  sites: [
    {
      cloud: 'aws',
      region: 'eu-west-1',
      role: 'primary',
      addressSlot: 0,
      accountId: '333333333333',
      organisationRole: 'arn:aws:iam::999999999999:role/evenkeel-guardrails',
      organisationTrail: { organisationId: 'o-a1b2c3d4e5', managementAccountId: '999999999999' },
      people: {
        viewers: ['arn:aws:iam::333333333333:role/ml-platform-viewers'],
        operators: ['arn:aws:iam::333333333333:role/ml-platform-operators'],
        breakGlass: ['arn:aws:iam::333333333333:user/break-glass'],
      },
    },
    {
      cloud: 'google',
      region: 'europe-west4',
      role: 'standby',
      addressSlot: 1,
      projectId: 'acme-ml-prod',
      projectNumber: '333333333333',
      billingAccountId: '012345-6789AB-CDEF01',
      organisationTrail: { organisationId: '999999999999' },
      people: {
        viewers: ['ml-platform-viewers@example.com'],
        operators: ['ml-platform-operators@example.com'],
        breakGlass: ['ml-platform-break-glass@example.com'],
      },
    },
    {
      cloud: 'azure',
      region: 'swedencentral',
      role: 'standby',
      addressSlot: 2,
      subscriptionId: '33333333-3333-4333-8333-333333333333',
      tenantId: '99999999-9999-4999-8999-999999999999',
      organisationTrail: { managementGroupId: 'acme' },
      people: {
        viewers: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa1'],
        operators: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa2'],
        breakGlass: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa3'],
      },
    },
  ],
});
