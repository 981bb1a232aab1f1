import type { EnvironmentInput } from '../../../../environments/schema';
import { adoptedInputs } from '../../../fixtures/adopted-sites';
import { automaticWords } from '../../../fixtures/automatic-sites';
import { siteInputs } from '../../../fixtures/environment';
import { sixSiteInputs } from '../../../fixtures/six-sites';

/** An environment that breaks a rule, what is found, and the nearest one that keeps it. */
export type RuleCase = readonly [
  rule: string,
  broken: Partial<EnvironmentInput>,
  found: readonly string[],
  kept: Partial<EnvironmentInput>,
];

export const { aws, google, azure } = siteInputs;
export const { awsSecond, azureSecond } = sixSiteInputs;

export const names = {
  aws: 'test-aws-eu-west-1',
  google: 'test-google-europe-west1',
  azure: 'test-azure-westeurope',
} as const;
export const local = { cloud: 'local' } as const;

export const only = (site: object): Partial<EnvironmentInput> => ({
  sites: [site as EnvironmentInput['sites'][number]],
});

export const far = { ...google, role: 'primary', region: 'europe-southwest1', pools: { gpu: { enabled: false } } };

export const primary = (site: object): object => ({ ...site, role: 'primary' });

export const automatic = automaticWords;
export const issuer = 'https://id.example.com';
export const signIn = {
  oidc: { issuer, clientId: 'site' },
  jwt: { issuer, audiences: ['ml'], jwksUri: `${issuer}/keys` },
};

export const vpc = adoptedInputs.aws.network;
/** A site in an adopted VPC whose first subnet of databases is another one. */
export const withData = (first: { readonly id?: string; readonly cidr?: string }): Partial<EnvironmentInput> => {
  const data = vpc.subnets.data.map((subnet, index) => (index === 0 ? { ...subnet, ...first } : subnet));
  return only({ ...aws, adopt: { network: { ...vpc, subnets: { ...vpc.subnets, data } } } });
};
export const adoptedData = 'sites[0].adopt.network.subnets.data[0]';
export const adoptedVpc = { ...aws, adopt: { network: vpc } };
export const adoptedVnet = { ...azure, role: 'primary', adopt: { network: adoptedInputs.azure.network } };
export const imported = { stack: 'network', to: 'aws_vpc.network_vpc_1', id: 'vpc-1' };
export const servedBy = (access: 'programs' | 'service') => ({
  gateway: { ...signIn, edgeCertificate: 'entered' as const },
  serving: {
    models: { churn: { source: { from: 'registry' as const, model: 'churn', version: 1 }, access } },
  },
});
export const organisationRole = 'arn:aws:iam::999999999999:role/guardrails';
export const awsNext = { ...aws, role: 'standby', addressSlot: 1, region: 'eu-central-1' } as const;
export const azureFirst = { ...azure, role: 'primary', pools: { gpu: { enabled: false } } } as const;
export const googleFirst = { ...google, role: 'primary' } as const;
export const googleNext = { ...google, addressSlot: 2, region: 'europe-west4' } as const;
export const organisationTrail = { organisationId: 'o-a1b2c3d4e5' };
export const served = servedBy('programs');
export const edge = { routes: ['models/churn'] };
