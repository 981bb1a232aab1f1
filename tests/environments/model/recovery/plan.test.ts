import fc from 'fast-check';
import { recoveryTiers } from '../../../../environments/facts/recovery';
import { planRecovery, type ServiceRecovery, storeProviderOn } from '../../../../environments/model/recovery/plan';
import { resolveEnvironment } from '../../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../../environments/schema';
import { parseEnvironment } from '../../../../environments/schema/parse-environment';
import { environmentInput, siteInputs } from '../../../fixtures/environment';
import { sixSiteInputs } from '../../../fixtures/six-sites';

type Recovery = NonNullable<EnvironmentInput['recovery']>;

const warm = { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 480 } as const;
/** In one account: clouds copy databases no further. */
const sameCloud = [siteInputs.aws, { ...sixSiteInputs.awsSecond, accountId: siteInputs.aws.accountId }];
/** Of a database there a cheap tier keeps dumps, which programs in the cluster read. */
const twoOnGoogle = [
  { ...siteInputs.google, role: 'primary' as const },
  { ...siteInputs.google, addressSlot: 2, region: 'europe-west4' as const },
];
const crossCloud = [siteInputs.aws, siteInputs.google];

/** The plan of an environment, kept or not. */
function planOf(recovery: Recovery, overrides: Partial<EnvironmentInput> = {}) {
  const { config, findings } = parseEnvironment(environmentInput({ recovery, ...overrides }), '');
  if (!config?.recovery) throw new Error(JSON.stringify(findings));
  const plan = planRecovery({ ...config, recovery: config.recovery });
  if (!plan) throw new Error('no primary');
  return plan;
}

const recoveryOf = (plan: ReturnType<typeof planOf>, loss: string, service = 'tracking'): ServiceRecovery => {
  const found = plan.services.find(
    (one) => one.service === service && one.loss === loss && (loss !== 'site' || one.standby === plan.recoverySite),
  );
  if (!found) throw new Error(`${service} has no way back from ${loss}`);
  return found;
};

const mechanismOf = (recovery: ServiceRecovery, need: string) =>
  recovery.stores.find((store) => store.need === need)?.reached;

const total = (recovery: ServiceRecovery): number => recovery.path.reduce((sum, { minutes }) => sum + minutes, 0);

