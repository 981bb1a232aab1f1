import { type CapabilityId, capabilities, requestsOf, serviceTenants, stackNames } from '../../constructs/contracts';
import type { CloudSite } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import { databases, lakehouse, type NeedKind, processing } from '../../services';
import { isOfCopies } from '../fixtures/copy-promises';
import { awsSite, azureSite, googleSite, withManagedKafka } from '../fixtures/sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

const sites: [string, (overrides?: object) => CloudSite][] = [
  ['aws', awsSite],
  ['google', googleSite],
  ['azure', azureSite],
];

/** Not every site has a managed cache, a warehouse, a registry, shared files and its account watched and bound: see the tests of their names. */
const isLeavable = (id: string): boolean =>
  /^(cache|warehouse|registry|detection|guardrails|spending|files)\./.test(id);

/** What a cloud says it lacks, with what to do instead. */
const openlyAbsent: Readonly<Record<CloudSite['cloud'], readonly string[]>> = {
  aws: ['cluster.self-patching'],
  google: ['access.break-glass-second-factor'],
  azure: [],
};

/** What operations may ask of stores and this site does not: kept, and missed where spoiled, in `mutation.test.ts`. */
const asked: readonly string[] = [
  'postgres.maintenance-freeze',
  'postgres.read-replicas',
  'bucket.tiers',
  'bucket.retention-lock',
];

const needKinds: readonly NeedKind[] = ['postgres', 'bucket', 'kafka', 'topic', 'secret', 'identity', 'key'];

/** The longest name a site may have: GKE's 40 characters. */
const longest = 'a'.repeat(40);

