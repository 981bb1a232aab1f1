import { z } from 'zod';
import type { Complaint } from './complaint';
import { defineService } from './define-service';
import { userLimit } from './gateway-limits';
import { waf, wafComplaints } from './gateway-waf';

const https = z.string().regex(/^https:\/\/[^\s?#]+[^\s?#/]$/, 'an https URL without a closing slash');
const cidr = z.string().regex(/^(\d{1,3}\.){3}\d{1,3}\/\d{1,2}$/, 'an IPv4 range such as 10.20.0.0/16');

const oidc = z
  .strictObject({
    issuer: https.describe('Issuer; its `/.well-known/openid-configuration` must answer.'),
    clientId: z.string().min(1).describe('Client of the site at the identity provider; its secret is a credential.'),
    scopes: z
      .array(z.string().min(1))
      .min(1)
      .default(['openid', 'profile', 'email'])
      .describe('Scopes asked for; `openid` is always among them.'),
  })
  .describe(
    'Single sign-on of people. The identity provider must allow `https://<host>.<domain>/oauth2/callback` of every route.',
  );

const jwt = z
  .strictObject({
    issuer: https.describe('Issuer that a token must name.'),
    audiences: z.array(z.string().min(1)).min(1).max(8).describe('A token must name one of them.'),
    jwksUri: https.describe('Where the keys of the issuer are.'),
  })
  .describe('Bearer tokens of programs.');

const apiKeys = z
  .strictObject({
    clients: z
      .array(z.string().regex(/^[a-z][a-z0-9-]{0,62}$/, 'lower case letters, digits and hyphens'))
      .min(1)
      .describe('Clients with a key of their own, which a person enters once; a key is sent as `x-api-key`.'),
  })
  .describe('Keys for programs that cannot fetch tokens.');

const config = z
  .strictObject({
    size: z.enum(['small', 'standard', 'large']).default('standard').describe('Resources of one proxy.'),
    proxies: z
      .strictObject({
        min: z.int().min(2).max(50).default(2).describe('Proxies at rest; two at least, so that a node can leave.'),
        max: z.int().min(2).max(50).default(6).describe('Proxies under load.'),
      })
      .prefault({})
      .describe('How many proxies run.'),
    oidc: oidc.optional(),
    jwt: jwt.optional(),
    apiKeys: apiKeys.optional(),
    identityProviderCidrs: z
      .array(cidr)
      .default([])
      .describe('Private networks of the identity provider; one on the internet needs none.'),
    rateLimit: z
      .strictObject({
        requestsPerSecond: z.int().min(1).max(100_000).describe('Requests a second of one route through one proxy.'),
      })
      .optional()
      .describe('More is answered with 429. Every proxy counts for itself.'),
    userLimit: userLimit.optional(),
    waf: waf.optional(),
    parallelRequests: z
      .int()
      .min(1)
      .max(100_000)
      .default(1024)
      .describe('Requests under way to one route through one proxy; more are answered with 503.'),
    corsOrigins: z
      .array(https)
      .default([])
      .describe('Web pages elsewhere that may call the routes, with the credentials of who looks at them.'),
    maxBodyMiB: z
      .int()
      .min(1)
      .max(32)
      .optional()
      .describe('Largest request body where a route states none. The proxy holds a body in memory to measure it.'),
    minTlsVersion: z.enum(['1.2', '1.3']).default('1.2').describe('Oldest TLS that is spoken.'),
    edgeCertificate: z
      .enum(['site', 'entered'])
      .default('site')
      .describe(
        "What the gateway shows the public edge: `site`, a certificate of the site's own authority; `entered`, one of a public authority that a person enters, which Azure Front Door asks for. Without an edge of no effect.",
      ),
    accessLogs: z.boolean().default(true).describe('One JSON line a request on the standard output of the proxies.'),
  })
  .describe('The way in: sign-in, limits and access logs of the site gateway.');

type Config = z.output<typeof config>;

const fewerUnderLoad = ({ proxies }: Config): Complaint[] =>
  proxies.max < proxies.min
    ? [
        {
          code: 'SERVICE_CONFLICT',
          path: 'proxies.max',
          message: `at most ${proxies.max} proxies are fewer than the ${proxies.min} at rest`,
          value: proxies.max,
          fix: 'raise proxies.max, or lower proxies.min',
        },
      ]
    : [];

/** Nobody signs in: nobody is told apart, unless by headers of single routes. */
const unknownUsers = ({ userLimit: limit, jwt, apiKeys }: Config): Complaint[] =>
  !limit || jwt || apiKeys || Object.values(limit.routes).some(({ header }) => header !== undefined)
    ? []
    : [
        {
          code: 'SERVICE_CONFLICT',
          path: 'userLimit',
          message: 'nobody tells the gateway who they are, so no user could be told from another',
          allowed: ['services.gateway.jwt', 'services.gateway.apiKeys', 'userLimit.routes.<route>.header'],
          fix: 'let programs sign in by tokens or keys, state a header for a route, or limit routes by rateLimit',
        },
      ];

const complaints = (c: Config): Complaint[] => [
  ...fewerUnderLoad(c),
  ...unknownUsers(c),
  ...(c.waf ? wafComplaints(c.waf) : []),
];

/** Whether the gateway asks anybody who they are: if so, a route that it cannot check stays shut. */
export const guards = ({ oidc, jwt, apiKeys }: Config): boolean => [oidc, jwt, apiKeys].some(Boolean);

export const gateway = defineService({
  name: 'gateway',
  title: 'Gateway',
  summary: 'Who may come in to the site, how much, and what is written down about it.',
  // Apart from the controller and its proxies: whoever may read these secrets need not read theirs.
  namespace: 'gateway',
  config,
  needs: (c) => ({
    ...(c.oidc
      ? {
          signIn: {
            kind: 'credential',
            keys: ['client-secret'],
            description: `Secret of the client ${c.oidc.clientId} at ${c.oidc.issuer}`,
          } as const,
        }
      : {}),
    ...(c.apiKeys
      ? {
          apiKeys: {
            kind: 'credential',
            keys: c.apiKeys.clients,
            description: 'API key of each client: long and random, e.g. from `openssl rand -hex 32`',
          } as const,
        }
      : {}),
    ...(c.edgeCertificate === 'entered'
      ? {
          edgeCertificate: {
            kind: 'credential',
            keys: ['certificate', 'key'],
            description:
              "Certificate (with its chain) and key of a public authority, in PEM, for the site's edge name `edge-<site>.<domain>`",
            tls: true,
          } as const,
        }
      : {}),
    // What a user has asked this minute: nothing is lost that matters a minute later.
    ...(c.userLimit
      ? {
          userCounters: {
            kind: 'cache',
            memoryGiB: 0.25,
            highlyAvailable: true,
            eviction: 'volatile-lru',
            persistent: false,
          } as const,
        }
      : {}),
  }),
  operators: () => ['envoy-gateway'],
  objectives: () => ({ availabilityPercent: 99.9 }),
  // Proxies in several zones, but an answer is only as good as the service behind, whose own best is 99.95.
  best: () => ({ availabilityPercent: 99.95 }),
  complaints,
  recoveryClass: 'rebuildable',
});
