import type { IReferenceGrant } from '@kubernetes-models/gateway-api/gateway.networking.k8s.io/v1beta1/ReferenceGrant';
import type { Construct } from 'constructs';
import type { RuleFinding } from '../../environments/rules/rule';
import { type ConfigOf, gateway, type RouteNeed } from '../../services';
import { guards } from '../../services/gateway';
import { limitOf, type RouteLimit } from '../../services/gateway-limits';
import { type NeedRequest, secretName } from '../contracts';
import { envoyPolicy, routeTarget, type UserRule } from '../kubernetes/envoy-gateway-policies';
import { typedObject } from '../kubernetes/typed-object';

type Request = NeedRequest<'route'>;
type Config = ConfigOf<typeof gateway>;

/** A larger body would fill the proxy, which holds it in memory to measure it; the service must refuse it itself. */
const measurableMiB = 32;

/** What the gateway must be able to check for each kind of access. */
const checks = {
  people: ['oidc'],
  programs: ['jwt'],
  both: ['oidc', 'jwt'],
  'api-key': ['apiKeys'],
  service: [],
} as const satisfies Readonly<Record<RouteNeed['access'], readonly (keyof Config)[]>>;

const gatewayOf = ({ site }: Request): Config | undefined => site.services.gateway;

/** Settings of the gateway that a route's access needs and that are missing. */
const missing = (config: Config, { access }: RouteNeed) =>
  guards(config) ? checks[access].filter((setting) => config[setting] === undefined) : [];

/** A route that the gateway would keep shut, because it cannot check those who may come in. */
export function unguarded(request: Request): Pick<RuleFinding, 'code' | 'message' | 'allowed' | 'fix'> | undefined {
  const config = gatewayOf(request);
  const settings = config ? missing(config, request.need) : [];
  if (settings.length === 0) return undefined;
  return {
    code: 'SERVICE_CONFLICT',
    message: `its host ${request.need.host} is for "${request.need.access}", which the gateway cannot check`,
    fix: `add ${settings.map((setting) => `services.gateway.${setting}`).join(' and ')}`,
  };
}

const bodyLimit = ({ maxBodyMiB }: Config, need: RouteNeed) => {
  const limit = need.maxBodyMiB ?? maxBodyMiB;
  return limit !== undefined && limit <= measurableMiB ? { requestBuffer: { limit: `${limit}Mi` } } : {};
};

/** Lets the gateway's policies, which live beside their secrets, hold for a route of this namespace. */
const grant = (request: Request): IReferenceGrant => ({
  apiVersion: 'gateway.networking.k8s.io/v1beta1',
  kind: 'ReferenceGrant',
  metadata: { name: secretName(request), namespace: request.namespace },
  spec: {
    from: [{ group: 'gateway.envoyproxy.io', kind: 'SecurityPolicy', namespace: gateway.namespace }],
    to: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: secretName(request) }],
  },
});

/** Seconds after which to come again: a pod of a model takes about a minute. */
const retryAfterSeconds = 30;

/**
 * The gateway would answer for a Service without pods by itself and count nothing that tells its route. By way of the
 * Service it tries to connect, which its metrics show, and whoever scales the backend sees that somebody has come.
 */
const whereItRests = {
  routingType: 'Service',
  responseOverride: [
    {
      match: { statusCodes: [{ type: 'Value', value: 503 }] },
      source: 'Local',
      response: { header: { set: [{ name: 'retry-after', value: `${retryAfterSeconds}` }] } },
    },
  ],
} as const;

const minute = (requests: number) => ({ requests, unit: 'Minute' as const });

/** Every user has a count; those with a limit of their own are left out of the common one. */
const userRules = ({ header: name, requestsPerMinute, users }: RouteLimit): UserRule[] => [
  {
    clientSelectors: [
      {
        headers: [
          { name, type: 'Distinct' },
          ...Object.keys(users).map((value) => ({ name, type: 'Exact' as const, value, invert: true })),
        ],
      },
    ],
    limit: minute(requestsPerMinute),
  },
  ...Object.entries(users).map(([value, requests]) => ({
    clientSelectors: [{ headers: [{ name, type: 'Exact' as const, value }] }],
    limit: minute(requests),
  })),
];

const rateLimits = ({ rateLimit, userLimit }: Config, need: RouteNeed) => {
  const each = userLimit && limitOf(userLimit, need);
  if (!rateLimit && !each) return {};
  return {
    rateLimit: {
      ...(rateLimit
        ? { local: { rules: [{ limit: { requests: rateLimit.requestsPerSecond, unit: 'Second' as const } }] } }
        : {}),
      ...(each ? { global: { rules: userRules(each) } } : {}),
    },
  };
};

/** How much may come in, where the site runs the gateway service. */
const limitsOf = (config: Config, need: RouteNeed) => {
  const { parallelRequests } = config;
  return {
    circuitBreaker: {
      maxConnections: parallelRequests,
      maxParallelRequests: parallelRequests,
      maxPendingRequests: parallelRequests,
    },
    ...rateLimits(config, need),
    ...bodyLimit(config, need),
  };
};

/** What holds for one route. Without the gateway service: nothing, unless what is behind it may rest. */
export function addRoutePolicies(scope: Construct, request: Request): void {
  const config = gatewayOf(request);
  const { namespace, need } = request;
  const name = secretName(request);
  if (config) typedObject(scope, grant(request));
  if (!config && !need.resting) return;
  typedObject(
    scope,
    envoyPolicy(
      'BackendTrafficPolicy',
      { name, namespace },
      {
        ...routeTarget(name),
        timeout: { tcp: { connectTimeout: '5s' } },
        // Only what never reached the service: anything else might be done twice.
        retry: { numRetries: 2, retryOn: { triggers: ['connect-failure', 'refused-stream'] } },
        ...(config ? limitsOf(config, need) : {}),
        ...(need.resting ? whereItRests : {}),
      },
    ),
  );
}
