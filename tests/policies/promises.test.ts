import { type CapabilityId, capabilities } from '../../constructs/contracts';
import type { CloudSite } from '../../environments/model';
import { promises } from '../../policies/promises';
import { databases, featureStore, monitoring, tracking } from '../../services';
import { automaticSites } from '../fixtures/automatic-sites';
import { isOfCopies } from '../fixtures/copy-promises';
import { reservedAutomaticSites, reservedSites } from '../fixtures/reserved-sites';
import {
  awsSite,
  localSite,
  organisationTrails,
  withManagedKafka,
  withSharedFiles,
  withStoreWords,
} from '../fixtures/sites';

const every = Object.keys(capabilities) as CapabilityId[];
const isAlarm = (id: CapabilityId): boolean => id.includes('.alarm-');
/** All but alarms, which are promised where a Prometheus looks. */
const all = every.filter((id) => !isAlarm(id));
const isOfCaches = (id: CapabilityId): boolean => id.startsWith('cache.');
const isOfWarehouses = (id: CapabilityId): boolean => id.startsWith('warehouse.');
const isOfRegistries = (id: CapabilityId): boolean => id.startsWith('registry.');
const isOfLinks = (id: CapabilityId): boolean => id.startsWith('interconnect.');
const isOfFiles = (id: CapabilityId): boolean => id.startsWith('files.');
const isOfReservations = (id: CapabilityId): boolean => id.startsWith('cluster.reserved-');
const isOfEdge = (id: CapabilityId): boolean => id.startsWith('edge.');
/** That an account keeps the trail of all others is rare. */
const isOfOrganisation = (id: CapabilityId): boolean => id === 'detection.organisation-trail';
/** Nobody asks the clouds of these sites to watch bills. */
const isOfSpending = (id: CapabilityId): boolean => id.startsWith('spending.');
const rare = [
  isOfCaches,
  isOfWarehouses,
  isOfRegistries,
  isOfFiles,
  isOfLinks,
  isOfEdge,
  isOfReservations,
  isOfOrganisation,
  isOfSpending,
];
/**
 * No service of these sites needs a cache, a warehouse or shared files, they have no registry, no edge and nothing reserved,
 * and no link leads to them.
 */
const idle = (site: Parameters<typeof promises>[0]): string[] =>
  all.filter((id) => !rare.some((is) => is(id)) && !promises(site)(id));

it('promises of links hold where one leads, those of names where a pod looks for a gateway that is known', () => {
  const promised = (change: Parameters<typeof awsSite>[0]): CapabilityId[] =>
    all.filter((id) => isOfLinks(id) && promises(awsSite(change))(id));
  const peer = 'test-google-europe-west1';
  const linked = { linkedTo: [peer], peers: [{ name: peer, role: 'standby' as const }] };
  const services = { monitoring: monitoring.config.parse({ longTerm: { federation: true } }) };
  const links = ['interconnect.redundant', 'interconnect.bgp', 'interconnect.keys-not-in-state'];
  expect(promised({})).toEqual([]);
  expect(promised({ ...linked, services })).toEqual(links);
  expect(promised({ ...linked, resolves: [peer] })).toEqual(links);
  expect(promised({ ...linked, resolves: [peer], services })).toEqual([...links, 'interconnect.private-dns']);
  expect(all.filter((id) => isOfLinks(id) && promises(localSite())(id))).toEqual([]);
});

it('what is told and kept of bills is promised where the environment asks for it', () => {
  const promised = (governance: NonNullable<CloudSite['governance']>): CapabilityId[] =>
    all.filter((id) => isOfSpending(id) && promises(awsSite({ governance }))(id));
  const budgets = { budgets: [], emails: [], thresholds: [], forecast: false, activateTags: false };
  expect(promised({})).toEqual([]);
  expect(promised({ budgets })).toEqual(['spending.budgets']);
  expect(promised({ budgets: { ...budgets, forecast: true } })).toEqual(['spending.budgets', 'spending.forecast']);
  expect(promised({ anomalies: { emails: [], overUsd: 1 } })).toEqual(['spending.anomalies']);
  expect(promised({ costExport: { keptDays: 35 } })).toHaveLength(4);
});

