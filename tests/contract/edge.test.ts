import { evidence as aws } from '../../constructs/aws/evidence/capabilities';
import { evidence as azure } from '../../constructs/azure/evidence/capabilities';
import { type CapabilityId, capabilities, isAbsent } from '../../constructs/contracts';
import { evidence as google } from '../../constructs/google/evidence/capabilities';
import { buildEnvironmentTree } from '../../delivery/environment-stacks';
import type { Cloud } from '../../environments/model';
import { type Environment, resolveEnvironment } from '../../environments/model/resolve-environment';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { StackJson } from '../../policies/site-output';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { protectiveFields, spoiled } from './protective-fields';

const evidence = { aws, azure, google } as const;
const clouds = ['aws', 'google', 'azure'] as const;
const ids = (Object.keys(capabilities) as CapabilityId[]).filter((id) => id.startsWith('edge.'));
const { domain } = environmentInput();
const names = {
  aws: 'test-aws-eu-west-1',
  google: 'test-google-europe-west1',
  azure: 'test-azure-westeurope',
} as const;
const entryOf = (cloud: Cloud): string => `edge-${names[cloud]}.${domain}`;

const services = {
  gateway: {
    edgeCertificate: 'entered' as const,
    jwt: { issuer: 'https://id.example.com', audiences: ['ml'], jwksUri: 'https://id.example.com/keys' },
  },
  serving: {
    models: { churn: { source: { from: 'registry' as const, model: 'churn', version: 1 } } },
  },
};

const environmentOf = (edge: object = {}, on: readonly Cloud[] = clouds, overrides: object = {}): Environment =>
  resolveEnvironment(
    environmentInput({
      services,
      edge: {
        routes: ['models/churn'],
        // Azure has one level, and nothing to buy.
        ddos: on.includes('azure') ? 'standard' : 'advanced',
        gatewayAddresses: { [names.aws]: ['10.0.1.9', '10.0.40.9'] },
        ...edge,
      },
      sites: on.map((cloud, index) => ({ ...siteInputs[cloud], role: index === 0 ? 'primary' : 'standby' })),
      ...overrides,
    }),
  );

const build = async (environment: Environment): Promise<StackJson> =>
  (await buildEnvironmentTree(environment)).stacks.edge ?? {};

type Body = Readonly<Record<string, unknown>>;
const resources = (stack: StackJson, type: string): Body[] => Object.values(stack.resource?.[type] ?? {}) as Body[];
const typesOf = (stack: StackJson, prefix: string): string[] =>
  Object.keys(stack.resource ?? {})
    .filter((type) => type.startsWith(prefix))
    .sort();

/** Promises of a site, and whether they show in the stack. */
const statuses = (environment: Environment, cloud: Cloud, stack: StackJson): Record<string, string> => {
  const site = environment.sites.find((each) => each.cloud === cloud);
  if (!site) throw new Error(`no site on ${cloud}`);
  const applies = promises(site);
  const results = checkParity(
    { stacks: { edge: stack }, manifests: [] },
    evidence[cloud],
    (id) => ids.includes(id) && applies(id),
  );
  return Object.fromEntries(
    results.filter(({ capability }) => ids.includes(capability)).map(({ capability, status }) => [capability, status]),
  );
};
const keptOf = (of: Record<string, string>): string[] => ids.filter((id) => of[id] === 'kept');

/** Which words a zone at each cloud can keep, and what that cloud openly does not promise. */
const zones: readonly (readonly [Cloud, object, readonly CapabilityId[]])[] = [
  ['aws', {}, []],
  ['google', { failover: 'manual' }, ['edge.health-checked']],
  ['azure', {}, ['edge.zone-signed', 'edge.ddos-advanced']],
];