describe('a plan', () => {
  it('takes the cheapest mechanism that is enough, on the same cloud and across clouds', () => {
    const near = recoveryOf(planOf(warm, { sites: sameCloud }), 'site');
    expect(mechanismOf(near, 'database')?.mechanism.id).toBe('postgres.cross-region-backups');
    const strict = recoveryOf(planOf({ ...warm, rpoMinutes: 15 }, { sites: sameCloud }), 'site');
    expect(mechanismOf(strict, 'database')?.mechanism.id).toBe('postgres.cross-region-replica');
    const far = recoveryOf(planOf(warm, { sites: crossCloud }), 'site');
    expect(mechanismOf(far, 'database')?.mechanism.id).toBe('postgres.dump-copies');
    expect([near, strict, far].map(({ met }) => met)).toEqual([true, true, true]);
  });

  it('keeps backups that a cloud sends to the pair of a region only where the standby is there', () => {
    const cheap = { tier: 'backup', rpoMinutes: 90, rtoMinutes: 1440 } as const;
    const lost = (region: string, overrides: object = {}, sites: object = {}) =>
      recoveryOf(
        planOf({ ...cheap, ...overrides } as Recovery, {
          sites: [
            { ...siteInputs.azure, role: 'primary' },
            { ...siteInputs.azure, addressSlot: 2, region, role: 'standby', ...sites },
          ] as EnvironmentInput['sites'],
        }),
        'site',
      ).stores.find(({ need }) => need === 'database');
    const reached = ({ reached }: NonNullable<ReturnType<typeof lost>>) => reached?.mechanism.id;
    const paired = lost('northeurope');
    expect(paired && [reached(paired), paired.reached?.rpoMinutes, paired.met]).toEqual([
      'postgres.cross-region-backups',
      60,
      true,
    ]);
    const apart = lost('swedencentral');
    expect(apart && reached(apart)).toBe('postgres.dump-copies');
    const strict = lost('swedencentral', { rtoMinutes: 400 });
    expect(strict?.choices.join('\n')).toContain(
      'a standby in northeurope (Geo-redundant backups of the flexible server)',
    );
    // Another subscription gets dumps, wherever it is.
    const other = lost(
      'northeurope',
      { tier: 'warm-standby' },
      { subscriptionId: '00000000-0000-0000-0000-000000000009' },
    );
    expect(other && reached(other)).toBe('postgres.dump-copies');
  });

  it('counts the time that a copy takes as lost, and begins none before the last one is done', () => {
    const dumps = (storageGiB: number) => {
      const found = mechanismOf(
        recoveryOf(planOf(warm, { sites: crossCloud, services: { tracking: { storageGiB } } }), 'site'),
        'database',
      );
      const { copy = { minutes: 0 } } = (found?.mechanism.interval ?? {}) as {
        copy?: { minutes: number; minutesPerGiB?: number };
      };
      return { ...found, takes: copy.minutes + (copy.minutesPerGiB ?? 0) * storageGiB };
    };
    for (const one of [dumps(20), dumps(250), dumps(1000)]) {
      expect(one.intervalMinutes).toBeGreaterThanOrEqual(one.takes);
      expect(one.rpoMinutes).toBeGreaterThan(one.intervalMinutes ?? 0);
    }
    expect(dumps(20).rpoMinutes).toBeLessThan(dumps(1000).rpoMinutes ?? 0);
    // Ten times as much takes longer than the promise, however often it is begun.
    const large = planOf(
      { ...warm, rtoMinutes: 10_000 },
      { sites: crossCloud, services: { tracking: { storageGiB: 2500 } } },
    );
    expect(recoveryOf(large, 'site').met).toBe(false);
  });

  it('adds up the longest chain of steps that wait for each other', () => {
    const recovery = recoveryOf(planOf(warm, { sites: crossCloud }), 'site');
    expect(recovery.path.map(({ title }) => title)).toEqual([
      'The loss is noticed',
      'Somebody decides',
      'The lost site is fenced',
      'Stores are restored',
      'Services start',
      'Names lead to the standby',
    ]);
    expect(recovery.rtoMinutes).toBe(total(recovery));
    expect(recovery.path.find(({ title }) => title === 'Stores are restored')?.source).toContain('database');
  });

  it('restores in the cluster only once the cluster is there', () => {
    const titles = (tier: Recovery['tier']) =>
      recoveryOf(planOf({ ...warm, tier }, { sites: twoOnGoogle }), 'site').path.map(({ title }) => title);
    expect(titles('backup')).toEqual(expect.arrayContaining(['The cluster is made and synced', 'Stores are restored']));
    expect(titles('warm-standby')).not.toContain('Pods are scaled up');
  });

  it('shows who keeps a store: the cluster where a cloud has none that it may use', () => {
    const providers = { providers: { cache: 'managed' as const } };
    const { config } = parseEnvironment(
      environmentInput({
        sites: [
          { ...siteInputs.azure, role: 'primary', ...providers },
          { ...siteInputs.google, ...providers },
        ],
      }),
      '',
    );
    const of = (index: number, kind: 'cache' | 'postgres' | 'documents') =>
      config?.sites[index] && storeProviderOn(config.services, config.sites[index], kind);
    expect([of(0, 'cache'), of(1, 'cache'), of(0, 'postgres'), of(0, 'documents')]).toEqual([
      'in-cluster',
      'google',
      'azure',
      'in-cluster',
    ]);
  });

  it('carries over what nobody can make anew: locked objects of a service whose other data can be', () => {
    const services = (lock: object) => ({ serving: { trail: { ...lock }, models: {} } });
    const locked = recoveryOf(
      planOf(warm, { sites: crossCloud, services: services({ lock: { days: 30, mode: 'governance' } }) }),
      'site',
      'serving',
    );
    expect(mechanismOf(locked, 'trail')?.mechanism.id).toBe('bucket.sync');
    expect(mechanismOf(locked, 'files')?.mechanism.id).toBe('bucket.begun-anew');
  });

  it('counts on the archive of a database only where its backup program can write to one', () => {
    const databases = { databases: { postgres: { churn: {} }, documents: { labels: {} } } };
    const lost = (site: 'aws' | 'azure', providers: object = {}) =>
      recoveryOf(
        planOf(
          { ...warm, rpoMinutes: 1440 },
          { sites: [{ ...siteInputs[site], role: 'primary', providers }], services: databases },
        ),
        'data',
        'databases',
      );
    const ids = (recovery: ServiceRecovery) => recovery.stores.map(({ reached }) => reached?.mechanism.id);
    const inCluster = { postgres: 'in-cluster' };
    expect(ids(lost('aws', inCluster))).toEqual(['postgres.wal-archive', 'documents.oplog-archive']);
    // Percona's program has no way into an Azure account without a key; its volumes are copied instead.
    expect(ids(lost('azure', inCluster))).toEqual(['postgres.wal-archive', 'documents.volume-copies']);
    const within = lost('aws', { ...inCluster, bucket: 'in-cluster' });
    expect(ids(within)).toEqual([undefined, 'documents.volume-copies']);
    expect(within.stores[0]?.choices).toContain(
      "sites[].providers.bucket: 'managed' (Base backups and logs of CloudNativePG in a bucket)",
    );
  });

  it('leaves secrets to every site but those that stored data depends on', () => {
    const recovery = recoveryOf(
      planOf(warm, { sites: crossCloud, services: { catalog: {}, tracking: {} } }),
      'site',
      'catalog',
    );
    expect(mechanismOf(recovery, 'encryptionKey')?.mechanism.id).toBe('secret.copies');
    expect(mechanismOf(recovery, 'sessionSecret')?.mechanism.id).toBe('secret.own');
  });

  it('asks for copies that nobody can delete where data is regulated, and nowhere else', () => {
    const services = { serving: { trail: { lock: { days: 30, mode: 'compliance' as const } }, models: {} } };
    const regulated = { ...warm, services: { serving: { dataClass: 'regulated' as const } } };
    const attack = recoveryOf(planOf(regulated, { sites: sameCloud, services }), 'attack', 'serving');
    expect(mechanismOf(attack, 'trail')).toMatchObject({ mechanism: { id: 'bucket.lock' } });
    expect(attack.stores.find(({ need }) => need === 'trail')?.met).toBe(true);
    expect(planOf(warm, { sites: sameCloud }).services.filter(({ loss }) => loss === 'attack')).toEqual([]);
  });
});