it('the trail of an organisation is promised by the site that keeps it, where it has a trail at all', () => {
  const promised = (site: Parameters<typeof promises>[0]): CapabilityId[] =>
    all.filter((id) => isOfOrganisation(id) && promises(site)(id));
  expect(promised(awsSite(organisationTrails.aws))).toEqual(['detection.organisation-trail']);
  expect(promised(awsSite())).toEqual([]);
  expect(promised(awsSite({ ...organisationTrails.aws, governance: {} }))).toEqual([]);
  expect(promised(localSite())).toEqual([]);
});

it('promises of the edge follow what the environment chose, and where the zone is', () => {
  const edge = {
    routes: ['models/churn'],
    hosts: ['models.ml.example.com'],
    entry: 'edge-test-aws.ml.example.com',
    gatewayAddresses: [],
    waf: { mode: 'block', requestsPer5Minutes: 2000 },
    ddos: 'standard',
    cachedPaths: [],
    health: { intervalSeconds: 30, failures: 3 },
    hasZone: false,
    failsOver: true,
  } as const;
  const missing = (change: object): CapabilityId[] =>
    all.filter((id) => isOfEdge(id) && !promises(awsSite({ edge: { ...edge, ...change } }))(id));
  expect(all.filter((id) => isOfEdge(id) && promises(awsSite())(id))).toEqual([]);
  expect(missing({})).toEqual(['edge.zone-signed', 'edge.health-checked', 'edge.ddos-advanced']);
  expect(missing({ hasZone: true, ddos: 'advanced' })).toEqual([]);
  expect(missing({ hasZone: true, ddos: 'advanced', failsOver: false })).toEqual(['edge.health-checked']);
  expect(missing({ hasZone: true, ddos: 'advanced', waf: { ...edge.waf, mode: 'count' } })).toEqual(['edge.firewall']);
});

it('promises of reserved machines hold where some are, by how the machines of the pool come', () => {
  const promised = (site: Parameters<typeof promises>[0]): CapabilityId[] =>
    all.filter((id) => isOfReservations(id) && promises(site)(id));
  expect(promised(awsSite())).toEqual([]);
  expect(promised(localSite())).toEqual([]);
  expect(promised(reservedSites().azure)).toEqual(['cluster.reserved-machines']);
  expect(promised(reservedAutomaticSites().aws)).toEqual(['cluster.reserved-made-machines']);
});

it('promises of caches hold where a service needs one, and follow what it asks for', () => {
  const promised = (caches: object, change: Parameters<typeof awsSite>[0] = {}): CapabilityId[] =>
    all.filter(
      (id) =>
        isOfCaches(id) &&
        promises(awsSite({ ...change, services: { databases: databases.config.parse({ caches }) } }))(id),
    );
  const always = [
    'cache.private',
    'cache.tls-only',
    'cache.own-key',
    'cache.password-not-in-state',
    'cache.maintenance-window',
  ];
  expect(promised({})).toEqual([]);
  expect(promised({ one: { highlyAvailable: false } })).toEqual(always);
  expect(promised({ one: { persistent: true } })).toEqual(all.filter(isOfCaches));
  expect(promised({ one: {} }, { deletionProtection: false }).sort()).toEqual(
    [...always, 'cache.highly-available'].sort(),
  );
});

