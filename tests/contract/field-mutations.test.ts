import { type CapabilityId, isAbsent } from '../../constructs/contracts';
import type { CloudSite } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { SiteOutput } from '../../policies/site-output';
import { featureStore } from '../../services';
import { automaticSites } from '../fixtures/automatic-sites';
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
import { protectiveFields, spoiled } from './protective-fields';
import { unguarded } from './unguarded-fields';

/** With caches and a warehouse of the cloud's own, where it has them. */
const withStores = <S extends CloudSite>(site: S): S => ({
  ...site,
  providers: { ...site.providers, cache: 'managed' },
  services: { ...site.services, featureStore: featureStore.config.parse({ offlineStore: 'warehouse' }) },
});

/** Everything that a cloud runs itself, and machines that it makes; with how many different fields protect it at least. */
const sites: readonly [string, () => CloudSite, number][] = [
  ['aws', () => withSharedFiles(withStores(withStoreWords(withManagedKafka(awsSite(organisationTrails.aws))))), 130],
  [
    'google',
    () => withSharedFiles(withStores(withStoreWords(withManagedKafka(googleSite(organisationTrails.google))))),
    114,
  ],
  ['azure', () => withSharedFiles(withStoreWords(withManagedKafka(azureSite(organisationTrails.azure)))), 124],
  ['aws with automatic pools', () => automaticSites().aws, 100],
  ['google with automatic pools', () => automaticSites().google, 100],
  ['azure with automatic pools', () => automaticSites().azure, 110],
];

/** The promises that look at a type of resource, by `<stack> <type>`: no other can break by a field of it. */
function watchers(
  evidence: SynthesizedSite['model']['evidence'],
  kept: readonly CapabilityId[],
): ReadonlyMap<string, ReadonlySet<CapabilityId>> {
  const byType = new Map<string, Set<CapabilityId>>();
  for (const capability of kept) {
    const stated = evidence[capability];
    for (const { in: source, type } of isAbsent(stated) ? [] : stated) {
      const place = `${source} ${type}`;
      byType.set(place, (byType.get(place) ?? new Set<CapabilityId>()).add(capability));
    }
  }
  return byType;
}

const distinct = (ids: readonly string[]): string[] => [...new Set(ids)].sort();

describe.each(sites)('fields that protect something on %s', (_site, makeSite, atLeast) => {
  const site = makeSite();
  let output: SiteOutput;
  let evidence: SynthesizedSite['model']['evidence'];

  beforeAll(async () => {
    const { stacks, manifests, model } = await synthesizeSite(site);
    output = { stacks, manifests };
    evidence = model.evidence;
  });

  it('are in place: no promise is broken before one is touched', () => {
    const results = checkParity(output, evidence, promises(site));
    expect(results.filter(({ status }) => status === 'broken')).toEqual([]);
  });

  it('are each missed, on every single resource, when they are gone or turned round', () => {
    const results = checkParity(output, evidence, promises(site));
    const kept = results.filter(({ status }) => status === 'kept').map(({ capability }) => capability);
    const watching = watchers(evidence, kept);
    const isBroken = (among: ReadonlySet<CapabilityId>): boolean =>
      checkParity(output, evidence, (capability) => among.has(capability)).some(({ status }) => status === 'broken');

    const fields = protectiveFields(output);
    const unnoticed = fields.filter((field) => {
      const among = watching.get(`${field.source} ${field.type}`) ?? new Set();
      return spoiled(field, () => isBroken(among)).includes(false);
    });
    expect(distinct(unnoticed.map(({ id }) => id))).toEqual(distinct(Object.keys(unguarded[site.cloud])));
    expect(distinct(fields.map(({ id }) => id)).length).toBeGreaterThanOrEqual(atLeast);
  });
});
