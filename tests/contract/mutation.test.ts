import { type CapabilityId, capabilities, type Evidence, isAbsent } from '../../constructs/contracts';
import type { CloudSite } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import type { SiteOutput } from '../../policies/site-output';
import { featureStore } from '../../services';
import { eachAutomaticSite } from '../fixtures/automatic-sites';
import { billedSite } from '../fixtures/billed-sites';
import { isOfCopies } from '../fixtures/copy-promises';
import { reservedAutomaticSites, reservedSites } from '../fixtures/reserved-sites';
import {
  awsSite,
  azureSite,
  googleSite,
  organisationTrails,
  withManagedKafka,
  withSharedFiles,
  withStoreWords,
} from '../fixtures/sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

/** What shows where machines are made for pods, and only there. */
const made = [
  'cluster.automatic-pools',
  'cluster.made-machines',
  'cluster.made-machines-in-window',
  'cluster.autoscaling',
  'cluster.spot-pool',
  'cluster.gpu-pool',
] as const satisfies readonly CapabilityId[];
/** All but alarms, which show where somebody looks: see `store-alarms.test.ts`. */
const all = (Object.keys(capabilities) as CapabilityId[]).filter((id) => !id.includes('.alarm-'));
const isOfCaches = (id: CapabilityId): boolean => id.startsWith('cache.');
const isOfWarehouses = (id: CapabilityId): boolean => id.startsWith('warehouse.');
const isOfRegistries = (id: CapabilityId): boolean => id.startsWith('registry.');
const isOfDetection = (id: CapabilityId): boolean => id.startsWith('detection.');
const isOfSpending = (id: CapabilityId): boolean => id.startsWith('spending.');
const isOfGuardrails = (id: CapabilityId): boolean => id.startsWith('guardrails.');
/** What shows in stacks of a whole environment: see `interconnect.test.ts`, `shared-secrets.test.ts` and `edge.test.ts`. */
const isOfEnvironments = (id: CapabilityId): boolean => /^(interconnect|edge)\./.test(id) || id === 'secret.shared';
const isOfReservations = (id: CapabilityId): boolean => id.startsWith('cluster.reserved-');
const isOfFiles = (id: CapabilityId): boolean => id.startsWith('files.');
/** What operations may ask of databases and buckets, and do not by default. */
const asked = [
  'postgres.maintenance-freeze',
  'postgres.read-replicas',
  'bucket.tiers',
  'bucket.retention-lock',
] as const satisfies readonly CapabilityId[];
const others = all.filter(
  (id) =>
    !asked.some((one) => one === id) &&
    !isOfCaches(id) &&
    !isOfWarehouses(id) &&
    !isOfRegistries(id) &&
    !isOfEnvironments(id) &&
    !isOfDetection(id) &&
    !isOfGuardrails(id) &&
    !isOfSpending(id) &&
    !isOfFiles(id) &&
    !isOfReservations(id) &&
    !isOfCopies(id) &&
    id !== 'cluster.automatic-pools' &&
    id !== 'cluster.made-machines' &&
    id !== 'cluster.made-machines-in-window',
);
/** Only Cloud SQL knows freezes. */
const withoutFreezes = asked.filter((id) => id !== 'postgres.maintenance-freeze');
const managedCaches = {
  providers: { ...awsSite().providers, cache: 'managed' as const },
  services: { featureStore: featureStore.config.parse({}) },
};
const withWarehouse = { services: { featureStore: featureStore.config.parse({ offlineStore: 'warehouse' }) } };
/** With a registry whose images another site on the same cloud is given. */
const withRegistry = <S extends CloudSite>(site: S): S => {
  const place = (name: string) => ({ name, region: site.region, account: '123456789012' });
  const copies = { from: place(site.name), to: [place('other')] };
  return { ...site, registry: { repositories: ['models/churn'], untaggedDays: 14, mirrors: true, copies } };
};