it('promises of alarms hold where a Prometheus looks, and follow what there is to look at', () => {
  const promised = (change: Parameters<typeof awsSite>[0]): string[] =>
    every.filter((id) => isAlarm(id) && promises(awsSite(change))(id));
  const caches = { one: { highlyAvailable: false, eviction: 'noeviction' } };
  const services = { tracking: tracking.config.parse({}), monitoring: monitoring.config.parse({}) };
  const ofDatabases = every.filter((id) => isAlarm(id) && id.startsWith('postgres.') && !id.endsWith('replica-lag'));
  expect(promised({})).toEqual([]);
  expect(promised({ services })).toEqual(ofDatabases);
  expect(
    promised({ services: { ...services, monitoring: monitoring.config.parse({ managedStores: false }) } }),
  ).toEqual([]);
  expect(promised({ services: { ...services, databases: databases.config.parse({ caches }) } })).toEqual([
    ...ofDatabases,
    'cache.alarm-load',
    'cache.alarm-full',
  ]);
  const inside = { ...awsSite().providers, postgres: 'in-cluster', bucket: 'in-cluster' } as const;
  expect(promised({ services, providers: inside })).toEqual(
    ofDatabases.filter((id) => id !== 'postgres.alarm-backups' && id !== 'postgres.alarm-log-archive'),
  );
});

it('promises of a warehouse hold where a service keeps its history there', () => {
  const promised = (offlineStore: string, change: Parameters<typeof awsSite>[0] = {}): CapabilityId[] => {
    const site = awsSite({ ...change, services: { featureStore: featureStore.config.parse({ offlineStore }) } });
    return all.filter((id) => isOfWarehouses(id) && promises(site)(id));
  };
  expect(promised('duckdb')).toEqual([]);
  expect(promised('warehouse')).toEqual(all.filter(isOfWarehouses));
  expect(promised('warehouse', { deletionProtection: false })).toEqual([
    'warehouse.private',
    'warehouse.own-key',
    'warehouse.scan-limit',
  ]);
});

it('promises of a registry hold where a site has one, and follow what it is to do', () => {
  const promised = (change: Parameters<typeof awsSite>[0]): CapabilityId[] =>
    all.filter((id) => isOfRegistries(id) && promises(awsSite(change))(id));
  const registry = { repositories: [], untaggedDays: 14, mirrors: true };
  expect(promised({})).toEqual([]);
  const alone = all.filter((id) => isOfRegistries(id) && id !== 'registry.replicated');
  expect(promised({ registry })).toEqual(alone);
  expect(promised({ registry: { ...registry, mirrors: false }, deletionProtection: false })).toEqual(
    alone.filter((id) => id !== 'registry.mirrors' && id !== 'registry.deletion-protection'),
  );
  const place = (name: string) => ({ name, region: 'eu-central-1', account: '123456789012' });
  const copies = { from: place(awsSite().name), to: [place('other')] };
  expect(promised({ registry: { ...registry, copies } })).toEqual(all.filter(isOfRegistries));
  expect(all.filter((id) => isOfRegistries(id) && promises(localSite())(id))).toEqual([]);
});

it('promises of shared files hold where a service shares a folder, those of copies where they are made', () => {
  const promised = (site: Parameters<typeof promises>[0], area: string): CapabilityId[] =>
    all.filter((id) => id.startsWith(area) && promises(site)(id));
  expect(promised(awsSite(), 'files.')).toEqual([]);
  expect(promised(withSharedFiles(awsSite()), 'files.')).toEqual(all.filter(isOfFiles));
  expect(promised(withSharedFiles(awsSite({ deletionProtection: false, snapshots: undefined })), 'files.')).toEqual([
    'files.private',
    'files.own-key',
    'files.tls-only',
  ]);
  expect(promised(awsSite({ snapshots: undefined }), 'volumes.')).toEqual([
    'volumes.own-key',
    'volumes.expandable',
    'volumes.fast',
  ]);
  expect(promised(localSite(), 'volumes.')).toEqual([]);
});

