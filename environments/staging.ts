import { defineEnvironment } from './schema/define-environment';

/**
 * The dress rehearsal of production: the same clouds and settings, smaller machines. Kafka is the clouds' own here: nothing
 * is mirrored, no program writes in transactions, which one of them lacks, and DataHub, which signs in by a password only,
 * stays out.
 */
export default defineEnvironment({
  name: 'staging',
  organisation: 'acme',
  owner: 'ml-platform',
  costCentre: 'ml-001',
  dataClass: 'confidential',
  contact: 'ml-platform@example.com',
  domain: 'staging.ml.example.com',
  jurisdiction: 'eu',
  addresses: { supernet: '10.64.0.0/10' },
  // A quarter above the bill of `evenkeel cost staging`.
  budget: { monthlyUsd: 26_000, tags: ['owner', 'cost-centre', 'environment', 'site', 'service'], spotShare: 0.5 },
  auditLogRetentionDays: 90,
  operatorCidrs: ['192.168.16.0/20'],
  ci: {
    issuer: 'https://token.actions.githubusercontent.com',
    planSubject: 'repo:example/ml-platform:environment:staging-plan',
    applySubject: 'repo:example/ml-platform:environment:staging',
  },
  governance: { guardrails: 'account' },
  gitops: { repository: 'https://github.com/example/ml-platform.git', revision: 'staging' },
  // Machines come for the pods that wait, and go with them: a rehearsal is idle most of the day.
  pools: {
    provisioning: 'automatic',
    system: { machine: 'general-2' },
    general: { maxNodes: 6 },
    spot: { maxNodes: 6, automatic: { onDemandFallback: true } },
    gpu: { maxNodes: 2, automatic: { maxGpus: 2, markets: ['spot', 'on-demand'] } },
  },
  interconnect: {
    // As `kubectl get gateway site` and the cloud show them once the site runs.
    gatewayAddresses: {
      'staging-aws-eu-west-1': ['10.64.10.20', '10.64.40.20', '10.64.70.20'],
      'staging-google-europe-west1': ['10.68.10.20'],
      'staging-azure-westeurope': ['10.72.10.20'],
    },
  },
  services: {
    tracking: { replicas: 2, size: 'small', storageGiB: 50 },
    orchestration: { dags: { repository: 'https://github.com/example/ml-dags.git', revision: 'staging' } },
    featureStore: {},
    streaming: {
      broker: 'managed',
      parameters: { 'num.partitions': 24, 'log.retention.hours': 336 },
      topics: [{ name: 'events' }, { name: 'profiles', compacted: true }],
    },
    modelMonitoring: {},
    gateway: {
      oidc: { issuer: 'https://login.example.com', clientId: 'ml-platform-staging' },
      jwt: {
        issuer: 'https://login.example.com',
        audiences: ['ml-platform-staging'],
        jwksUri: 'https://login.example.com/.well-known/jwks.json',
      },
    },
    workbench: {
      notebooks: {
        signIn: { issuer: 'https://login.example.com', clientId: 'ml-platform-staging-notebooks' },
        maxServers: 10,
        maxUsers: 30,
      },
    },
    monitoring: { longTerm: { federation: true } },
    serving: {
      models: {
        churn: { source: { from: 'registry', model: 'churn', version: 1 }, delivery: { by: 'canary' } },
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
          replicas: { min: 0, max: 1 },
        },
      },
    },
    processing: {
      streams: {
        sessions: {
          jar: 'jars/sessions-1.4.0.jar',
          entryClass: 'com.example.events.Sessions',
          reads: [{ name: 'events' }],
          writes: [{ name: 'sessions', owned: true }],
          exactlyOnce: false,
        },
      },
    },
    lakehouse: {},
    transforms: {},
    dataQuality: {},
    scaling: {},
  },
  sites: [
    {
      cloud: 'aws',
      region: 'eu-west-1',
      role: 'primary',
      addressSlot: 0,
      accountId: '222222222222',
      organisationRole: 'arn:aws:iam::999999999999:role/evenkeel-guardrails',
      providers: { cache: 'managed' },
      people: {
        viewers: ['arn:aws:iam::222222222222:role/ml-platform-viewers'],
        operators: ['arn:aws:iam::222222222222:role/ml-platform-operators'],
        breakGlass: ['arn:aws:iam::222222222222:user/break-glass'],
      },
    },
    {
      cloud: 'google',
      region: 'europe-west1',
      role: 'standby',
      addressSlot: 1,
      projectId: 'acme-ml-staging',
      projectNumber: '222222222222',
      providers: { cache: 'managed' },
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
      subscriptionId: '22222222-2222-4222-8222-222222222222',
      tenantId: '99999999-9999-4999-8999-999999999999',
      people: {
        viewers: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa1'],
        operators: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa2'],
        breakGlass: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa3'],
      },
    },
  ],
});
