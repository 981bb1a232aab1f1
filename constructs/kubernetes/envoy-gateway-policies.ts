/**
 * No typed model of Envoy Gateway's kinds is published; the fields below are those that are used, as its definitions of
 * version 1.9 state them.
 */
const apiVersion = 'gateway.envoyproxy.io/v1alpha1';

interface Policy<Kind extends string, Spec> {
  readonly apiVersion: typeof apiVersion;
  readonly kind: Kind;
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: Spec;
}

/** What a policy holds for: an object of its own namespace by name, or routes of many by their labels. */
export type PolicyTarget =
  | {
      readonly targetRefs: readonly {
        readonly group: 'gateway.networking.k8s.io';
        readonly kind: 'Gateway' | 'HTTPRoute';
        readonly name: string;
        readonly sectionName?: string;
      }[];
    }
  | {
      readonly targetSelectors: readonly {
        readonly kind: 'HTTPRoute';
        readonly matchLabels: Readonly<Record<string, string>>;
        readonly namespaces: {
          readonly from: 'Selector';
          readonly selector: { readonly matchLabels: Readonly<Record<string, string>> };
        };
      }[];
    };

interface HeaderMatch {
  readonly name: string;
  readonly type: 'Exact' | 'Prefix';
  readonly value: string;
}

export interface Oidc {
  readonly provider: { readonly issuer: string };
  readonly clientID: string;
  /** A Secret of the policy's own namespace: another one is refused. */
  readonly clientSecret: { readonly name: string };
  readonly scopes: readonly string[];
  readonly refreshToken: boolean;
  readonly forwardAccessToken: boolean;
  /** Requests with a header that `jwt` reads are not asked to sign in. */
  readonly passThroughAuthHeader: boolean;
  readonly cookieConfig: { readonly sameSite: 'Lax' | 'Strict' };
  readonly denyRedirect: { readonly headers: readonly HeaderMatch[] };
}

export interface Jwt {
  /** A request without a token passes; one with a wrong token does not. */
  readonly optional?: boolean;
  readonly providers: readonly {
    readonly name: string;
    readonly issuer: string;
    readonly audiences: readonly string[];
    readonly remoteJWKS: { readonly uri: string; readonly cacheDuration: string };
    readonly claimToHeaders: readonly { readonly claim: string; readonly header: string }[];
  }[];
}

export interface SecurityRules {
  readonly oidc?: Oidc;
  readonly jwt?: Jwt;
  readonly apiKeyAuth?: {
    readonly credentialRefs: readonly { readonly name: string }[];
    readonly extractFrom: readonly { readonly headers: readonly string[] }[];
    readonly forwardClientIDHeader: string;
    /** The key is not sent on. */
    readonly sanitize: boolean;
  };
  readonly cors?: {
    readonly allowOrigins: readonly string[];
    readonly allowMethods: readonly string[];
    readonly allowHeaders: readonly string[];
    readonly allowCredentials: boolean;
    readonly maxAge: string;
  };
  readonly authorization?: { readonly defaultAction: 'Allow' | 'Deny' };
}

export type SecurityPolicy = Policy<'SecurityPolicy', PolicyTarget & SecurityRules>;

export interface UserRule {
  readonly clientSelectors: readonly {
    readonly headers: readonly {
      readonly name: string;
      /** `Distinct`: each value has a count of its own. */
      readonly type: 'Exact' | 'Distinct';
      readonly value?: string;
      readonly invert?: boolean;
    }[];
  }[];
  readonly limit: { readonly requests: number; readonly unit: 'Minute' };
}

export type BackendTrafficPolicy = Policy<
  'BackendTrafficPolicy',
  PolicyTarget & {
    readonly timeout: { readonly tcp: { readonly connectTimeout: string } };
    readonly retry: { readonly numRetries: number; readonly retryOn: { readonly triggers: readonly string[] } };
    readonly circuitBreaker?: {
      readonly maxConnections: number;
      readonly maxParallelRequests: number;
      readonly maxPendingRequests: number;
    };
    /** `Service`: to the address of the Service; left out: to each pod that is ready. */
    readonly routingType?: 'Service';
    readonly responseOverride?: readonly {
      readonly match: { readonly statusCodes: readonly { readonly type: 'Value'; readonly value: number }[] };
      /** `Local`: what the gateway itself answers. */
      readonly source: 'Local';
      readonly response: {
        readonly header: { readonly set: readonly { readonly name: string; readonly value: string }[] };
      };
    }[];
    readonly rateLimit?: {
      /** Of each proxy by itself. */
      readonly local?: {
        readonly rules: readonly { readonly limit: { readonly requests: number; readonly unit: 'Second' } }[];
      };
      /** Of all proxies together; a rule holds for requests that match all of a selector's headers. */
      readonly global?: { readonly rules: readonly UserRule[] };
    };
    readonly requestBuffer?: { readonly limit: string };
  }
>;

export type ClientTrafficPolicy = Policy<
  'ClientTrafficPolicy',
  PolicyTarget & {
    /** Who the caller is: as many proxies before, each of which adds whom it heard to `X-Forwarded-For`. Default: nobody. */
    readonly clientIPDetection?: { readonly xForwardedFor: { readonly numTrustedHops: number } };
    readonly tls: { readonly minVersion: '1.2' | '1.3'; readonly alpnProtocols: readonly string[] };
    readonly http2: { readonly maxConcurrentStreams: number };
    readonly path: { readonly escapedSlashesAction: 'UnescapeAndRedirect' };
    readonly headers: {
      readonly withUnderscoresAction: 'RejectRequest';
      readonly earlyRequestHeaders: { readonly remove: readonly string[] };
    };
    readonly timeout: {
      readonly http: { readonly requestHeadersReceivedTimeout: string; readonly idleTimeout: string };
    };
  }
>;

type HttpRouteFilter = Policy<
  'HTTPRouteFilter',
  {
    readonly directResponse: {
      readonly statusCode: number;
      readonly contentType: string;
      readonly body: { readonly type: 'Inline'; readonly inline: string };
    };
  }
>;

export type EnvoyExtensionPolicy = Policy<
  'EnvoyExtensionPolicy',
  PolicyTarget & {
    readonly wasm: readonly {
      readonly name: string;
      readonly rootID: string;
      readonly code: {
        readonly type: 'Image';
        readonly image: { readonly url: string };
        readonly pullPolicy: 'IfNotPresent';
      };
      readonly config: object;
      /** Requests pass where the extension cannot be loaded or breaks. */
      readonly failOpen: boolean;
    }[];
  }
>;

type PolicyOf = {
  readonly EnvoyExtensionPolicy: EnvoyExtensionPolicy;
  readonly SecurityPolicy: SecurityPolicy;
  readonly BackendTrafficPolicy: BackendTrafficPolicy;
  readonly ClientTrafficPolicy: ClientTrafficPolicy;
  readonly HTTPRouteFilter: HttpRouteFilter;
};

export const envoyPolicy = <K extends keyof PolicyOf>(
  kind: K,
  metadata: { readonly name: string; readonly namespace: string },
  spec: PolicyOf[K]['spec'],
) => ({ apiVersion, kind, metadata, spec }) as PolicyOf[K];

export const routeTarget = (name: string): PolicyTarget => ({
  targetRefs: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name }],
});