describe.each(zones)('an edge whose zone is on %s', (by, words, absent) => {
  const on = clouds.filter((cloud) => cloud === by || cloud !== 'azure');
  const environment = environmentOf({ dns: { by }, cachedPaths: ['/churn/schema/*'], ...words }, on);
  let stack: StackJson;
  beforeAll(async () => {
    stack = await build(environment);
  });

  it.each(on)('keeps every promise on %s, or says openly that it does not', (cloud) => {
    const found = statuses(environment, cloud, stack);
    expect(Object.entries(found).filter(([, status]) => status === 'broken')).toEqual([]);
    if (cloud === by) expect(keptOf(found)).toEqual(ids.filter((id) => !absent.includes(id)));
  });

  it('every stated field is needed', () => {
    const applies = (id: CapabilityId): boolean => id in statuses(environment, by, stack);
    for (const id of keptOf(statuses(environment, by, stack)) as CapabilityId[]) {
      const stated = evidence[by][id];
      if (isAbsent(stated)) throw new Error(`${id} is absent`);
      for (const entry of stated.filter(({ is }) => !('absent' in is))) {
        const copy = structuredClone(stack);
        const keys = entry.path.split(/[.]|\[[+]?\]/).filter((key) => key !== '');
        for (const body of resources(copy, entry.type)) spoil(body, keys);
        expect({ id, entry, status: statuses(environment, by, copy)[id] }).toEqual({ id, entry, status: 'broken' });
        expect(applies(id)).toBe(true);
      }
    }
  });

  it('every field that protects something is held by a promise', () => {
    const own = by === 'azure' ? 'azurerm_' : `${by}_`;
    const unheld = new Set<string>();
    for (const field of protectiveFields({ stacks: { edge: stack }, manifests: [] })) {
      if (!field.type.startsWith(own)) continue;
      const broken = spoiled(field, () => Object.values(statuses(environment, by, stack)).includes('broken'));
      if (broken.includes(false)) unheld.add(field.id);
    }
    expect([...unheld].sort()).toEqual([]);
  });

  it('tells people what to enter in the zone above', () => {
    const outputs = Object.keys((stack.output ?? {}) as object).sort();
    expect(outputs).toEqual(by === 'azure' ? ['name_servers'] : ['ds_record', 'name_servers']);
  });

  it('leads every public host to one name, and that to the first site', () => {
    const text = JSON.stringify(stack.resource);
    expect(text).toContain(`edge.${domain}`);
    expect(text).toContain(entryOf('aws'));
  });
});

/** Takes the last key of a path away wherever the path leads. */
function spoil(value: unknown, keys: readonly string[]): void {
  const [key, ...rest] = keys;
  if (Array.isArray(value)) for (const entry of value) spoil(entry, keys);
  else if (typeof value === 'object' && value !== null && key !== undefined) {
    if (rest.length === 0) delete (value as Record<string, unknown>)[key];
    else spoil((value as Record<string, unknown>)[key], rest);
  }
}

describe('the names that move', () => {
  const moving = (stack: StackJson) =>
    resources(stack, 'aws_route53_record')
      .filter(({ ttl }) => ttl === 60)
      .map(({ name, records, failover_routing_policy }) => [
        name,
        (failover_routing_policy as { type?: string } | undefined)?.type,
        (records as string[])[0],
      ])
      .sort();

  it('follow health checks from site to site on Route 53, which knows two for a name', async () => {
    const stack = await build(environmentOf());
    expect(moving(stack)).toEqual([
      [`edge.${domain}`, 'PRIMARY', entryOf('aws')],
      [`edge.${domain}`, 'SECONDARY', `next-1.edge.${domain}`],
      [`next-1.edge.${domain}`, 'PRIMARY', entryOf('google')],
      [`next-1.edge.${domain}`, 'SECONDARY', entryOf('azure')],
    ]);
    const checks = resources(stack, 'aws_route53_health_check').map(({ fqdn }) => fqdn);
    expect(checks.sort()).toEqual(clouds.map(entryOf).sort());
  });

  it('begin with the site that is said to be active, in one word', async () => {
    const stack = await build(environmentOf({ active: names.azure }));
    expect(moving(stack).slice(0, 2)).toEqual([
      [`edge.${domain}`, 'PRIMARY', entryOf('azure')],
      [`edge.${domain}`, 'SECONDARY', `next-1.edge.${domain}`],
    ]);
  });

  it('stay where they are by hand, or where there is one site', async () => {
    const byHand = await build(environmentOf({ failover: 'manual', active: names.google }));
    expect(moving(byHand)).toEqual([[`edge.${domain}`, undefined, entryOf('google')]]);
    const alone = await build(environmentOf({}, ['aws']));
    expect(moving(alone)).toEqual([[`edge.${domain}`, undefined, entryOf('aws')]]);
    expect(typesOf(alone, 'google_')).toEqual([]);
  });

  it('are put in order by priorities of Traffic Manager', async () => {
    const stack = await build(
      environmentOf({ dns: { by: 'azure' }, active: names.google, health: { intervalSeconds: 10 } }),
    );
    const endpoints = resources(stack, 'azurerm_traffic_manager_external_endpoint');
    expect(endpoints.map(({ priority, target }) => [priority, target])).toEqual([
      [1, entryOf('google')],
      [2, entryOf('aws')],
      [3, entryOf('azure')],
    ]);
    expect(resources(stack, 'azurerm_traffic_manager_profile')).toMatchObject([
      { monitor_config: { interval_in_seconds: 10, timeout_in_seconds: 9, tolerated_number_of_failures: 2 } },
    ]);
  });
});

