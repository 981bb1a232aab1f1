import { parseEnvironment } from '../../../environments/schema/parse-environment';
import { environmentInput, siteInputs } from '../../fixtures/environment';

const { aws, google, azure } = siteInputs;
const file = 'environments/test.ts';

describe('an environment of the right form', () => {
  const parsed = parseEnvironment(environmentInput(), file);

  it('has its defaults filled in', () => {
    expect(parsed.findings).toEqual([]);
    expect(parsed.config).toMatchObject({
      addresses: { supernet: '10.0.0.0/8' },
      deletionProtection: true,
      gitops: { engine: 'argo-cd', revision: 'main', path: 'dist' },
      pools: { general: { minNodes: 3, maxNodes: 12 } },
      services: { tracking: { replicas: 3 } },
    });
  });

  it('runs only the services it names', () =>
    expect(parseEnvironment(environmentInput({ services: {} }), file).config?.services).toEqual({}));
});

describe('an environment of the wrong form', () => {
  const broken = {
    ...environmentInput(),
    owner: 7,
    pools: { general: { minNodes: 'three' } },
    sites: [aws, { ...google, acount: 1 }, 'azure', azure],
  };
  const { view, config, findings } = parseEnvironment(broken, file);

  it('is no configuration', () => expect(config).toBeUndefined());

  it('keeps its sound parts', () => {
    expect(view).toMatchObject({ name: 'test', jurisdiction: 'eu', addresses: { supernet: '10.0.0.0/8' } });
    expect(view.owner).toBeUndefined();
    expect(view.pools).toBeUndefined();
  });

  it('keeps its sound sites with their place in the file', () =>
    expect(view.sites.map(({ index, site }) => [index, site.cloud])).toEqual([
      [0, 'aws'],
      [3, 'azure'],
    ]));

  it('has a finding for every broken part', () =>
    expect(findings.map(({ code, place }) => `${code} ${place}`)).toEqual([
      'WRONG_TYPE owner',
      'WRONG_TYPE pools.general.minNodes',
      'UNKNOWN_KEY sites[1].acount',
      'WRONG_TYPE sites[2]',
    ]));
});

describe('a finding', () => {
  const only = (input: unknown) => parseEnvironment(input, file).findings[0];

  it.each<[string, unknown, object]>([
    [
      'of an unknown key names the keys there are',
      environmentInput({ gitops: { repository: 'https://x.example', brunch: 'main' } as never }),
      { code: 'UNKNOWN_KEY', place: 'gitops.brunch', allowed: ['engine', 'path', 'repository', 'revision'] },
    ],
    [
      'of a key that has another place says where',
      environmentInput({ pools: { general: { spot: true } } as never }),
      { code: 'UNKNOWN_KEY', place: 'pools.general.spot', fix: expect.stringContaining('use `pools.spot`') },
    ],
    [
      'of an unknown key in a list names the keys of that cloud',
      environmentInput({ sites: [{ ...aws, projectId: 'x' } as never] }),
      { code: 'UNKNOWN_KEY', place: 'sites[0].projectId', allowed: expect.arrayContaining(['accountId', 'region']) },
    ],
    [
      'of an unknown service names the services',
      environmentInput({ services: { mlflow: {} } as never }),
      { code: 'UNKNOWN_KEY', place: 'services.mlflow', allowed: expect.arrayContaining(['tracking']) },
    ],
    [
      'of an unknown value names the values',
      environmentInput({ natGateways: 'none' as never }),
      { code: 'UNKNOWN_VALUE', place: 'natGateways', value: 'none', allowed: ['per-zone', 'single'] },
    ],
    [
      'of an unknown cloud names the clouds',
      environmentInput({ sites: [{ cloud: 'ibm' } as never] }),
      { code: 'UNKNOWN_VALUE', place: 'sites[0].cloud', value: 'ibm', allowed: ['aws', 'google', 'azure', 'local'] },
    ],
    [
      'of a number out of range names the bound',
      environmentInput({ services: { tracking: { replicas: 99 } } }),
      { code: 'OUT_OF_RANGE', value: 99, fix: 'use a value of at most 20' },
    ],
    [
      'of a wrong form says the form',
      environmentInput({ kubernetesVersion: '1.34.2' }),
      { code: 'INVALID_VALUE', value: '1.34.2', message: expect.stringMatching(/^a minor version/) },
    ],
    [
      'of a repository in a folder of mirrors names the folders',
      environmentInput({ registry: { repositories: ['quay/mine'] } }),
      { place: 'registry.repositories[0]', value: 'quay/mine', message: expect.stringContaining('ecr-public') },
    ],
    [
      'of a repository that is named twice says so',
      environmentInput({ registry: { repositories: ['mine', 'mine'] } }),
      { place: 'registry.repositories', message: expect.stringContaining('twice') },
    ],
    [
      'of a rotation on no day of the calendar says so',
      environmentInput({ secrets: { rotatedOn: '2026-02-30' } }),
      { place: 'secrets.rotatedOn', value: '2026-02-30', message: expect.stringContaining('calendar') },
    ],
    [
      'of what JSON cannot say says it as text',
      environmentInput({ owner: 10n as never }),
      { code: 'WRONG_TYPE', value: '10n' },
    ],
  ])('%s', (_what, input, expected) => expect(only(input)).toMatchObject({ file, ...expected }));
});
