import { stripVTControlCharacters } from 'node:util';
import type { FailureCode } from '../runbook-failure';

/** Terraform's words without the colours and frames it draws and the lines it wraps. Not every call can be told to do without. */
const unwrapped = (text: string): string =>
  stripVTControlCharacters(text)
    .replaceAll(/[│╷╵\s]+/g, ' ')
    .trim();

/** An account of Azure is a name of its own in DNS. */
const absentAccount = /lookup \S+\.blob\.\S+( on \S+)?:? no such host/;

/**
 * How the backends of Terraform 1.11 (`internal/backend/remote-state/{s3,gcs,azure}`) say that there is no bucket,
 * container or account yet. Anything else that goes wrong while a state is read is no proof that there is none.
 */
const absentStates: readonly RegExp[] = [
  /S3 bucket "?[^" ]*"? ?does not exist|NoSuchBucket/,
  /storage: bucket doesn't exist|The specified bucket does not exist/,
  /ContainerNotFound|The specified container does not exist|ResourceGroupNotFound|StorageAccountNotFound|ParentResourceNotFound/,
  absentAccount,
];

/** Whether a read of remote state failed because the place that is to hold it was never made. */
export const saysStateIsAbsent = (text: string): boolean => {
  const words = unwrapped(text);
  return absentStates.some((sign) => sign.test(words));
};

/**
 * A name that must be found for those words to prove anything: without a network no name is. `undefined`: a cloud itself
 * said so.
 */
export const absenceNeeds = (text: string): string | undefined =>
  absentAccount.test(unwrapped(text)) ? 'login.microsoftonline.com' : undefined;

/** Whether a plan failed because a stack that it reads from was never applied, or not since it has what is read. */
export const saysOutputIsAbsent = (text: string): boolean =>
  /Unable to find remote state|No stored state was found|does not have an attribute named "?cross-stack-output/.test(
    unwrapped(text),
  );

/** Addresses of protected resources for whose sake a plan was refused. */
export const protectedIn = (text: string): string[] => [
  ...new Set(
    [...unwrapped(text).matchAll(/Resource (\S+) has lifecycle\.prevent_destroy set/g)].map(
      ([, address = '']) => address,
    ),
  ),
];

/** By which words Terraform, its backends and the three providers say what is wrong; the first that fits. */
const signs: readonly (readonly [FailureCode, RegExp])[] = [
  ['STATE_LOCKED', /Error acquiring the state lock|state blob is already locked/],
  [
    'ACCOUNT_OTHER',
    /AWS account ID not allowed|is not allowed: \d{12}|SubscriptionNotFound|InvalidAuthenticationTokenTenant|USER_PROJECT_DENIED|project to be .* but/i,
  ],
  [
    'ACCOUNT_SIGNED_OUT',
    /No valid credential sources|failed to refresh cached credentials|could not find default credentials|ExpiredToken|InvalidClientTokenId|UnrecognizedClientException|Please run 'az login'|az login|invalid_grant|invalid_rapt|could not configure AzureCli Authorizer|unable to build authorizer/i,
  ],
  [
    'NAME_TAKEN',
    /BucketAlreadyExists|requested bucket name is not available|StorageAccountAlreadyTaken|StorageAccountAlreadyExists|VaultAlreadyExists|vault name .* is already in use/i,
  ],
  [
    'RESOURCE_EXISTS',
    /BucketAlreadyOwnedByYou|EntityAlreadyExists|AlreadyExistsException|already own it|already exists - to be managed via Terraform|alreadyExists|already exists\b/i,
  ],
  [
    'CLOUD_DENIED',
    /AccessDenied|UnauthorizedOperation|AuthorizationFailed|AuthorizationPermissionMismatch|not authorized to perform|Error 403|StatusCode: 403|status(?: code)? 403|Permission '?\S+'? denied|PERMISSION_DENIED/,
  ],
  [
    'CLOUD_UNREACHABLE',
    /no such host|connection refused|connection reset|network is unreachable|i\/o timeout|TLS handshake timeout|Client\.Timeout|request send failed|proxyconnect|unexpected EOF|server misbehaving/i,
  ],
];

/** What a failed call is about, by its words. */
export const failureCodeOf = (text: string): FailureCode => {
  const words = unwrapped(text);
  return signs.find(([, sign]) => sign.test(words))?.[0] ?? 'TERRAFORM_FAILED';
};

/** What a failed call said, short enough for a message: from its first "Error:" on. */
export function errorOf(text: string, maxLength = 600): string {
  const words = unwrapped(text);
  const error = words.indexOf('Error:');
  const told = error === -1 ? words.slice(-maxLength) : words.slice(error + 'Error:'.length).trim();
  return told.length > maxLength ? `${told.slice(0, maxLength)}...` : told || 'no message';
}

/** Who holds a lock, as Terraform tells it. */
export interface StateLock {
  readonly id: string;
  readonly operation: string;
  /** `<user>@<host>` */
  readonly who: string;
  /** UTC, as Terraform writes it: `2026-11-22 19:03:11.5 +0000 UTC`. Default: it does not say. */
  readonly since?: string;
}

const locked =
  /\bID: (?<id>\S+) Path: .*? Operation: (?<operation>\S+) Who: (?<who>\S+)(?: Version: \S+ Created: (?<since>\S+ \S+ \S+ UTC))?/;

/** Whether a call that came to its end could not give its lock back. */
export const saysLockStayed = (text: string): boolean => /Error releasing the state lock/.test(unwrapped(text));

export function stateLockIn(text: string): StateLock | undefined {
  const found = locked.exec(unwrapped(text))?.groups;
  if (!found) return undefined;
  const { id = '', operation = '', who = '', since } = found;
  return { id, operation, who, ...(since === undefined ? {} : { since }) };
}