/** What only sites promise that make machines for pods. */
const made = ['cluster.automatic-pools', 'cluster.made-machines-in-window', 'cluster.made-machines'];
/** What only sites promise that have others beside them. */
const together = ['secret.shared', ...all.filter(isOfCopies)];
const ofKafka = all.filter((id) => /^(kafka|topic)\./.test(id));
/** What operations may ask of databases and buckets. */
const asked = [
  'postgres.read-replicas',
  'bucket.tiers',
  'bucket.retention-lock',
] as const satisfies readonly CapabilityId[];
/** What a site promises only by a choice that is not the default. */
const chosen = [...made, ...together, ...ofKafka, ...asked];

it('a full site makes every promise but those of machines that are made for pods, and of sites together', () =>
  expect(idle(withStoreWords(withManagedKafka(awsSite()))).sort()).toEqual([...made, ...together].sort()));

it('a site with automatic pools promises those, too', () => {
  const { aws } = automaticSites();
  expect(
    idle({ ...withStoreWords(withManagedKafka(awsSite())), pools: aws.pools, sharesSecrets: 'one-sign-in' }),
  ).toEqual(together.filter((id) => id !== 'secret.shared'));
});

it('a site without Kafka promises nothing of it', () => expect(idle(awsSite()).sort()).toEqual([...chosen].sort()));

it('a managed Kafka that nothing protects against deletion does not promise that', () =>
  expect(idle(withManagedKafka(awsSite({ deletionProtection: false })))).toEqual(
    expect.arrayContaining(['kafka.deletion-protection', 'topic.deletion-protection']),
  ));

it.each<[string, Parameters<typeof awsSite>[0], string[]]>([
  ['no pipeline', { ci: undefined }, ['state.ci-trust']],
  [
    'no deletion protection',
    { deletionProtection: false },
    ['state', 'platform', 'detection', 'cluster', 'postgres', 'bucket'].map((area) => `${area}.deletion-protection`),
  ],
  [
    'no watching of its own',
    { governance: { guardrails: awsSite().governance?.guardrails } },
    [
      'alerts',
      'configuration',
      'deletion-protection',
      'posture',
      'threats',
      'trail',
      'trail-locked',
      'trail-own-key',
      'trail-private',
      'trail-retention',
    ]
      .map((promise) => `detection.${promise}`)
      .concat(['key.access-logs', 'secret.access-logs']),
  ],
  [
    'no freezes',
    { maintenance: { ...awsSite().maintenance, freezes: [] } },
    ['cluster.upgrade-freezes', 'postgres.maintenance-freeze'],
  ],
  ['no spot pool', { pools: awsSite().pools.filter(({ purpose }) => purpose !== 'spot') }, ['cluster.spot-pool']],
  ['no lists of objects', { bucketInventory: 'off' }, ['bucket.inventory']],
  ['no GPU pool', { pools: awsSite().pools.filter(({ purpose }) => purpose !== 'gpu') }, ['cluster.gpu-pool']],
  [
    'a database in one zone',
    { services: { tracking: tracking.config.parse({ highlyAvailable: false }) } },
    ['postgres.highly-available'],
  ],
  [
    'no key of its own',
    { services: { tracking: tracking.config.parse({ ownKey: false }) } },
    ['key.access-logs', 'key.rotated', 'key.deletion-protection'],
  ],
])('%s: exactly what depends on it is not promised', (_what, change, expected) =>
  expect(idle(awsSite(change)).sort()).toEqual([...expected, ...chosen].sort()),
);

it('a site without services promises nothing about needs', () => {
  const areas = new Set(
    idle(awsSite({ services: {} }))
      .filter((id) => !made.includes(id) && !isOfCopies(id))
      .map((id) => id.split('.')[0]),
  );
  expect([...areas].sort()).toEqual(['bucket', 'identity', 'kafka', 'key', 'postgres', 'secret', 'topic']);
});

it('a site inside a cluster promises no pools, no pipeline and no protection by the cloud', () => {
  expect(idle(localSite())).toEqual(
    expect.arrayContaining(['cluster.spot-pool', 'cluster.gpu-pool', 'state.ci-trust', 'cluster.deletion-protection']),
  );
});
