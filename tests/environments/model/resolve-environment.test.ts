import { type Finding, InputError, isSitePublicCloud, resolveEnvironment } from '../../../environments/schema';
import { environmentInput, siteInputs } from '../../fixtures/environment';

const findingsOf = (input: unknown): readonly Finding[] => {
  try {
    resolveEnvironment(input, 'environments/test.ts');
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.findings;
    throw error;
  }
};

const brief = (input: unknown): string[] => findingsOf(input).map(({ code, place }) => `${code} ${place}`);

const { aws, google, azure } = siteInputs;

describe('a sound environment', () => {
  const { sites } = resolveEnvironment(environmentInput());

  it('has one site an entry, named after environment, cloud and region', () => {
    expect(sites.map(({ name }) => name)).toEqual([
      'test-aws-eu-west-1',
      'test-google-europe-west1',
      'test-azure-westeurope',
    ]);
  });

  it('gives every cloud site three zones, addresses of its own and four pools', () => {
    for (const site of sites.filter(isSitePublicCloud)) {
      expect(site.zones).toHaveLength(3);
      expect(site.pools.map(({ name }) => name)).toEqual(['system', 'general', 'spot', 'gpu']);
    }
    expect(new Set(sites.filter(isSitePublicCloud).map(({ addresses }) => addresses.block)).size).toBe(3);
  });

  it('maps the same machine word to each cloud', () => {
    const types = sites.filter(isSitePublicCloud).map(({ pools }) => pools[1]?.machineType);
    expect(new Set(types).size).toBe(3);
  });

  it('is the same twice', () => {
    expect(resolveEnvironment(environmentInput())).toEqual(resolveEnvironment(environmentInput()));
  });

  it('lets a site differ in its pools', () => {
    const [site] = resolveEnvironment(
      environmentInput({ sites: [{ ...aws, pools: { general: { maxNodes: 40 }, gpu: { enabled: false } } }] }),
    ).sites.filter(isSitePublicCloud);
    expect(site?.pools.map(({ name, maxNodes }) => [name, maxNodes])).toEqual([
      ['system', 6],
      ['general', 40],
      ['spot', 12],
    ]);
  });
});

