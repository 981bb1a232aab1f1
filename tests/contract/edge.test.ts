import { evidence as aws } from '../../constructs/aws/evidence/capabilities';
import { kubernetesFacts as awsFacts } from '../../constructs/aws/kubernetes-facts';
import { evidence as azure } from '../../constructs/azure/evidence/capabilities';
import { type CapabilityId, capabilities, isAbsent } from '../../constructs/contracts';
import { evidence as google } from '../../constructs/google/evidence/capabilities';
import { buildEnvironmentTree } from '../../delivery/environment-stacks';
import type { Cloud } from '../../environments/model';
import { type Environment, resolveEnvironment } from '../../environments/model/resolve-environment';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { StackJson } from '../../policies/site-output';
import { environmentInput } from '../fixtures/environment';
import { type SixSite, sixSiteInputs } from '../fixtures/six-sites';
import { protectiveFields, spoiled } from './protective-fields';

const evidence = { aws, azure, google } as const;
const clouds = ['aws', 'google', 'azure'] as const;
const ids = (Object.keys(capabilities) as CapabilityId[]).filter((id) => id.startsWith('edge.'));
const { domain } = environmentInput();
const names = {
  aws: 'test-aws-eu-west-1',
  google: 'test-google-europe-west1',
  azure: 'test-azure-westeurope',
  awsSecond: 'test-aws-eu-central-1',
  googleSecond: 'test-google-europe-west4',
  azureSecond: 'test-azure-northeurope',
} as const satisfies Readonly<Record<SixSite, string>>;
/** Of AWS only: the others find their gateways by name. */
const gateways = { aws: ['10.0.1.9', '10.0.40.9'], awsSecond: ['10.12.1.9', '10.12.40.9'] };
const entryOf = (site: SixSite): string => `edge-${names[site]}.${domain}`;

const services = {
  gateway: {
    edgeCertificate: 'entered' as const,
    jwt: { issuer: 'https://id.example.com', audiences: ['ml'], jwksUri: 'https://id.example.com/keys' },
  },
  serving: {
    models: { churn: { source: { from: 'registry' as const, model: 'churn', version: 1 } } },
  },
};

