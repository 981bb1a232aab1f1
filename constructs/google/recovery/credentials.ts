import type { GoogleSite } from '../../../environments/model';
import { type CredentialRecovery, nothing, type SecretRecovery } from '../../contracts/recovery-commands';
import { keyRingName, secretId, serviceAccountEmail } from '../names';
import { gcloud } from './call';

const pipeline = (site: GoogleSite): string => serviceAccountEmail(site, 'apply');

/** Secrets in Secret Manager. */
export const secret: SecretRecovery<GoogleSite> = {
  read: (request) => gcloud(request.site, ['secrets', 'versions', 'access', 'latest', '--secret', secretId(request)]),
  write: (request) =>
    gcloud(request.site, [
      'secrets',
      'versions',
      'add',
      secretId(request),
      '--data-file',
      '-',
      '--format',
      'value(name)',
    ]),
  changedAt: (request) =>
    gcloud(request.site, [
      'secrets',
      'versions',
      'list',
      secretId(request),
      '--filter',
      'state=ENABLED',
      '--sort-by',
      '~createTime',
      '--limit',
      '1',
      '--format',
      'value(createTime)',
    ]),
};

/** The pipeline's account, and the data key in Cloud KMS. */
export const credentials: CredentialRecovery<GoogleSite> = {
  lockOutPipeline: (site) => ({
    commands: [gcloud(site, ['iam', 'service-accounts', 'disable', pipeline(site)])],
    check: {
      command: gcloud(site, ['iam', 'service-accounts', 'describe', pipeline(site), '--format', 'value(disabled)']),
      expects: /^True$/m,
      untouched: /^(False)?\s*$/m,
      says: 'whether the account of the pipeline is disabled',
    },
    undo: [gcloud(site, ['iam', 'service-accounts', 'enable', pipeline(site)])],
  }),
  rotateDataKey: (site, since) => {
    const path = site.adopt?.keys?.data?.split('/');
    const key = path?.at(-1) ?? 'data';
    const ring = path?.at(-3) ?? keyRingName(site, 'data');
    const at = ['--keyring', ring, '--location', site.region];
    return {
      commands: [gcloud(site, ['kms', 'keys', 'versions', 'create', '--key', key, ...at, '--primary'])],
      check: {
        command: gcloud(site, [
          'kms',
          'keys',
          'versions',
          'list',
          '--key',
          key,
          ...at,
          '--filter',
          `state=ENABLED AND createTime>="${since}"`,
          '--limit',
          '1',
          '--format',
          'value(state)',
        ]),
        expects: /^ENABLED$/m,
        untouched: nothing,
        says: `versions of the data key since ${since}`,
      },
    };
  },
};