describe('a regulated database', () => {
  const services = { databases: { postgres: { notes: {} } } };
  const regulated = { ...warm, services: { databases: { dataClass: 'regulated' as const } } };
  const clouds = ['aws', 'google', 'azure'] as const;
  const alone = (cloud: (typeof clouds)[number], overrides: object = {}) => ({
    sites: [{ ...siteInputs[cloud], role: 'primary', ...overrides }] as NonNullable<EnvironmentInput['sites']>,
    pools: { gpu: { enabled: false } },
  });
  const attackOn = (environment: Partial<EnvironmentInput>, kept: EnvironmentInput['services'] = services) =>
    recoveryOf(planOf(regulated, { services: kept, ...environment }), 'attack', 'databases').stores;

  it.each(clouds)('comes back after an attack from the vault of %s', (cloud) => {
    const [store] = attackOn(alone(cloud));
    expect(store).toMatchObject({ met: true, reached: { mechanism: { id: 'postgres.vault' } } });
    expect(store?.reached?.rpoMinutes).toBeGreaterThanOrEqual(24 * 60);
  });

  it.each(clouds)('inside a cluster on %s is refused, with who could lock its copies', (cloud) => {
    const [store] = attackOn(alone(cloud, { providers: { postgres: 'in-cluster' } }));
    expect(store?.met).toBe(false);
    expect(store?.choices[0]).toMatch(/^sites\[\]\.providers\.postgres: 'managed' \(Daily .* in a locked vault\)$/);
  });

  it('is no larger than its vault takes', () => {
    const large = { databases: { postgres: { notes: { storageGiB: 2000 } } } };
    const [store] = attackOn(alone('azure'), large);
    expect(store).toMatchObject({ met: false });
    expect(store?.choices[0]).toContain('storageGiB: at most 1024');
    expect(attackOn(alone('aws'), large)[0]?.met).toBe(true);
  });

  it('is kept in a vault by the site that serves it, and by no other', () => {
    const resolved = (recovery: Recovery) =>
      resolveEnvironment(environmentInput({ recovery, services, sites: sameCloud })).sites.map(
        (site) => site.recovery?.vault,
      );
    const databases = [{ service: 'databases', need: 'postgres-notes' }];
    expect(resolved(regulated)).toEqual([{ days: 35, databases }, undefined]);
    expect(resolved({ ...regulated, vaultDays: 90 })).toEqual([{ days: 90, databases }, undefined]);
    expect(resolved(warm)).toEqual([undefined, undefined]);
  });
});

describe('active-active', () => {
  const active = { tier: 'active-active', rpoMinutes: 0, rtoMinutes: 5 } as const;

  it('is kept by what carries nothing over: its name moves by itself', () => {
    const plan = planOf(active, { sites: crossCloud, services: { scaling: {} } });
    const recovery = recoveryOf(plan, 'site', 'scaling');
    expect(recovery.path.map(({ title }) => title)).toEqual(['Names lead to the standby']);
    expect([recovery.met, recovery.rpoMinutes]).toEqual([true, 0]);
  });

  it('is refused for stores, with what can be had: none of them takes writes on two sites', () => {
    const recovery = recoveryOf(planOf(active, { sites: sameCloud }), 'site');
    expect(recovery.met).toBe(false);
    expect(recovery.path.map(({ title }) => title)).toContain('The lost site is fenced');
    const database = recovery.stores.find(({ need }) => need === 'database');
    expect(database?.choices).toContain('rpoMinutes: 5 and rtoMinutes: 43 (Cross-region read replica of RDS)');
  });
});

