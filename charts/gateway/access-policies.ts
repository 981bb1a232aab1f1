import type { Construct } from 'constructs';
import {
  envoyPolicy,
  type Jwt,
  type Oidc,
  type PolicyTarget,
  type SecurityRules,
} from '../../constructs/kubernetes/envoy-gateway-policies';
import { accessLabels, routesAllowed } from '../../constructs/kubernetes/gateway-names';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { gateway, type RouteNeed } from '../../services';
import { guards } from '../../services/gateway';
import { identityHeaders } from '../../services/gateway-routes';
import type { GatewayProps } from './gateway-props';

type Access = RouteNeed['access'];

const routesFor = (access: Access): PolicyTarget => ({
  targetSelectors: [
    {
      kind: 'HTTPRoute',
      matchLabels: accessLabels(access),
      namespaces: { from: 'Selector', selector: { matchLabels: routesAllowed } },
    },
  ],
});

function oidcOf({ config, bindings }: GatewayProps): Oidc | undefined {
  if (!config.oidc || !bindings.signIn) return undefined;
  const { issuer, clientId, scopes } = config.oidc;
  return {
    provider: { issuer },
    clientID: clientId,
    clientSecret: { name: bindings.signIn.secretName },
    scopes,
    refreshToken: true,
    // A token for one service would work at every other one that the client may reach.
    forwardAccessToken: false,
    passThroughAuthHeader: false,
    // Strict would lose the session on the way back from the identity provider.
    cookieConfig: { sameSite: 'Lax' },
    // A script in a page can do nothing with a sign-in page: it gets 401.
    denyRedirect: { headers: [{ name: 'Accept', type: 'Prefix', value: 'application/json' }] },
  };
}

function jwtOf({ config: { jwt } }: GatewayProps): Jwt | undefined {
  if (!jwt) return undefined;
  const { issuer, audiences, jwksUri } = jwt;
  return {
    providers: [
      {
        name: 'programs',
        issuer,
        audiences,
        remoteJWKS: { uri: jwksUri, cacheDuration: '300s' },
        claimToHeaders: [
          { claim: 'sub', header: identityHeaders.subject },
          { claim: 'email', header: identityHeaders.email },
        ],
      },
    ],
  };
}

/** Rules of each kind of access; `undefined`: the gateway cannot check it, and its routes stay shut. */
function rulesOf(props: GatewayProps): Readonly<Record<Access, SecurityRules | undefined>> {
  const { apiKeys } = props.bindings;
  const oidc = oidcOf(props);
  const jwt = jwtOf(props);
  return {
    people: oidc && { oidc },
    programs: jwt && { jwt },
    // Who brings a token is judged by it; everybody else must sign in.
    both: oidc && jwt && { oidc: { ...oidc, passThroughAuthHeader: true }, jwt: { ...jwt, optional: true } },
    'api-key': apiKeys && {
      apiKeyAuth: {
        credentialRefs: [{ name: apiKeys.secretName }],
        extractFrom: [{ headers: ['x-api-key'] }],
        forwardClientIDHeader: identityHeaders.client,
        sanitize: true,
      },
    },
    service: { authorization: { defaultAction: 'Allow' } },
  };
}

const corsOf = ({ config: { corsOrigins } }: GatewayProps): SecurityRules =>
  corsOrigins.length === 0
    ? {}
    : {
        cors: {
          allowOrigins: corsOrigins,
          allowMethods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
          allowHeaders: ['authorization', 'content-type', 'x-api-key'],
          allowCredentials: true,
          maxAge: '600s',
        },
      };

/**
 * One policy for each kind of access, beside the secrets that it reads; it selects routes of every service's namespace
 * by their label. Nothing signs in and no page elsewhere may call: no policies, and routes are as open as the network.
 */
export function addAccessPolicies(scope: Construct, props: GatewayProps): void {
  const cors = corsOf(props);
  const guarded = guards(props.config);
  for (const [access, rules] of Object.entries(rulesOf(props)) as [Access, SecurityRules | undefined][]) {
    const own = guarded ? rules : cors.cors && {};
    if (!own) continue;
    const metadata = { name: access, namespace: gateway.namespace };
    typedObject(scope, envoyPolicy('SecurityPolicy', metadata, { ...routesFor(access), ...own, ...cors }));
  }
}
