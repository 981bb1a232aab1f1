/** Why an account did not answer; each code has one fix. */
export const liveFixes = {
  LIVE_SDK_MISSING: 'install the optional packages of evenkeel: npm install --include=optional',
  LIVE_NO_CREDENTIALS: 'sign in to the cloud as for Terraform, and run it again',
  LIVE_DENIED: 'have the listed rights granted, or run it without --live',
  LIVE_WRONG_ACCOUNT: 'sign in to the account that the site names',
  LIVE_THROTTLED: 'wait a minute and run it again',
  LIVE_UNREACHABLE: 'check the way to the address, proxies included, or run it without --live',
  LIVE_FAILED: 'run it again with EVENKEEL_DEBUG=1, and report what it prints if it stays so',
} as const;

export type LiveCode = keyof typeof liveFixes;

/** An account that did not answer: not wrong input, and no finding either. */
export class LiveFailure extends Error {
  readonly fix: string;

  constructor(
    readonly code: LiveCode,
    /** What was asked: `test-aws-eu-west-1 servicequotas:GetServiceQuota`. */
    readonly place: string,
    message: string,
  ) {
    super(message);
    this.name = 'LiveFailure';
    this.fix = liveFixes[code];
  }
}

const networkCodes = [
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
];

/** Names and messages by which the SDKs say it, the first that fits. */
const signs: readonly [LiveCode, RegExp][] = [
  ['LIVE_SDK_MISSING', /ERR_MODULE_NOT_FOUND|MODULE_NOT_FOUND/],
  [
    'LIVE_NO_CREDENTIALS',
    /CredentialsProviderError|CredentialUnavailable|AuthenticationRequired|AggregateAuthenticationError|Could not load (the default )?credentials|ExpiredToken|UnrecognizedClient|InvalidClientTokenId|AuthFailure|invalid_grant/,
  ],
  ['LIVE_THROTTLED', /TooManyRequests|Throttl|RequestLimitExceeded|rateLimitExceeded/],
  ['LIVE_DENIED', /AccessDenied|UnauthorizedOperation|NotAuthorized|AuthorizationFailed|PERMISSION_DENIED/],
  [
    'LIVE_UNREACHABLE',
    new RegExp([...networkCodes, 'TimeoutError', 'AbortError', 'ConnectTimeout', 'fetch failed'].join('|')),
  ],
];

const byStatus: Readonly<Record<number, LiveCode>> = {
  401: 'LIVE_NO_CREDENTIALS',
  403: 'LIVE_DENIED',
  429: 'LIVE_THROTTLED',
};

interface SdkError {
  readonly name?: string;
  readonly code?: unknown;
  readonly status?: number;
  readonly statusCode?: number;
  readonly cause?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

const wordsOf = (error: unknown, depth = 0): string => {
  if (typeof error !== 'object' || error === null || depth > 2) return '';
  const { name, code, cause } = error as SdkError;
  const message = error instanceof Error ? error.message : '';
  return [name, code, message, wordsOf(cause, depth + 1)].join(' ');
};

const firstLine = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).split('\n', 1)[0]?.trim() || 'no message';

/** What an SDK threw, in words of this program. */
export function liveFailure(error: unknown, place: string): LiveFailure {
  if (error instanceof LiveFailure) return error;
  const words = wordsOf(error);
  const { status, statusCode, $metadata } = (typeof error === 'object' && error !== null ? error : {}) as SdkError;
  const code =
    signs.find(([, sign]) => sign.test(words))?.[0] ??
    byStatus[status ?? statusCode ?? $metadata?.httpStatusCode ?? 0] ??
    'LIVE_FAILED';
  return new LiveFailure(code, place, firstLine(error));
}

/** Does something with an account; whatever is thrown becomes a `LiveFailure` at `place`. */
export async function asked<T>(place: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    throw liveFailure(error, place);
  }
}
