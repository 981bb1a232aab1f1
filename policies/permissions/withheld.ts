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
  aws: [
    {
      step: 'plan',
      permission: 'sts:AssumeRole',
      because: 'the role of the organisation that reads its policies may change them, too',
      instead: 'plan `governance` as the pipeline that applies',
    },
  ],
  google: [
    {
      step: 'plan',
      permission: 'billing.budgets.*',
      because: 'budgets are of the billing account, where nobody of a project gives rights',
      instead: 'have who keeps the billing account give roles/billing.viewer on it to the pipeline that plans',
    },
    {
      step: 'apply',
      permission: 'billing.budgets.*',
      because: 'budgets are of the billing account, where nobody of a project gives rights',
      instead: 'have who keeps the billing account give roles/billing.costsManager on it to the pipeline that applies',
    },
    { step: 'plan', permission: 'container.secrets.*', because: helmSecrets, instead: underApply },
    {
      step: 'apply',
      permission: 'orgpolicy.*',
      because: 'roles/orgpolicy.policyAdmin is given by the organisation, never on a project',
      instead:
        'have the organisation give it to the pipeline that applies, on a folder or bound by a tag of the project',
    },
  ],
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
