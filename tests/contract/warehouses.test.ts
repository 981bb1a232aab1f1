import { type CapabilityId, capabilities } from '../../constructs/contracts';
import { inClusterNeeds } from '../../constructs/in-cluster';
import type { CloudSite } from '../../environments/model';
import { unmetNeeds } from '../../policies/needs';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import { featureStore } from '../../services';
import { awsSite, azureSite, googleSite, localSite } from '../fixtures/sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

const ids = (Object.keys(capabilities) as CapabilityId[]).filter((id) => id.startsWith('warehouse.'));
const services = { featureStore: featureStore.config.parse({ offlineStore: 'warehouse' }) };

const clouds: [cloud: string, site: CloudSite, absent: readonly CapabilityId[]][] = [
  ['aws', awsSite({ services }), []],
  ['google', googleSite({ services }), ['warehouse.scan-limit']],
];

describe.each(clouds)('a warehouse on %s', (_cloud, site, absent) => {
  let built: SynthesizedSite;
  beforeAll(async () => {
    built = await synthesizeSite(site);
  });

  it('keeps every promise, or says openly that it does not', () => {
    const results = checkParity(
      { stacks: built.stacks, manifests: built.manifests },
      built.model.evidence,
      promises(site),
    );
    expect(Object.fromEntries(results.map(({ capability, status }) => [capability, status]))).toMatchObject(
      Object.fromEntries(ids.map((id) => [id, absent.includes(id) ? 'absent' : 'kept'])),
    );
    expect(results).toContainEqual(expect.objectContaining({ capability: 'identity.least-privilege', status: 'kept' }));
  });

  it('is met, and signed in to by no secret', () => {
    expect(unmetNeeds(site, 0, inClusterNeeds)).toEqual([]);
    const made = Object.entries(built.stacks.data?.resource ?? {}).flatMap(([type, resources]) =>
      Object.keys(resources).map((id) => `${type} ${id}`),
    );
    const ofWarehouse = made.filter((each) => each.includes('warehouse'));
    expect(ofWarehouse.length).toBeGreaterThan(0);
    expect(ofWarehouse.filter((each) => each.includes('secret'))).toEqual([]);
  });
});

it.each([
  ['Azure', azureSite({ services }), /Synapse is reached as Microsoft SQL Server/],
  ['a cluster alone', localSite({ services }), /no query engine/],
])('%s has none: the setting that asks for it is named, and what else may stand there', (_name, site, message) => {
  expect(unmetNeeds(site, 1, inClusterNeeds)).toEqual([
    {
      code: 'NEED_UNMET',
      place: 'services.featureStore.offlineStore',
      value: 'warehouse',
      message: expect.stringMatching(message),
      allowed: ['postgres', 'duckdb'],
      fix: expect.stringContaining("set services.featureStore.offlineStore to 'postgres' or 'duckdb'"),
    },
  ]);
});

it('nothing is made on Azure', async () => {
  await expect(synthesizeSite(azureSite({ services }))).rejects.toThrow(/NEED_UNMET .*Synapse/);
});
