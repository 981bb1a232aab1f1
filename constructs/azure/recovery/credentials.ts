import type { AzureSite } from '../../../environments/model';
import type { NeedRequest } from '../../contracts/need-provider';
import type { CredentialRecovery, SecretRecovery } from '../../contracts/recovery-commands';
import { groupName, vaultName, vaultSecretName } from '../names';
import { requestTags } from '../request-tags';
import { az } from './call';

const pipelineTrust = (site: AzureSite): string[] => [
  '--resource-group',
  groupName(site, 'state'),
  '--identity-name',
  'pipeline-apply',
];

const secretAt = (request: NeedRequest<'postgres' | 'secret', AzureSite>): string[] => [
  '--vault-name',
  vaultName(request.site, 'data'),
  '--name',
  vaultSecretName(request),
];

/** Secrets in Key Vault. */
export const secret: SecretRecovery<AzureSite> = {
  read: (request) => az(request.site, ['keyvault', 'secret', 'show', ...secretAt(request), '--query', 'value']),
  write: (request) =>
    az(request.site, [
      'keyvault',
      'secret',
      'set',
      ...secretAt(request),
      '--file',
      '/dev/stdin',
      '--encoding',
      'utf-8',
      '--content-type',
      'application/json',
      '--tags',
      ...Object.entries(requestTags(request)).map(([key, value]) => `${key}=${value}`),
      '--query',
      'name',
    ]),
  changedAt: (request) =>
    az(request.site, ['keyvault', 'secret', 'show', ...secretAt(request), '--query', 'attributes.created']),
};

/** The pipeline's identity, and the data key in Key Vault. */
export const credentials: CredentialRecovery<AzureSite> = {
  lockOutPipeline: (site) => ({
    commands: [
      az(site, ['identity', 'federated-credential', 'delete', ...pipelineTrust(site), '--name', 'pipeline', '--yes']),
    ],
    check: {
      command: az(site, ['identity', 'federated-credential', 'list', ...pipelineTrust(site), '--query', 'length(@)']),
      expects: /^0$/m,
      untouched: /^[1-9]\d*$/m,
      says: 'ways by which the pipeline signs in',
    },
  }),
  rotateDataKey: (site, since) => {
    const adopted = site.adopt?.keys?.data?.id.split('/');
    const at = ['--vault-name', adopted?.at(-3) ?? vaultName(site, 'data'), '--name', adopted?.at(-1) ?? 'data'];
    return {
      commands: [az(site, ['keyvault', 'key', 'rotate', ...at])],
      check: {
        command: az(site, [
          'keyvault',
          'key',
          'list-versions',
          ...at,
          '--query',
          `length([?attributes.created>='${since}'])`,
        ]),
        expects: /^[1-9]\d*$/m,
        untouched: /^0$/m,
        says: `versions of the data key since ${since}`,
      },
    };
  },
};
