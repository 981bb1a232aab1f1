import { type CapabilityId, capabilities, isAbsent } from '../../constructs/contracts';
import { buildEnvironmentTree } from '../../delivery/environment-stacks';
import type { Cloud } from '../../environments/model';
import type { Environment } from '../../environments/model/resolve-environment';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { StackJson } from '../../policies/site-output';
import { adoptedZoneEnvironment, adoptedZones } from '../fixtures/adopted-zone';
import { synthesizeSite } from '../fixtures/synthesize';

const ids = (Object.keys(capabilities) as CapabilityId[]).filter((id) => id.startsWith('edge.'));

/** What of the zone is its owner's to keep, and what the cloud itself does not promise of any. */
const zones: readonly (readonly [Cloud, readonly CapabilityId[], readonly CapabilityId[]])[] = [
  ['aws', ['edge.zone-signed'], []],
  ['google', ['edge.deletion-protection'], ['edge.health-checked']],
  ['azure', ['edge.deletion-protection'], ['edge.zone-signed', 'edge.ddos-advanced']],
];

const types = (stack: StackJson, block: 'data' | 'resource', prefix: RegExp): string[] =>
  Object.keys(stack[block] ?? {})
    .filter((type) => prefix.test(type))
    .sort();

const dns = /^(aws_route53|google_dns|azurerm_dns)/;

describe.each(zones)('a public zone of somebody else on %s', (by, owners, absent) => {
  const environment: Environment = adoptedZoneEnvironment(by);
  const site = environment.sites.find(({ cloud }) => cloud === by);
  if (!site) throw new Error(`no site on ${by}`);
  const applies = promises(site);
  let stack: StackJson;
  let evidence: Awaited<ReturnType<typeof synthesizeSite>>['model']['evidence'];
  beforeAll(async () => {
    stack = (await buildEnvironmentTree(environment)).stacks.edge ?? {};
    evidence = (await synthesizeSite(site)).model.evidence;
  });

  const results = (edge: StackJson) =>
    checkParity({ stacks: { edge }, manifests: [] }, evidence, (id) => ids.includes(id) && applies(id)).filter(
      ({ capability, status }) => ids.includes(capability) && status !== 'idle',
    );

  it('breaks no promise, and leaves to its owner what is named here and nothing else', () => {
    const all = results(stack);
    expect(all.filter(({ status }) => status === 'broken')).toEqual([]);
    const left = all.filter(({ status }) => status === 'absent');
    const isOwners = ({ because }: (typeof left)[number]): boolean => because.startsWith("its owner's to keep");
    expect(left.filter(isOwners).map(({ capability }) => capability)).toEqual(owners);
    expect(left.filter((one) => !isOwners(one)).map(({ capability }) => capability)).toEqual(absent);
  });

  it('is looked up and given records; nothing else of it is made, so nothing of it can be changed or destroyed', () => {
    expect(types(stack, 'resource', dns)).toEqual(
      {
        aws: ['aws_route53_health_check', 'aws_route53_record'],
        google: ['google_dns_record_set'],
        azure: ['azurerm_dns_a_record', 'azurerm_dns_cname_record', 'azurerm_dns_txt_record'],
      }[by],
    );
    expect(types(stack, 'data', dns)).toEqual(
      {
        aws: ['aws_route53_zone'],
        google: ['google_dns_keys', 'google_dns_managed_zone'],
        azure: ['azurerm_dns_zone'],
      }[by],
    );
    expect(JSON.stringify(stack.data)).toContain(adoptedZones[by].split('/').at(-1));
    expect(Object.keys(stack.output ?? {})).toEqual([]);
  });

  it('stops a plan with place, value and fix', () => {
    const text = JSON.stringify(stack.data);
    expect(text).toContain('ADOPT_PROPERTY test edge.dns.adopt: ');
    expect(text.match(/"error_message":"(?!ADOPT_PROPERTY [^:]+: .+ Fix: .+\.")/g)).toBeNull();
  });

  it('every check is held by a promise', () => {
    const copy = structuredClone(stack);
    const stated = ids.flatMap((id) => {
      const one = evidence[id];
      return isAbsent(one) ? [] : one.filter(({ block }) => block === 'data');
    });
    expect(stated.map(({ type }) => type).sort()).toEqual(types(stack, 'data', dns));
    for (const { type } of stated) {
      const objects = Object.values(copy.data?.[type] ?? {}) as { lifecycle?: object }[];
      const kept = objects.map(({ lifecycle }) => lifecycle);
      for (const object of objects) delete object.lifecycle;
      expect([type, results(copy).some(({ status }) => status === 'broken')]).toEqual([type, true]);
      objects.forEach((object, index) => {
        object.lifecycle = kept[index];
      });
    }
  });
});

it('writes records of Google Cloud into the project that has the zone', async () => {
  const { stacks } = await buildEnvironmentTree(adoptedZoneEnvironment('google'));
  const records = Object.values(stacks.edge?.resource?.google_dns_record_set ?? {}) as { project?: string }[];
  expect([...new Set(records.map(({ project }) => project))]).toEqual(['acme-central-dns']);
});

it('lets the pipeline of AWS write into that zone, and make or delete none', async () => {
  const [site] = adoptedZoneEnvironment('aws').sites;
  if (!site) throw new Error('no site');
  const { stacks } = await synthesizeSite({ ...site, ...ci });
  const text = JSON.stringify(stacks.state).replaceAll('\\"', '"');
  expect(text).toContain('arn:aws:route53:::hostedzone/Z0CENTRAL00000000001');
  expect(text).not.toMatch(/route53:(CreateHostedZone|DeleteHostedZone|\*DNSSEC|\*KeySigningKey)/);
});

const ci = {
  ci: {
    issuer: 'https://token.actions.githubusercontent.com',
    audience: 'sts',
    planSubject: 'repo:acme/ml:pull_request',
    applySubject: 'repo:acme/ml:environment:test',
  },
};
