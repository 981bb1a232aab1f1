import type { Construct } from 'constructs';
import { envoyPolicy } from '../../constructs/kubernetes/envoy-gateway-policies';
import { siteGateway } from '../../constructs/kubernetes/gateway-names';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import type { Waf } from '../../services/gateway-waf';
import { guardedListeners } from './front-door';
import type { GatewayProps } from './gateway-props';

/** The newest release; the OWASP Core Rule Set 4 is built in. */
const corazaImage = 'ghcr.io/corazawaf/coraza-proxy-wasm:0.6.0';

/** Own rules have the numbers that the Core Rule Set leaves to its users. */
const firstOwnRule = 1_000;

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\/-]/g, '\\$&');

/** What is not looked for on one route. Rules are chained: host and path must both be its own. */
function exempt({ route, rules }: Waf['exemptions'][number], domain: string, index: number): string[] {
  const [host = '', ...path] = route.split('/');
  const actions = rules.length === 0 ? ['ctl:ruleEngine=Off'] : rules.map((rule) => `ctl:ruleRemoveById=${rule}`);
  const id = firstOwnRule + index;
  const here = `SecRule REQUEST_HEADERS:Host "@rx ^${literal(`${host}.${domain}`)}(:[0-9]+)?$"`;
  return path.length === 0
    ? [`${here} "id:${id},phase:1,pass,nolog,t:none,${actions.join(',')}"`]
    : [
        `${here} "id:${id},phase:1,pass,nolog,t:none,chain"`,
        `SecRule REQUEST_URI "@rx ^/${literal(path.join('/'))}([/?]|$)" "t:none,${actions.join(',')}"`,
      ];
}

const set = (id: number, variables: Readonly<Record<string, number | string>>): string =>
  `SecAction "id:${id},phase:1,pass,nolog,t:none,${Object.entries(variables)
    .map(([name, value]) => `setvar:'tx.${name}=${value}'`)
    .join(',')}"`;

/** REST interfaces of the services change and delete with them; the Core Rule Set by itself takes only the first four. */
const methods = ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'PATCH', 'DELETE'];

/** What the Core Rule Set takes by itself, then what clients of MLflow, Trino and binary predictions send. */
const contentTypes = [
  'application/x-www-form-urlencoded',
  'multipart/form-data',
  'text/xml',
  'application/xml',
  'application/soap+xml',
  'application/json',
  'application/octet-stream',
  'image/jpeg',
  'image/png',
  'text/csv',
  'text/html',
  'text/plain',
];

/**
 * Later directives take the place of earlier ones, so what the recommended configuration says of bodies is said anew:
 * answers are not looked at, since they may stream for minutes, and of a request only its beginning, since a file would
 * lie in memory whole. There is no disk inside a proxy: a body over the limit of memory would pass without a look, so
 * that limit is the same.
 */
export const wafDirectives = (
  { mode, paranoia, blockAt, inspectedKiB, exemptions }: Waf,
  domain: string,
): readonly string[] => [
  'Include @recommended-conf',
  `SecRuleEngine ${mode === 'block' ? 'On' : 'DetectionOnly'}`,
  'SecResponseBodyAccess Off',
  `SecRequestBodyLimit ${inspectedKiB * 1024}`,
  `SecRequestBodyInMemoryLimit ${inspectedKiB * 1024}`,
  'SecRequestBodyLimitAction ProcessPartial',
  'Include @crs-setup-conf',
  set(900_000, { blocking_paranoia_level: paranoia, detection_paranoia_level: paranoia }),
  set(900_110, { inbound_anomaly_score_threshold: blockAt }),
  set(900_200, { allowed_methods: methods.join(' ') }),
  set(900_220, { allowed_request_content_type: contentTypes.map((each) => `|${each}|`).join(' ') }),
  ...exemptions.flatMap((each, index) => exempt(each, domain, index)),
  'Include @owasp_crs/*.conf',
];

/** One for the whole gateway: each set of rules takes memory in every thread of every proxy. */
export function addWaf(scope: Construct, props: GatewayProps): void {
  const { waf } = props.config;
  const { domain } = props.context;
  if (!waf) return;
  const { namespace } = siteGateway;
  typedObject(
    scope,
    envoyPolicy(
      'EnvoyExtensionPolicy',
      { name: 'waf', namespace },
      {
        ...guardedListeners(props),
        wasm: [
          {
            name: waf.engine,
            rootID: '',
            code: { type: 'Image', image: { url: corazaImage }, pullPolicy: 'IfNotPresent' },
            config: { directives_map: { default: wafDirectives(waf, domain) }, default_directives: 'default' },
            failOpen: waf.whenBroken === 'pass',
          },
        ],
      },
    ),
  );
}