const sites: [string, () => CloudSite, readonly CapabilityId[]][] = [
  ['aws', () => withManagedKafka(awsSite()), others.filter((id) => id !== 'cluster.self-patching')],
  ['google', () => withManagedKafka(googleSite()), others.filter((id) => id !== 'access.break-glass-second-factor')],
  ['azure', () => withManagedKafka(azureSite()), others],
  ['aws that is bound', awsSite, all.filter((id) => isOfGuardrails(id) && id !== 'guardrails.public-databases')],
  [
    'google that is bound',
    googleSite,
    all.filter((id) => isOfGuardrails(id) && id !== 'guardrails.tags' && id !== 'guardrails.trail'),
  ],
  ['azure that is bound', azureSite, all.filter((id) => isOfGuardrails(id) && id !== 'guardrails.machines')],
  ['aws that is watched', () => awsSite(organisationTrails.aws), all.filter(isOfDetection)],
  [
    'google that is watched',
    () => googleSite(organisationTrails.google),
    all.filter((id) => isOfDetection(id) && id !== 'detection.threats' && id !== 'detection.posture'),
  ],
  [
    'azure that is watched',
    () => azureSite(organisationTrails.azure),
    all.filter((id) => isOfDetection(id) && id !== 'detection.configuration'),
  ],
  ['aws that is billed', () => billedSite('aws'), all.filter(isOfSpending)],
  [
    'google that is billed',
    () => billedSite('google'),
    all.filter((id) => isOfSpending(id) && id !== 'spending.anomalies' && id !== 'spending.export'),
  ],
  ['azure that is billed', () => billedSite('azure'), all.filter(isOfSpending)],
  ['aws with managed caches', () => awsSite(managedCaches), all.filter(isOfCaches)],
  [
    'google with managed caches',
    () => googleSite(managedCaches),
    all.filter((id) => isOfCaches(id) && id !== 'cache.password-not-in-state'),
  ],
  ['aws with a warehouse', () => awsSite(withWarehouse), all.filter(isOfWarehouses)],
  [
    'google with a warehouse',
    () => googleSite(withWarehouse),
    all.filter((id) => isOfWarehouses(id) && id !== 'warehouse.scan-limit'),
  ],
  ['aws with all that may be asked of stores', () => withStoreWords(awsSite()), withoutFreezes],
  ['google with all that may be asked of stores', () => withStoreWords(googleSite()), asked],
  ['azure with all that may be asked of stores', () => withStoreWords(azureSite()), withoutFreezes],
  ['aws with a registry', () => withRegistry(awsSite()), all.filter(isOfRegistries)],
  ['google with a registry', () => withRegistry(googleSite()), all.filter(isOfRegistries)],
  [
    'azure with a registry',
    () => withRegistry(azureSite()),
    all.filter((id) => isOfRegistries(id) && id !== 'registry.immutable-tags'),
  ],
  ['aws with shared files', () => withSharedFiles(awsSite()), all.filter(isOfFiles)],
  [
    'google with shared files',
    () => withSharedFiles(googleSite()),
    all.filter((id) => isOfFiles(id) && id !== 'files.tls-only'),
  ],
  [
    'azure with shared files',
    () => withSharedFiles(azureSite()),
    all.filter((id) => isOfFiles(id) && id !== 'files.backups'),
  ],
  ['aws with reserved machines', () => reservedSites().aws, ['cluster.reserved-machines']],
  ['google with reserved machines', () => reservedSites().google, ['cluster.reserved-machines']],
  ['azure with reserved machines', () => reservedSites().azure, ['cluster.reserved-machines']],
  [
    'aws with reserved machines for automatic pools',
    () => reservedAutomaticSites().aws,
    ['cluster.reserved-made-machines'],
  ],
  [
    'google with reserved machines for automatic pools',
    () => reservedAutomaticSites().google,
    ['cluster.reserved-made-machines'],
  ],
  ...eachAutomaticSite().map(([cloud, site]): [string, () => CloudSite, readonly CapabilityId[]] => [
    `${cloud} with automatic pools`,
    () => site,
    made,
  ]),
];

type Json = Record<string, unknown>;

/** Takes the last key of a path away wherever the path leads. */
function spoil(value: unknown, keys: readonly string[]): void {
  const [key, ...rest] = keys;
  if (Array.isArray(value)) {
    for (const entry of value) spoil(entry, keys);
  } else if (typeof value === 'object' && value !== null && key !== undefined) {
    if (rest.length === 0) delete (value as Json)[key];
    else spoil((value as Json)[key], rest);
  }
}

/** The site's output with the field of one evidence gone from every object it speaks of. */
function without({ in: source, type, path }: Evidence, output: SiteOutput): SiteOutput {
  const keys = path.split(/[.]|\[[+]?\]/).filter((key) => key !== '');
  if (source === 'kubernetes') {
    const manifests = structuredClone(output.manifests);
    for (const manifest of manifests.filter(({ kind }) => kind === type)) spoil(manifest, keys);
    return { ...output, manifests };
  }
  const stack = structuredClone(output.stacks[source]);
  for (const object of Object.values(stack?.resource?.[type] ?? {})) spoil(object, keys);
  return { ...output, stacks: { ...output.stacks, [source]: stack } };
}

describe.each(sites)('every protective field on %s', (_cloud, makeSite, ids) => {
  let built: SynthesizedSite;
  let output: SiteOutput;
  beforeAll(async () => {
    built = await synthesizeSite(makeSite());
    output = {
      stacks: built.stacks,
      manifests: built.manifests,
    };
  });

  const statusOf = (capability: CapabilityId, of: SiteOutput) =>
    checkParity(of, built.model.evidence, () => true).find((entry) => entry.capability === capability)?.status;

  it.each([...ids])('%s breaks when its field is taken away', (capability) => {
    const stated = built.model.evidence[capability];
    if (isAbsent(stated)) throw new Error(`${capability} is absent`);
    expect(statusOf(capability, output)).toBe('kept');
    for (const evidence of stated.filter(({ is }) => !('absent' in is))) {
      expect({ evidence, status: statusOf(capability, without(evidence, output)) }).toEqual({
        evidence,
        status: 'broken',
      });
    }
  });
});