it('makes the same kinds of resources on each cloud, whoever has the zone', async () => {
  const stack = await build(environmentOf({ ddos: 'standard' }));
  expect(typesOf(stack, 'google_')).toEqual([
    'google_certificate_manager_certificate',
    'google_certificate_manager_certificate_map',
    'google_certificate_manager_certificate_map_entry',
    'google_certificate_manager_dns_authorization',
    'google_compute_backend_service',
    'google_compute_firewall',
    'google_compute_global_address',
    'google_compute_global_forwarding_rule',
    'google_compute_health_check',
    'google_compute_security_policy',
    'google_compute_ssl_policy',
    'google_compute_target_http_proxy',
    'google_compute_target_https_proxy',
    'google_compute_url_map',
    'google_logging_project_exclusion',
    'google_logging_project_sink',
  ]);
  expect(typesOf(stack, 'azurerm_')).toEqual([
    'azurerm_cdn_frontdoor_custom_domain',
    'azurerm_cdn_frontdoor_endpoint',
    'azurerm_cdn_frontdoor_firewall_policy',
    'azurerm_cdn_frontdoor_origin',
    'azurerm_cdn_frontdoor_origin_group',
    'azurerm_cdn_frontdoor_profile',
    'azurerm_cdn_frontdoor_route',
    'azurerm_cdn_frontdoor_rule',
    'azurerm_cdn_frontdoor_rule_set',
    'azurerm_cdn_frontdoor_security_policy',
    'azurerm_monitor_diagnostic_setting',
    'azurerm_resource_group',
  ]);
  expect(typesOf(stack, 'aws_shield')).toEqual([]);
});

it('lets the firewall only count where that is said, and promises it no more', async () => {
  const environment = environmentOf({ waf: { mode: 'count' } });
  const stack = await build(environment);
  expect(JSON.stringify(resources(stack, 'aws_wafv2_web_acl'))).not.toContain('"block"');
  expect(JSON.stringify(resources(stack, 'google_compute_security_policy'))).not.toContain('"preview":false');
  expect(resources(stack, 'azurerm_cdn_frontdoor_firewall_policy')).toMatchObject([
    { mode: 'Detection', custom_rule: [{ action: 'Log' }] },
  ]);
  for (const cloud of clouds) expect(statuses(environment, cloud, stack)['edge.firewall']).toBe('idle');
});

it('keeps every log inside the region of its site', async () => {
  const environment = environmentOf();
  const stack = await build(environment);
  for (const bucket of resources(stack, 'aws_s3_bucket')) expect(bucket.region).toBeUndefined();
  expect(resources(stack, 'google_logging_project_sink')[0]?.destination).toContain('/locations/europe-west1/');
  expect(JSON.stringify(stack.resource)).not.toMatch(/cloudwatch_log_group|route53_query_log/);
});

it('lets go of the zone and its key where nothing is protected', async () => {
  const stack = await build(environmentOf({}, clouds, { deletionProtection: false }));
  expect(JSON.stringify(stack)).not.toContain('"prevent_destroy":true');
});

it('an environment without an edge has no such stack', async () => {
  const { stacks } = await buildEnvironmentTree(resolveEnvironment(environmentInput()));
  expect(stacks.edge).toBeUndefined();
});