describe.each(sites)('the contract on %s', (_cloud, plainSite) => {
  const makeSite = (overrides?: object): CloudSite => withManagedKafka(plainSite(overrides));
  const site = makeSite();
  let built: SynthesizedSite;
  beforeAll(async () => {
    built = await synthesizeSite(site);
  });

  it('has every stack, in order', () => {
    expect(Object.keys(built.stacks)).toEqual([...stackNames]);
  });

  // Machines that are made for pods or reserved, what sites have together, copies for recovery, the public edge and alarms on stores have
  // contracts of their own: see `automatic-pools.test.ts`, `reservations.test.ts`, `interconnect.test.ts`, `shared-secrets.test.ts`,
  // `edge.test.ts` and `store-alarms.test.ts`.
  const made: readonly string[] = [
    'cluster.automatic-pools',
    'cluster.made-machines',
    'cluster.made-machines-in-window',
    'cluster.reserved-machines',
    'cluster.reserved-made-machines',
    'secret.shared',
  ];
  const here = Object.entries(capabilities).filter(
    ([id]) =>
      !isLeavable(id) &&
      !made.includes(id) &&
      !asked.includes(id) &&
      !isOfCopies(id) &&
      !/^(interconnect|edge)\.|\.alarm-/.test(id),
  );
  it.each(here)('%s: %s', (id) => {
    const { stacks, manifests, model } = built;
    const results = checkParity({ stacks, manifests }, model.evidence, promises(site));
    const result = results.find(({ capability }) => capability === (id as CapabilityId));
    expect(result).toMatchObject({ status: openlyAbsent[site.cloud].includes(id) ? 'absent' : 'kept' });
  });

  it('binds every need to names that are known now, the same twice', () => {
    for (const kind of needKinds) {
      const requests = serviceTenants(site).flatMap((tenant) => requestsOf(site, tenant, kind));
      expect(requests.length).toBeGreaterThan(0);
      for (const request of requests) {
        const binding = built.model.providerOf(kind).bind(request);
        // `${env.NAME}` and `${env:NAME}` are filled in by the program that reads it.
        expect(JSON.stringify(binding)).not.toMatch(/TfToken|\$\{(?!env[.:])/);
        expect(built.model.providerOf(kind).bind(request)).toEqual(binding);
      }
    }
  });

  it('keeps every secret out of state: values are ephemeral and written write-only', () => {
    expect(built.text).not.toMatch(/"random_password":\s*\{[^}]*"metadata"/);
    const kept = Object.values(built.stacks).flatMap((stack) => Object.keys(stack?.resource ?? {}));
    expect(kept.filter((type) => /^(random_password|tls_private_key|random_string)$/.test(type))).toEqual([]);
    const ephemeral = built.stacks.data?.ephemeral as Record<string, object> | undefined;
    expect(Object.keys(ephemeral?.random_password ?? {}).length).toBeGreaterThanOrEqual(2);
  });

  it('keeps all state remote, each under its own name, the state of the stack that makes the place included', () => {
    const backends = stackNames.map((name) => {
      const terraform = built.stacks[name]?.terraform as { backend?: Record<string, object> } | undefined;
      return Object.entries(terraform?.backend ?? {})[0] ?? ['none', {}];
    });
    const [[type] = ['none']] = backends;
    expect(type).not.toBe('local');
    expect(backends.map(([one]) => one)).toEqual(stackNames.map(() => type));
    expect(new Set(backends.map(([, settings]) => JSON.stringify(settings))).size).toBe(stackNames.length);
  });

  it('keeps the user that follows changes apart from the owner: own password, own Secret', async () => {
    const withShop = (config: object) =>
      plainSite({ services: { databases: databases.config.parse({ postgres: { shop: config } }) } });
    const captured = withShop({ capture: true });
    const { stacks, model, text } = await synthesizeSite(captured);
    const ephemeral = stacks.data?.ephemeral as Record<string, object> | undefined;
    expect(Object.keys(ephemeral?.random_password ?? {})).toHaveLength(2);
    const [request] = serviceTenants(captured).flatMap((tenant) => requestsOf(captured, tenant, 'postgres'));
    if (!request) throw new Error('no database');
    const { secretName, users } = model.providerOf('postgres').bind(request);
    expect(users?.capture).toMatchObject({ username: 'shop_capture', secretName: `${secretName}-capture` });
    expect(users?.capture?.rights?.length).toBeGreaterThan(0);
    expect(text).toContain('postgres-shop-capture');
    expect((await synthesizeSite(withShop({}))).text).not.toMatch(
      /shop[-_]capture|logical_(replication|decoding)|wal_level/,
    );
  });

  it('lets the identity of one service use the bucket that another shares with it, and none else', async () => {
    const batches = (catalog?: 'lakehouse') => ({ daily: { file: 'jobs/daily.py', catalog } });
    const grantsOf = async (catalog?: 'lakehouse') => {
      const services = {
        lakehouse: lakehouse.config.parse({}),
        processing: processing.config.parse({ batches: batches(catalog) }),
      };
      const at = plainSite({ services });
      const { stacks, model } = await synthesizeSite(at);
      const [tables] = serviceTenants(at).flatMap((tenant) =>
        tenant.service === 'lakehouse' ? requestsOf(at, tenant, 'bucket') : [],
      );
      if (!tables) throw new Error('no tables');
      // The bucket, or the account that the container is in; or the resource that was made for it.
      const { name, uri } = model.providerOf('bucket').bind(tables);
      const store = new URL(uri).hostname.split('.')[0] ?? name;
      const granted = Object.values(stacks.platform?.resource ?? {}).flatMap((byName) => Object.entries(byName));
      return granted.filter(([id, value]) => {
        const text = JSON.stringify(value);
        return id.startsWith('processing') && (text.includes(store) || text.includes('lakehouse_tables'));
      }).length;
    };
    expect([await grantsOf(), (await grantsOf('lakehouse')) > 0]).toEqual([0, true]);
  });

  it('carries no path of this machine', () => {
    expect(built.text).not.toContain(process.cwd());
  });

  it('tags everything with the site', () => {
    for (const stack of Object.values(built.stacks)) {
      const text = JSON.stringify(stack);
      if (Object.keys(stack?.resource ?? {}).some((type) => /^(aws|google|azurerm)_/.test(type))) {
        expect(text).toContain('cost-centre');
      }
    }
  });

  it('is the same twice', async () => {
    expect((await synthesizeSite(makeSite())).text).toBe(built.text);
  });

  it('takes the longest site name there is', async () => {
    const long = await synthesizeSite(makeSite({ name: longest, tags: { ...site.tags, site: longest } }));
    expect(Object.keys(long.stacks)).toEqual([...stackNames]);
  });

  it('lets go of what deletion protection holds', async () => {
    const { text } = await synthesizeSite(makeSite({ deletionProtection: false }));
    expect(text).not.toContain('"prevent_destroy": true');
  });
});