const tier = fc.constantFrom(...recoveryTiers);
const rpoMinutes = fc.integer({ min: 0, max: 3000 });
const rtoMinutes = fc.integer({ min: 1, max: 3000 });
const sites = fc.constantFrom(sameCloud, crossCloud);
const services = fc.constantFrom<EnvironmentInput['services']>(
  { tracking: {} },
  { tracking: { storageGiB: 400 }, streaming: { mirror: {} } },
  { databases: { documents: { notes: {} } }, featureStore: {} },
);
const runs = { numRuns: 60 };

describe('any plan', () => {
  it('says every way at once, with figures that follow from its parts', () => {
    fc.assert(
      fc.property(tier, rpoMinutes, rtoMinutes, sites, services, (tier, rpo, rto, sites, services) => {
        for (const one of planOf({ tier, rpoMinutes: rpo, rtoMinutes: rto }, { sites, services }).services) {
          expect(one.rtoMinutes).toBe(total(one));
          expect(one.stores.every(({ reached }) => (reached?.rpoMinutes ?? 0) <= one.rpoMinutes)).toBe(true);
          if (one.met) {
            expect(one.rtoMinutes).toBeLessThanOrEqual(rto);
            expect(one.loss === 'attack' || one.rpoMinutes <= rpo).toBe(true);
          } else if (one.stores.some(({ met }) => !met)) {
            expect(one.stores.flatMap(({ choices }) => choices)).not.toEqual([]);
          }
        }
      }),
      runs,
    );
  });

  it('keeps with a dearer tier what a cheaper one keeps, and never comes back later or with less', () => {
    fc.assert(
      fc.property(rpoMinutes, rtoMinutes, sites, services, (rpo, rto, sites, services) => {
        const plans = recoveryTiers.map(
          (tier) => planOf({ tier, rpoMinutes: rpo, rtoMinutes: rto }, { sites, services }).services,
        );
        plans.slice(1).forEach((dearer, index) => {
          dearer.forEach((one, at) => {
            const before = plans[index]?.[at];
            if (before?.met) expect(one.met).toBe(true);
            if (!one.met)
              expect(one.rpoMinutes === 0 || one.stores.some(({ met }) => !met) || one.rtoMinutes > rto).toBe(true);
          });
        });
        // What is best at each tier, whatever was asked for: nothing is met at an RPO of 0 and an RTO of 1.
        const best = recoveryTiers.map(
          (tier) => planOf({ tier, rpoMinutes: 0, rtoMinutes: 1 }, { sites, services }).services,
        );
        best.slice(1).forEach((dearer, index) => {
          dearer.forEach(({ stores }, at) => {
            stores.forEach(({ reached }, store) => {
              const before = best[index]?.[at]?.stores[store]?.reached;
              if (before) expect(reached?.rpoMinutes).toBeLessThanOrEqual(before.rpoMinutes);
            });
          });
        });
      }),
      { numRuns: 25 },
    );
  });

  it('never takes a cheaper mechanism for a stricter objective', () => {
    const costs = (plan: ReturnType<typeof planOf>) =>
      plan.services.flatMap(({ stores }) =>
        stores.map(({ met, reached }) => ({
          met,
          from: reached?.mechanism.from ?? 'backup',
          every: reached?.intervalMinutes ?? 0,
        })),
      );
    fc.assert(
      fc.property(tier, rpoMinutes, fc.nat(600), sites, services, (tier, rpo, less, sites, services) => {
        const [loose, strict] = [rpo + less, rpo].map((rpoMinutes) =>
          costs(planOf({ tier, rpoMinutes, rtoMinutes: 3000 }, { sites, services })),
        );
        strict?.forEach((one, index) => {
          const other = loose?.[index];
          if (!one.met || !other) return;
          expect(other.met).toBe(true);
          expect(recoveryTiers.indexOf(one.from)).toBeGreaterThanOrEqual(recoveryTiers.indexOf(other.from));
          if (one.from === other.from) expect(one.every).toBeLessThanOrEqual(other.every);
        });
      }),
      runs,
    );
  });
});

it('an environment without recovery is as it was', () => {
  for (const site of resolveEnvironment(environmentInput()).sites) expect(site).not.toHaveProperty('recovery');
});
