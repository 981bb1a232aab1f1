import {
  errorOf,
  failureCodeOf,
  protectedIn,
  saysOutputIsAbsent,
  saysStateIsAbsent,
  stateLockIn,
} from '../../../runbooks/terraform/terraform-words';

/** As Terraform draws it: framed, and wrapped wherever the line ends. */
const framed = (...lines: string[]): string => ['╷', ...lines.map((line) => `│ ${line}`), '╵', ''].join('\n');

describe('whether the place of a state was never made', () => {
  it.each([
    ['s3', framed('Error: Failed to get existing workspaces: S3 bucket', '"acme-state" does not exist.')],
    [
      'gcs',
      framed(
        'Error: Failed to get existing workspaces: querying Cloud Storage failed: storage: bucket',
        "doesn't exist",
      ),
    ],
    [
      'azurerm, container',
      framed(
        'Error: listing blobs: unexpected status 404 (404 The specified container does',
        'not exist.) with ContainerNotFound',
      ),
    ],
    [
      'azurerm, account',
      framed('dial tcp: lookup acmestate.blob.core.windows.net on 168.63.129.16:53:', 'no such host'),
    ],
  ])('%s: yes', (_, text) => expect(saysStateIsAbsent(text)).toBe(true));

  it.each([
    ['not allowed to look', framed('googleapi: Error 403: denied on resource (or it may not exist)., forbidden')],
    ['no network', framed('dial tcp: lookup sts.eu-west-1.amazonaws.com: no such host')],
    ['an expired token', framed('Error: ExpiredToken: The security token included in the request is expired')],
    ['nothing', ''],
  ])('%s: no proof', (_, text) => expect(saysStateIsAbsent(text)).toBe(false));
});

it.each([
  ['ACCOUNT_OTHER', 'Error: AWS account ID not allowed: 999999999999'],
  ['ACCOUNT_OTHER', 'SubscriptionNotFound: The subscription was not found'],
  ['ACCOUNT_SIGNED_OUT', 'Error: No valid credential sources found'],
  ['ACCOUNT_SIGNED_OUT', 'google: could not find default credentials'],
  ['ACCOUNT_SIGNED_OUT', "ERROR: Please run 'az login' to setup account"],
  ['NAME_TAKEN', 'creating S3 Bucket (x): BucketAlreadyExists: The requested bucket name is not available.'],
  ['NAME_TAKEN', 'StorageAccountAlreadyTaken: The storage account named x is already taken.'],
  ['RESOURCE_EXISTS', 'BucketAlreadyOwnedByYou: Your previous request succeeded and you already own it.'],
  [
    'RESOURCE_EXISTS',
    'A resource with the ID "/x" already exists - to be managed via Terraform this resource needs to be imported',
  ],
  ['CLOUD_DENIED', 'StatusCode: 403, RequestID: x, api error AccessDenied'],
  ['CLOUD_DENIED', 'googleapi: Error 403: Permission denied'],
  ['CLOUD_UNREACHABLE', 'dial tcp 10.0.0.1:443: connect: connection refused'],
  ['STATE_LOCKED', 'Error: Error acquiring the state lock'],
  ['TERRAFORM_FAILED', 'Error: Unsupported argument'],
])('%s: %s', (code, text) => expect(failureCodeOf(framed(text))).toBe(code));

it('says an error in one line, without frames', () => {
  expect(errorOf(framed('Error: first', '', '  second line'))).toBe('first second line');
  expect(errorOf('')).toBe('no message');
  expect(errorOf(`Error: ${'x'.repeat(900)}`)).toHaveLength(603);
});

it('says who holds a lock', () => {
  const text = framed(
    'Error: Error acquiring the state lock',
    'Lock Info:',
    '\u001b[31m│\u001b[0m \u001b[0m  ID:        5f1c',
    '  Path:      bucket/dev-state.tfstate',
    '  Operation: state-push',
    '  Who:       ann@laptop',
    '  Version:   1.11.4',
  );
  expect(stateLockIn(text)).toEqual({ id: '5f1c', operation: 'state-push', who: 'ann@laptop' });
  expect(stateLockIn('Error: another')).toBeUndefined();
});

it('says since when a lock is held, where Terraform does', () => {
  const text = framed(
    'Lock Info:',
    '  ID:        5f1c',
    '  Path:      bucket/dev.tfstate',
    '  Operation: OperationTypeApply',
    '  Who:       ann@laptop',
    '  Version:   1.11.4',
    '  Created:   2026-11-22 19:03:11.5 +0000 UTC',
    '  Info:      ',
  );
  expect(stateLockIn(text)?.since).toBe('2026-11-22 19:03:11.5 +0000 UTC');
});

it('names what is protected from a plan', () => {
  const text = framed(
    'Error: Instance cannot be destroyed',
    '',
    '  on cdk.tf.json line 12, in resource.aws_db_instance.a:',
    'Resource aws_db_instance.a has lifecycle.prevent_destroy set,',
    'but the plan calls for this resource to be destroyed.',
  );
  expect(protectedIn(text + text)).toEqual(['aws_db_instance.a']);
  expect(protectedIn('Error: another')).toEqual([]);
});

it.each([
  ['a stack that was never applied', 'Error: Unable to find remote state', true],
  ['an output that is new', 'This object does not have an attribute named "cross-stack-output-aws_vpca".', true],
  ['anything else', 'This object does not have an attribute named "name".', false],
])('knows what is planned too early: %s', (_, text, expected) =>
  expect(saysOutputIsAbsent(framed(text))).toBe(expected),
);
