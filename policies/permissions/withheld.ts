import type { Cloud } from '../../environments/model';
import type { PipelineStep } from './pipeline-grants';

/** Something that a step would use, and does without. */
export interface Withheld {
  readonly step: PipelineStep;
  /** Pattern of the permission. */
  readonly permission: string;
  readonly because: string;
  /** How the step goes all the same. */
  readonly instead: string;
}

const helmSecrets = 'a release of Helm is kept as a Secret of the cluster, and whoever plans opens none';
const underApply = 'plan `gitops` as the pipeline that applies';

/** What a step of the pipeline is not given on purpose. */
export const withheld: Readonly<Record<Cloud, readonly Withheld[]>> = {
  aws: [],
  google: [{ step: 'plan', permission: 'container.secrets.*', because: helmSecrets, instead: underApply }],
  azure: [
    {
      step: 'plan',
      permission: 'Microsoft.ContainerService/managedClusters/secrets/read',
      because: helmSecrets,
      instead: underApply,
    },
    {
      step: 'plan',
      permission: 'Microsoft.KeyVault/vaults/secrets/getSecret/action',
      because: 'the vault gives a secret out with its value, and whoever plans a pull request reads none',
      instead: 'plan `data` with `-refresh=false` in pull requests',
    },
  ],
};
