import { automaticPools, type CloudSite, provisioningModesOf } from '../../../environments/model';
import { parseEnvironment } from '../../../environments/schema/parse-environment';
import { automaticSites, automaticWords } from '../../fixtures/automatic-sites';
import { environmentInput, siteInputs } from '../../fixtures/environment';

const poolOf = (site: CloudSite, name: string) => {
  const found = automaticPools(site).find((pool) => pool.name === name);
  if (!found) throw new Error(`no automatic pool ${name}`);
  return found;
};
const typesOf = (site: CloudSite, name: string) => poolOf(site, name).automatic.machines.map(({ type }) => type);

describe('with as little said as may be', () => {
  const { aws, google, azure } = automaticSites();

  it('takes machines of the family of `machine`, from its size to 16 vCPUs, its own type first', () => {
    expect(typesOf(google, 'general').slice(0, 2)).toEqual(['n4-standard-4', 'c3-standard-4']);
    expect(typesOf(azure, 'general')[0]).toBe('Standard_D4s_v6');
    expect(typesOf(aws, 'general')).toEqual([
      'm7i.xlarge',
      'm6i.xlarge',
      'm7a.xlarge',
      'm6i.2xlarge',
      'm7a.2xlarge',
      'm7i.2xlarge',
      'm6i.4xlarge',
      'm7a.4xlarge',
      'm7i.4xlarge',
    ]);
  });

  it('is bounded by what `maxNodes` machines would be', () =>
    expect(poolOf(aws, 'general').automatic.limits).toEqual({ vcpus: 48, memoryGiB: 192, gpus: 0 }));

  it('takes GPUs of one class, as many to a machine as `machine` has', () => {
    expect(typesOf(google, 'gpu')).toEqual(['g2-standard-4', 'g2-standard-8', 'g2-standard-16']);
    // Four machines of the largest, one GPU each.
    expect(poolOf(google, 'gpu').automatic.limits).toEqual({ vcpus: 64, memoryGiB: 256, gpus: 4 });
  });

  it('keeps the system pool as it is, and nothing else moves between bounds', () => {
    for (const site of [aws, google, azure]) {
      expect(provisioningModesOf(site)).toEqual(['automatic']);
      expect(site.pools.find(({ name }) => name === 'system')).toMatchObject({ minNodes: 3, maxNodes: 3 });
    }
  });

  it('interruptible pools are interruptible as a whole', () => {
    expect(poolOf(aws, 'spot').automatic).toMatchObject({ spotPercent: 100, onDemandFallback: false });
    expect(poolOf(aws, 'general').automatic.spotPercent).toBe(0);
  });
});

describe('every word', () => {
  const { aws } = automaticSites({
    ...automaticWords,
    general: {
      machine: 'general-2',
      automatic: {
        families: ['general', 'memory'],
        architectures: ['arm64'],
        maxMachineVcpus: 4,
        maxVcpus: 100,
        maxMemoryGiB: 500,
        consolidation: 'when-empty',
        consolidateAfterMinutes: 60,
      },
    },
    gpu: { machine: 'gpu-t4', automatic: { gpus: ['a10', 't4'], gpusPerMachine: 4, maxGpus: 8 } },
  });

  it('is kept', () => {
    expect(typesOf(aws, 'general')).toEqual([
      'm7g.large',
      'm8g.large',
      'r7g.large',
      'm7g.xlarge',
      'm8g.xlarge',
      'r7g.xlarge',
    ]);
    expect(poolOf(aws, 'general').automatic).toMatchObject({
      limits: { vcpus: 100, memoryGiB: 500 },
      consolidation: 'when-empty',
      consolidateAfterMinutes: 60,
    });
  });

  it('GPUs come in the order in which they are named', () =>
    expect(typesOf(aws, 'gpu')).toEqual([
      'g5.xlarge',
      'g5.2xlarge',
      'g5.4xlarge',
      'g5.12xlarge',
      'g4dn.xlarge',
      'g4dn.2xlarge',
      'g4dn.12xlarge',
    ]));
});

describe('who says how machines come', () => {
  const modes = (pools: object, site: object = {}) => {
    const { aws } = automaticSites(pools, { sites: [{ ...siteInputs.aws, ...site }] });
    return automaticPools(aws).map(({ name }) => name);
  };

  it.each<[string, object, object, string[]]>([
    ['nobody', {}, {}, []],
    ['the environment', automaticWords, {}, ['general', 'spot', 'gpu']],
    [
      'a pool, over the environment',
      { ...automaticWords, spot: { provisioning: 'autoscaled' } },
      {},
      ['general', 'gpu'],
    ],
    ['a site, over both', automaticWords, { pools: { provisioning: 'autoscaled' } }, []],
    ['a pool of a site, over all', {}, { pools: { spot: { provisioning: 'automatic' } } }, ['spot']],
  ])('%s', (_who, pools, site, expected) => expect(modes(pools, site)).toEqual(expected));

  it('a site changes single words of a pool', () => {
    const { aws } = automaticSites(
      { ...automaticWords, general: { automatic: { maxVcpus: 64, consolidateAfterMinutes: 5 } } },
      { sites: [{ ...siteInputs.aws, pools: { general: { automatic: { maxVcpus: 128 } } } }] },
    );
    expect(poolOf(aws, 'general').automatic).toMatchObject({ limits: { vcpus: 128 }, consolidateAfterMinutes: 5 });
  });

  it('an autoscaled general pool leaves the system pool its bounds', () => {
    const { aws } = automaticSites({ spot: { provisioning: 'automatic' } }, { sites: [siteInputs.aws] });
    expect(aws.pools.find(({ name }) => name === 'system')).toMatchObject({ minNodes: 3, maxNodes: 6 });
    expect(provisioningModesOf(aws)).toEqual(['autoscaled', 'automatic']);
  });
});

it.each<[string, object, string]>([
  [
    'the system pool is never automatic',
    { system: { provisioning: 'automatic' } },
    'UNKNOWN_KEY pools.system.provisioning',
  ],
  ['a misspelt mode', { provisioning: 'auto' }, 'UNKNOWN_VALUE pools.provisioning'],
  [
    'a word of another pool',
    { gpu: { automatic: { families: ['general'] } } },
    'UNKNOWN_KEY pools.gpu.automatic.families',
  ],
  [
    'a family that is none',
    { general: { automatic: { families: ['m7i'] } } },
    'UNKNOWN_VALUE pools.general.automatic.families[0]',
  ],
  ['a day that is none', { spot: { automatic: { expireHours: 1 } } }, 'OUT_OF_RANGE pools.spot.automatic.expireHours'],
])('%s', (_what, pools, expected) => {
  const { findings } = parseEnvironment(environmentInput({ pools }), '');
  expect(findings.map(({ code, place }) => `${code} ${place}`)).toEqual([expected]);
});
