import type { AwsSite } from '../../../environments/model';
import type { Command } from '../../contracts/command';
import { secretPath } from '../../contracts/names';
import type { CredentialRecovery, SecretRecovery } from '../../contracts/recovery-commands';
import { ciRoleName, keyAlias } from '../names';
import { aws } from './call';

/** Sessions that were given out before the time are refused; new ones need the pipeline's own token. */
const olderSessions = (since: string): string =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Sid: 'SessionsFromBeforeTheIncident',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { DateLessThan: { 'aws:TokenIssueTime': since } },
      },
    ],
  });
const revoked = 'evenkeel-revoked-sessions';

const dataKeyId = (site: AwsSite): Command =>
  aws(site, [
    'kms',
    'describe-key',
    '--key-id',
    site.adopt?.keys?.data ?? keyAlias(site, 'data'),
    '--query',
    'KeyMetadata.KeyId',
  ]);

/** Secrets in Secrets Manager. */
export const secret: SecretRecovery<AwsSite> = {
  read: (request) =>
    aws(request.site, [
      'secretsmanager',
      'get-secret-value',
      '--secret-id',
      secretPath(request),
      '--query',
      'SecretString',
    ]),
  write: (request) =>
    aws(request.site, [
      'secretsmanager',
      'put-secret-value',
      '--secret-id',
      secretPath(request),
      '--secret-string',
      'file:///dev/stdin',
      '--query',
      'Name',
    ]),
  changedAt: (request) =>
    aws(request.site, [
      'secretsmanager',
      'describe-secret',
      '--secret-id',
      secretPath(request),
      '--query',
      'LastChangedDate',
    ]),
};

/** The pipeline's roles in IAM, and the data key in KMS. */
export const credentials: CredentialRecovery<AwsSite> = {
  lockOutPipeline: (site, since) => ({
    commands: (['plan', 'apply'] as const).map((step) =>
      aws(site, [
        'iam',
        'put-role-policy',
        '--role-name',
        ciRoleName(site, step),
        '--policy-name',
        revoked,
        '--policy-document',
        olderSessions(since),
      ]),
    ),
    check: {
      command: aws(site, [
        'iam',
        'list-role-policies',
        '--role-name',
        ciRoleName(site, 'apply'),
        '--query',
        `contains(PolicyNames, '${revoked}')`,
      ]),
      expects: /^True$/m,
      untouched: /^False$/m,
      says: 'whether older sessions of the pipeline are refused',
    },
  }),
  rotateDataKey: (site, since) => ({
    commands: [aws(site, ['kms', 'rotate-key-on-demand', '--key-id', '{key}'], { lookups: { key: dataKeyId(site) } })],
    check: {
      command: aws(
        site,
        [
          'kms',
          'list-key-rotations',
          '--key-id',
          '{key}',
          '--query',
          `length(Rotations[?RotationDate>='${since}']) > \`0\``,
        ],
        { lookups: { key: dataKeyId(site) } },
      ),
      expects: /^True$/m,
      untouched: /^False$/m,
      says: `whether the data key was rotated since ${since}`,
    },
  }),
};