const environmentOf = (edge: object = {}, on: readonly SixSite[] = clouds, overrides: object = {}): Environment =>
  resolveEnvironment(
    environmentInput({
      services,
      edge: {
        routes: ['models/churn'],
        // Azure has one level, and nothing to buy.
        ddos: on.some((site) => sixSiteInputs[site].cloud === 'azure') ? 'standard' : 'advanced',
        gatewayAddresses: Object.fromEntries(
          Object.entries(gateways).flatMap(([site, addresses]) =>
            on.includes(site as SixSite) ? [[names[site as SixSite], addresses]] : [],
          ),
        ),
        ...edge,
      },
      sites: on.map((site, index) => ({ ...sixSiteInputs[site], role: index === 0 ? 'primary' : 'standby' })),
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
const zones: readonly (readonly [Cloud, SixSite, object, readonly CapabilityId[]])[] = [
  ['aws', 'google', {}, []],
  ['google', 'aws', { failover: 'manual' }, ['edge.health-checked']],
  ['azure', 'aws', {}, ['edge.zone-signed', 'edge.ddos-advanced']],
  ['aws', 'awsSecond', {}, []],
  ['google', 'googleSecond', { failover: 'manual' }, ['edge.health-checked']],
  ['azure', 'azureSecond', {}, ['edge.zone-signed', 'edge.ddos-advanced']],
];

describe.each(zones)('an edge whose zone is on %s, beside %s', (by, other, words, absent) => {
  const sites = [by, other];
  const on = [...new Set(sites.map((site) => sixSiteInputs[site].cloud))];
  const environment = environmentOf({ dns: { by }, cachedPaths: ['/churn/schema/*'], ...words }, sites);
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
      // Some fields only a second site on the cloud has.
      const shown = stated.filter(({ is, optional }) => !('absent' in is) && (on.length === 1 || optional !== true));
      for (const entry of shown) {
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
    for (const site of sites) expect(text).toContain(entryOf(site));
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

const moving = (stack: StackJson) =>
  resources(stack, 'aws_route53_record')
    .filter(({ ttl }) => ttl === 60)
    .map(({ name, records, failover_routing_policy }) => [
      name,
      (failover_routing_policy as { type?: string } | undefined)?.type,
      (records as string[])[0],
    ])
    .sort();

describe('the names that move', () => {
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

describe('two sites of one cloud', () => {
  const pair = (first: Cloud, edge: object = {}, ...others: readonly SixSite[]) =>
    build(environmentOf(edge, [first, `${first}Second`, ...others]));
  const alike = (second: SixSite, place: object, edge: object = {}): Promise<StackJson> => {
    const { cloud } = sixSiteInputs[second];
    const sites = [
      { ...sixSiteInputs[cloud], role: 'primary' },
      { ...sixSiteInputs[second], ...place },
    ];
    return build(environmentOf(edge, [cloud, second], { sites }));
  };
  const host = `models.${domain}`;

  it.each(['aws', 'azure'] as const)(
    'fail over by health checks on %s, and begin where `active` says',
    async (cloud) => {
      const second = `${cloud}Second` as const;
      const order = async (active: SixSite) => {
        const stack = await pair(cloud, { active: names[active] });
        const endpoints = resources(stack, 'azurerm_traffic_manager_external_endpoint');
        return cloud === 'aws' ? moving(stack) : endpoints.map(({ priority, target }) => [priority, target]);
      };
      const [one, two] = cloud === 'aws' ? ['PRIMARY', 'SECONDARY'] : [1, 2];
      const led = (role: string | number | undefined, site: SixSite) =>
        cloud === 'aws' ? [`edge.${domain}`, role, entryOf(site)] : [role, entryOf(site)];
      expect(await order(cloud)).toEqual([led(one, cloud), led(two, second)]);
      expect(await order(second)).toEqual([led(one, second), led(two, cloud)]);
    },
  );

  it('are each asked by Route 53 through their own way', async () => {
    const checks = resources(await pair('aws'), 'aws_route53_health_check').map(({ fqdn }) => fqdn);
    expect(checks.sort()).toEqual([entryOf('aws'), entryOf('awsSecond')].sort());
  });

  it('follow `active` alone where that is said', async () => {
    const stack = await pair('aws', { failover: 'manual', active: names.awsSecond });
    expect(moving(stack)).toEqual([[`edge.${domain}`, undefined, entryOf('awsSecond')]]);
  });

  it('share no name on CloudFront, which takes each once: the second has a front of its region', async () => {
    const stack = await pair('aws');
    expect(resources(stack, 'aws_cloudfront_distribution')).toMatchObject([{ aliases: [entryOf('aws'), host] }]);
    const madeFor = (type: string, field: string) =>
      Object.fromEntries(resources(stack, type).map((body) => [body.provider, body[field]]));
    const [first, second] = [`aws.${names.aws}`, `aws.${names.awsSecond}`];
    expect(madeFor('aws_lb', 'internal')).toEqual({ [first]: true, [second]: false });
    expect(madeFor('aws_wafv2_web_acl', 'scope')).toEqual({ [first]: 'CLOUDFRONT', [second]: 'REGIONAL' });
    expect(madeFor('aws_wafv2_web_acl', 'region')).toEqual({ [first]: 'us-east-1', [second]: undefined });
    expect(Object.keys(madeFor('aws_wafv2_web_acl_association', 'resource_arn'))).toEqual([second]);
    const ports = resources(stack, 'aws_lb_listener').map(({ provider, port }) => `${provider} ${port}`);
    expect(ports.sort()).toEqual([`${second} 443`, `${first} 443`]);
    expect(
      resources(stack, 'aws_lb_target_group_attachment')
        .map(({ target_id }) => target_id)
        .sort(),
    ).toEqual([...gateways.aws, ...gateways.awsSecond].sort());
    const certificates = resources(stack, 'aws_acm_certificate').map(
      ({ region, domain_name, subject_alternative_names }) => [region, domain_name, subject_alternative_names],
    );
    expect(certificates.sort()).toEqual([
      ['eu-central-1', entryOf('awsSecond'), [host]],
      ['eu-west-1', entryOf('aws'), [host]],
      ['us-east-1', entryOf('aws'), [host]],
    ]);
  });

  it('keep the distribution where the file names a site first, whoever is active or primary', async () => {
    const [first, second] = [sixSiteInputs.aws, sixSiteInputs.awsSecond];
    const sites = [
      { ...first, role: 'standby' },
      { ...second, role: 'primary' },
    ];
    const stack = await build(environmentOf({}, ['aws', 'awsSecond'], { sites }));
    expect(resources(stack, 'aws_cloudfront_distribution')).toMatchObject([{ aliases: [entryOf('aws'), host] }]);
    expect(moving(stack)[0]).toEqual([`edge.${domain}`, 'PRIMARY', entryOf('awsSecond')]);
  });

  it('prove a public name once an account or project, and once each where they have their own', async () => {
    const { accountId } = sixSiteInputs.aws;
    const { projectId, projectNumber } = sixSiteInputs.google;
    const proofs = (stack: StackJson, type: string, suffix: string) =>
      Object.keys(stack.resource?.[type] ?? {}).filter((id) => id.includes('-proof-record') && id.includes(suffix));
    const ofAws = (stack: StackJson) => proofs(stack, 'aws_route53_record', 'aws').length;
    expect(ofAws(await alike('awsSecond', { accountId }))).toBe(3);
    expect(ofAws(await alike('awsSecond', {}))).toBe(4);

    const byHand = { failover: 'manual' };
    const types = (stack: StackJson) =>
      resources(stack, 'google_certificate_manager_dns_authorization').map(({ type }) => type);
    const [together, apart] = [
      await alike('googleSecond', { projectId, projectNumber }, byHand),
      await alike('googleSecond', {}, byHand),
    ];
    expect(types(together)).toEqual([undefined, undefined, 'PER_PROJECT_RECORD']);
    expect(types(apart)).toEqual([undefined, undefined, 'PER_PROJECT_RECORD', 'PER_PROJECT_RECORD']);
    expect(proofs(together, 'google_dns_record_set', 'google')).toHaveLength(3);
    expect(proofs(apart, 'google_dns_record_set', 'google')).toHaveLength(4);
  });

  it('buy protection once an account or project, and keep each their own logs', async () => {
    const { accountId } = sixSiteInputs.aws;
    const { projectId, projectNumber } = sixSiteInputs.google;
    const shields = async (place: object) =>
      resources(await alike('awsSecond', place), 'aws_shield_subscription').length;
    expect([await shields({ accountId }), await shields({})]).toEqual([1, 2]);
    const [together, apart] = [
      await alike('googleSecond', { projectId, projectNumber }, { failover: 'manual' }),
      await alike('googleSecond', {}, { failover: 'manual' }),
    ];
    expect(resources(together, 'google_compute_project_cloud_armor_tier')).toHaveLength(1);
    expect(resources(apart, 'google_compute_project_cloud_armor_tier')).toHaveLength(2);
    const filters = (stack: StackJson) => resources(stack, 'google_logging_project_sink').map(({ filter }) => filter);
    expect(filters(together)).toEqual([
      expect.stringContaining(`url_map_name=("${names.google}-edge"`),
      expect.stringContaining(`url_map_name=("${names.googleSecond}-edge"`),
    ]);
    expect(filters(apart).join()).not.toContain('url_map_name');
  });

  it('stand behind a load balancer each on Google Cloud, which does not mind', async () => {
    const stack = await pair('google', { failover: 'manual', active: names.googleSecond });
    expect(resources(stack, 'google_compute_global_address')).toHaveLength(2);
    const certificates = resources(stack, 'google_certificate_manager_certificate');
    expect(certificates.map(({ managed }) => (managed as { domains: string[] }).domains)).toEqual([
      [entryOf('google'), host],
      [entryOf('googleSecond'), host],
    ]);
  });

  describe('stand behind one Front Door', () => {
    const origins = (stack: StackJson) =>
      resources(stack, 'azurerm_cdn_frontdoor_origin').map(({ name, host_name, priority, enabled }) => [
        name,
        host_name,
        priority,
        enabled,
      ]);
    const [a, b] = [entryOf('azure'), entryOf('azureSecond')];
    const alone = [
      ['gateway', a, 1, true],
      ['gateway', b, 1, true],
    ];

    it('which calls the first that answers, and knows each name once', async () => {
      const stack = await pair('azure');
      expect(resources(stack, 'azurerm_cdn_frontdoor_profile')).toHaveLength(1);
      const domains = resources(stack, 'azurerm_cdn_frontdoor_custom_domain').map(({ host_name }) => host_name);
      expect(domains.sort()).toEqual([a, b, host].sort());
      expect(origins(stack).sort()).toEqual(
        [['gateway', a, 1, true], [names.azureSecond, b, 2, true], ...alone].sort(),
      );
      const routes = resources(stack, 'azurerm_cdn_frontdoor_route');
      expect(
        routes.map(({ name, cdn_frontdoor_origin_ids, cdn_frontdoor_custom_domain_ids }) => [
          name,
          (cdn_frontdoor_origin_ids as string[]).length,
          (cdn_frontdoor_custom_domain_ids as string[]).length,
        ]),
      ).toEqual([
        ['passed', 2, 1],
        [names.azureSecond, 1, 1],
        [names.azure, 1, 1],
      ]);
      expect(resources(stack, 'azurerm_cdn_frontdoor_security_policy')[0]).toMatchObject({
        security_policies: { firewall: { association: { domain: { length: 3 } } } },
      });
    });

    it('which begins with the one that is active, and stays there where names are moved by hand', async () => {
      const active = names.azureSecond;
      expect(origins(await pair('azure', { active }))).toEqual(
        expect.arrayContaining([
          [names.azureSecond, b, 1, true],
          ['gateway', a, 2, true],
        ]),
      );
      expect(origins(await pair('azure', { active, failover: 'manual' }))).toEqual(
        expect.arrayContaining([
          [names.azureSecond, b, 1, true],
          ['gateway', a, 2, false],
        ]),
      );
    });

    it('over a private link into the network of each', async () => {
      const links = resources(await pair('azure'), 'azurerm_cdn_frontdoor_origin').map(
        ({ private_link }) => private_link,
      );
      const place = (site: 'azure' | 'azureSecond') => sixSiteInputs[site].subscriptionId;
      for (const site of ['azure', 'azureSecond'] as const) {
        expect(links).toContainEqual(
          expect.objectContaining({
            location: sixSiteInputs[site].region,
            private_link_target_id: expect.stringContaining(place(site)),
          }),
        );
      }
    });
  });

  it('believe no address that a caller writes himself: as many proxies as there are', () => {
    const { sites } = environmentOf({}, ['aws', 'awsSecond']);
    const hops = sites.map((site) => (site.cloud === 'aws' ? awsFacts(site).edge?.trustedHops : undefined));
    expect(hops).toEqual([2, 1]);
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