describe('wrong input', () => {
  it.each<[string, unknown, string[]]>([
    ['an unknown key', { ...environmentInput(), colour: 'red' }, ['UNKNOWN_KEY colour']],
    [
      'an unknown key of a site',
      environmentInput({ sites: [{ ...aws, acount: 1 } as never] }),
      ['UNKNOWN_KEY sites[0].acount'],
    ],
    ['a wrong type', { ...environmentInput(), owner: 7 }, ['WRONG_TYPE owner']],
    ['a missing value', { ...environmentInput(), owner: undefined }, ['WRONG_TYPE owner']],
    [
      'an unknown cloud',
      environmentInput({ sites: [aws, { cloud: 'ibm' } as never] }),
      ['UNKNOWN_VALUE sites[1].cloud'],
    ],
    [
      'overlapping addresses',
      environmentInput({ sites: [aws, { ...google, addressSlot: 0 }] }),
      ['ADDRESS_OVERLAP sites[1].addressSlot'],
    ],
    [
      'too small a supernet',
      environmentInput({ addresses: { supernet: '10.0.0.0/13' } }),
      ['ADDRESS_SPACE addresses.supernet'],
    ],
    [
      'a public supernet',
      environmentInput({ addresses: { supernet: '8.0.0.0/8' } }),
      ['ADDRESS_PUBLIC addresses.supernet'],
    ],
    [
      'a slot outside the supernet',
      environmentInput({ addresses: { supernet: '10.0.0.0/12' }, sites: [{ ...aws, addressSlot: 9 }] }),
      ['ADDRESS_SLOT sites[0].addressSlot'],
    ],
    [
      'operators inside the supernet',
      environmentInput({ operatorCidrs: ['10.3.0.0/16'] }),
      ['ADDRESS_OVERLAP operatorCidrs[0]'],
    ],
    [
      'a region the cloud does not have',
      environmentInput({ sites: [{ ...aws, region: 'europe-west1' }] }),
      ['UNKNOWN_REGION sites[0].region'],
    ],
    [
      'a region outside the jurisdiction',
      environmentInput({ sites: [{ ...aws, region: 'us-east-1' }] }),
      ['OUTSIDE_JURISDICTION sites[0].region'],
    ],
    [
      'a name too long for the strictest cloud',
      environmentInput({
        name: 'a-very-long-name',
        sites: [{ ...google, role: 'primary', region: 'europe-southwest1', pools: { gpu: { enabled: false } } }],
      }),
      ['NAME_TOO_LONG name'],
    ],
    [
      'minNodes over maxNodes',
      environmentInput({ sites: [aws], pools: { general: { minNodes: 5, maxNodes: 1 } } }),
      ['NODE_POOL_RANGE pools.general.minNodes'],
    ],
    [
      'minNodes over maxNodes on one site',
      environmentInput({ sites: [{ ...aws, pools: { general: { minNodes: 50 } } }] }),
      ['NODE_POOL_RANGE sites[0].pools.general.minNodes'],
    ],
    [
      'an unknown machine type',
      environmentInput({ sites: [aws], pools: { general: { machine: 'm99.huge' } } }),
      ['UNKNOWN_MACHINE pools.general.machine'],
    ],
    [
      'more nodes than the pod range holds',
      environmentInput({ sites: [aws], pools: { spot: { maxNodes: 300 } } }),
      ['POD_RANGE_FULL sites[0].pools'],
    ],
    [
      "another cloud's machine type",
      environmentInput({ sites: [{ ...aws, pools: { general: { machine: 'Standard_D4s_v5' } } }] }),
      ['UNKNOWN_MACHINE sites[0].pools.general.machine'],
    ],
    [
      'a GPU pool without a GPU',
      environmentInput({ sites: [aws], pools: { gpu: { machine: 'general-4' } } }),
      ['GPU_MISSING pools.gpu.machine'],
    ],
    [
      'a region without any GPU',
      environmentInput({ sites: [{ ...google, role: 'primary', region: 'europe-southwest1' }] }),
      ['GPU_NOT_OFFERED pools.gpu.machine'],
    ],
    [
      'a GPU the region does not offer',
      environmentInput({
        sites: [{ ...google, role: 'primary', region: 'europe-west9', pools: { gpu: { machine: 'gpu-h100' } } }],
      }),
      ['GPU_NOT_OFFERED sites[0].pools.gpu.machine'],
    ],
    ['two primaries', environmentInput({ sites: [aws, { ...google, role: 'primary' }] }), ['PRIMARY_COUNT sites']],
    ['no primary', environmentInput({ sites: [{ ...aws, role: 'standby' }] }), ['PRIMARY_COUNT sites']],
    [
      'a site twice',
      environmentInput({ sites: [aws, { ...aws, role: 'standby', addressSlot: 1 }] }),
      ['DUPLICATE_SITE sites[1]'],
    ],
    [
      'a Kubernetes version that is not offered',
      environmentInput({ kubernetesVersion: '1.11' }),
      ['KUBERNETES_VERSION kubernetesVersion'],
    ],
    [
      'a service that does not exist',
      environmentInput({ services: { trackin: {} } as never }),
      ['UNKNOWN_KEY services.trackin'],
    ],
    [
      'a service setting out of range',
      environmentInput({ services: { tracking: { replicas: 1 } } }),
      ['OUT_OF_RANGE services.tracking.replicas'],
    ],
    ['no object at all', 42, ['WRONG_TYPE ']],
  ])('%s', (_what, input, expected) => {
    expect(brief(input)).toEqual(expected);
  });

  it('names every finding of a file at once, of form and of meaning', () => {
    expect(
      brief({
        ...environmentInput({
          jurisdiction: 'eu',
          sites: [{ ...aws, region: 'us-east-1' }, { ...azure, role: 'primary', typo: 1 } as never, google],
        }),
        owner: 7,
        pools: { general: { minNodes: 9, maxNodes: 1 } },
      }),
    ).toEqual([
      'WRONG_TYPE owner',
      'UNKNOWN_KEY sites[1].typo',
      'OUTSIDE_JURISDICTION sites[0].region',
      'NODE_POOL_RANGE pools.general.minNodes',
      'NODE_POOL_RANGE pools.general.minNodes',
    ]);
  });

  it('says place, value, allowed values and fix', () => {
    const [finding] = findingsOf(environmentInput({ sites: [{ ...aws, region: 'us-east-1' }] }));
    expect(finding).toMatchObject({ file: 'environments/test.ts', value: 'us-east-1' });
    expect(finding?.allowed).toContain('eu-west-1');
    expect(finding?.allowed).not.toContain('us-east-1');
    expect(finding?.fix).not.toBe('');
  });
});
