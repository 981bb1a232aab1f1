import { type CapabilityId, capabilities, type StackName } from '../../../constructs/contracts';
import type { EnvironmentBuild, SiteSummary } from '../../../delivery/build';
import type { CapabilityResult } from '../../../policies/parity';

/** Every promise kept, but for those that are stated otherwise. */
export const parityOf = (
  cloud: string,
  otherwise: Partial<Record<CapabilityId, Pick<CapabilityResult, 'status' | 'because'>>> = {},
): CapabilityResult[] =>
  (Object.keys(capabilities) as CapabilityId[]).map((capability) => ({
    capability,
    status: 'kept',
    because: `cluster: ${cloud}_resource ${capability.replace('.', '_')}.enabled; data: ${cloud}_other settings.mode`,
    ...otherwise[capability],
  }));

const stack = (name: StackName, resources: number, ...dependsOn: StackName[]) => ({ name, resources, dependsOn });

export const cloudStacks = [
  stack('state', 9),
  stack('governance', 12, 'state'),
  stack('network', 31, 'state', 'governance'),
  stack('cluster', 38, 'network'),
  stack('data', 27, 'network'),
  stack('platform', 14, 'cluster', 'data'),
  stack('gitops', 2, 'platform'),
];

/** One sound site; tests change what they look at. */
export const siteBuild = (
  name: string,
  cloud: SiteSummary['cloud'],
  overrides: Partial<SiteSummary> = {},
): SiteSummary => ({
  name,
  cloud,
  region: 'eu-west-1',
  role: 'primary',
  services: ['tracking'],
  stacks: cloudStacks,
  objects: 74,
  rules: 0,
  dashboards: 0,
  parity: parityOf(cloud),
  findings: [],
  published: [],
  release: {
    schema: 1,
    environment: 'dev',
    site: name,
    kubernetes: '1.34',
    services: ['tracking'],
    providers: { [`hashicorp/${cloud}`]: '~> 6.14', 'hashicorp/kubernetes': '~> 2.38' },
    charts: { 'argo-cd': '8.6.1', 'cert-manager': 'v1.19.1' },
    images: ['ghcr.io/mlflow/mlflow:v3.6.0-full', 'quay.io/jetstack/cert-manager-controller:v1.19.1'],
    contentSha256: 'a3f1'.repeat(16),
  },
  seconds: 1.25,
  ...overrides,
});

export const environmentBuild = (
  name: string,
  sites: readonly SiteSummary[],
  overrides: Partial<EnvironmentBuild> = {},
): EnvironmentBuild => ({
  name,
  file: `environments/${name}.ts`,
  accounts: [],
  supernet: '10.0.0.0/10',
  sites,
  stacks: [],
  seconds: 3.5,
  cached: false,
  ...overrides,
});

const ownersCluster = { status: 'absent', because: 'the owner of the cluster runs its network' } as const;
const idle = { status: 'idle', because: 'nothing on this site asks for it' } as const;

/** Two environments on every cloud, one broken promise and one whose fix is unknown. */
export const builds: readonly EnvironmentBuild[] = [
  environmentBuild('local', [
    siteBuild('local-local', 'local', {
      region: 'local',
      stacks: [stack('platform', 12), stack('gitops', 2, 'platform')],
      parity: parityOf('kubernetes', {
        'network.egress': ownersCluster,
        'network.flow-logs': ownersCluster,
        'cluster.private-api': { status: 'absent', because: 'the owner of the cluster decides who reaches its API' },
        'cluster.gpu-pool': idle,
      }),
    }),
  ]),
  environmentBuild('dev', [
    siteBuild('dev-aws-eu-west-1', 'aws', { parity: parityOf('aws', { 'postgres.deletion-protection': idle }) }),
    siteBuild('dev-google-europe-west1', 'google', { region: 'europe-west1', role: 'standby' }),
    siteBuild('dev-azure-westeurope', 'azure', {
      region: 'westeurope',
      role: 'standby',
      parity: parityOf('azurerm', {
        'bucket.tls-only': { status: 'broken', because: 'data: azurerm_storage_account https_traffic_only_enabled' },
      }),
      findings: [
        {
          code: 'PARITY_BROKEN',
          file: 'dev-azure-westeurope',
          place: 'bucket.tls-only',
          message:
            'the synthesized output does not show this promise: data: azurerm_storage_account https_traffic_only_enabled',
          fix: 'mend the construct, or state in its capabilities.ts where the promise shows',
        },
        {
          code: 'DANGLING_REFERENCE',
          file: 'dev-azure-westeurope',
          place: 'tracking/Deployment/mlflow spec.serviceAccountName',
          message: 'no such service account is made',
          value: 'mlflow',
          allowed: ['default', 'tracking'],
          fix: '',
        },
      ],
    }),
  ]),
  environmentBuild('prod', [
    siteBuild('prod-aws-eu-west-1', 'aws'),
    siteBuild('prod-google-europe-west1', 'google', { region: 'europe-west1', role: 'standby' }),
    siteBuild('prod-azure-westeurope', 'azure', { region: 'westeurope', role: 'standby' }),
  ]),
];
