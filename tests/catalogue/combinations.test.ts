import fc from 'fast-check';
import { checkSites } from '../../delivery/check-sites';
import { buildSiteTree, type SiteBuild } from '../../delivery/site-build';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema';
import { type ServiceDefinition, type ServiceName, services } from '../../services';
import { automaticWords } from '../fixtures/automatic-sites';
import { environmentInput, siteInputs } from '../fixtures/environment';

const catalogue: Readonly<Record<ServiceName, ServiceDefinition>> = services;
const names = Object.keys(catalogue) as ServiceName[];

/** A service, those that it calls, and those that they call. */
function withCalled(name: ServiceName, known: readonly ServiceName[] = []): readonly ServiceName[] {
  if (known.includes(name)) return known;
  const { config, needs } = catalogue[name];
  const called = Object.values(needs(config.parse({}), new Set())).flatMap((need): ServiceName[] => {
    if (need.kind === 'endpoint') return [need.service as ServiceName];
    return need.kind === 'topic' ? ['streaming'] : [];
  });
  return called.reduce<readonly ServiceName[]>((all, other) => withCalled(other, all), [...known, name]);
}

/** A cluster alone has no key service. */
const configOf = (name: ServiceName, keys: boolean) =>
  !keys && 'ownKey' in catalogue[name].config.shape ? { ownKey: false } : {};

const siteChoices: readonly [string, EnvironmentInput['sites'][number], keys: boolean][] = [
  ['aws', siteInputs.aws, true],
  ['google', { ...siteInputs.google, role: 'primary' }, true],
  ['azure', { ...siteInputs.azure, role: 'primary' }, true],
  ['local', { cloud: 'local' }, false],
];

function siteOf(
  site: EnvironmentInput['sites'][number],
  keys: boolean,
  chosen: Iterable<ServiceName>,
  more: Partial<EnvironmentInput> = {},
) {
  const environment = resolveEnvironment(
    environmentInput({
      // A node of the SQL engine of `lakehouse` has 16 GiB: more than a machine of the default class has room for.
      pools: { general: { machine: 'general-8' } },
      ...more,
      sites: [site],
      services: {
        ...Object.fromEntries([...chosen].map((name) => [name, configOf(name, keys)])),
        ...more.services,
      },
    }),
  );
  checkSites(environment, 'test');
  const [only] = environment.sites;
  if (!only) throw new Error('no site');
  return only;
}

const build = (...choice: Parameters<typeof siteOf>) => buildSiteTree(siteOf(...choice));

const shown = ({ findings }: SiteBuild) => findings.map(({ code, place, value }) => `${code} ${place} ${value}`);

describe.each(siteChoices)('on %s', (_cloud, site, keys) => {
  it.each(names)('%s alone, with what it calls, builds without a finding', async (name) => {
    expect(shown(await build(site, keys, withCalled(name)))).toEqual([]);
  });

  it('all services together build without a finding', async () => {
    const built = await build(site, keys, names);
    expect(shown(built)).toEqual([]);
    expect(built.services).toEqual([...names].sort());
  });
});

const clouds = siteChoices.filter(([, site]) => site.cloud !== 'local');

/** A broker is made for topics: Google's keeps out who is not named by the rules of one. */
const ownBroker = { broker: 'managed', topics: [{ name: 'events' }] };

/** What a cloud takes over of streaming and caches, as far as it can; the rest is left as it is. */
const takenOver: Readonly<
  Record<string, { readonly providers: object; readonly streaming: object; readonly settings: readonly string[] }>
> = {
  aws: { providers: { cache: 'managed' }, streaming: ownBroker, settings: ['cache', 'kafka'] },
  google: { providers: { cache: 'managed' }, streaming: ownBroker, settings: ['cache', 'kafka'] },
  azure: { providers: {}, streaming: ownBroker, settings: ['kafka'] },
};

/** Its pods have no identity, and a cloud's broker lets nobody in by a password: it says so before a build. */
const besideBroker = names.filter((name) => name !== 'catalog');

it.each(clouds)(
  "all services that can build together on the cloud's own broker and cache, on %s",
  async (cloud, site, keys) => {
    const { providers, streaming, settings } = takenOver[cloud] ?? { providers: {}, streaming: {}, settings: [] };
    const input = { ...site, providers } as EnvironmentInput['sites'][number];
    const only = siteOf(input, keys, besideBroker, { services: { streaming } });
    const managed = Object.entries(only.providers).filter(([, by]) => by === 'managed');
    expect(managed.map(([kind]) => kind)).toEqual(expect.arrayContaining([...settings]));
    expect(shown(await buildSiteTree(only))).toEqual([]);
  },
);

it.each(clouds)('all services together build on machines that are made for them, on %s', async (_cloud, site, keys) => {
  const built = await build(site, keys, names, { pools: automaticWords });
  expect(shown(built)).toEqual([]);
  expect(built.parity).toContainEqual(expect.objectContaining({ capability: 'cluster.made-machines', status: 'kept' }));
});

it('the default machines are too small for the SQL engine of its default size, and nothing else', async () => {
  const built = await build(siteInputs.aws, true, names, { pools: {} });
  expect(shown(built)).toEqual([
    'POOL_TOO_SMALL Deployment lakehouse/trino system',
    'POOL_TOO_SMALL Deployment lakehouse/trino-worker system',
  ]);
});

it('services find too small a pool by the first of their pods that it has no machine for', async () => {
  const [[, site, keys] = ['', siteInputs.aws, true] as const] = clouds;
  const general = { machine: 'general-2', automatic: { maxMachineVcpus: 2 } };
  const system = { machine: 'general-2' };
  const built = await build(site, keys, names, { pools: { ...automaticWords, general, system } });
  expect(new Set(built.findings.map(({ code }) => code))).toEqual(new Set(['POOL_TOO_SMALL']));
});

it('any set of services, with what they call, builds to the same bytes twice and without a finding', async () => {
  const sets = fc
    .subarray(names, { minLength: 1 })
    .map((chosen) => chosen.reduce<readonly ServiceName[]>((all, name) => withCalled(name, all), []));
  await fc.assert(
    fc.asyncProperty(sets, fc.constantFrom(...siteChoices), async (chosen, [, site, keys]) => {
      const [first, second] = [await build(site, keys, chosen), await build(site, keys, [...chosen].reverse())];
      expect(shown(first)).toEqual([]);
      expect(second.files).toEqual(first.files);
    }),
    { numRuns: 12 },
  );
}, 60_000);
