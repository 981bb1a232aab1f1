import { type CloudSite, type Finding, InputError } from '../../../environments/model';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../environments/schema';
import { adoptedEnvironment, adoptedRegistries, ownImages } from '../../fixtures/adopted-sites';

const environmentOf = (change: object = {}, overrides: Partial<EnvironmentInput> = ownImages): EnvironmentInput => {
  const { aws, google, azure } = { ...adoptedRegistries, ...change };
  return adoptedEnvironment(
    { aws: { registry: aws }, google: { registry: google }, azure: { registry: azure } },
    overrides,
  );
};

function findingsOf(input: EnvironmentInput): readonly Finding[] {
  try {
    resolveEnvironment(input, 'test.ts');
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.findings;
    throw error;
  }
}

it('takes registries that lie where the site lies; such a site has none of its own', () => {
  expect(findingsOf(environmentOf())).toEqual([]);
  for (const site of resolveEnvironment(environmentOf()).sites as CloudSite[]) {
    expect(site.registry).toBeUndefined();
    expect(site.adoptedRepositories).toEqual(['models/churn', 'tools']);
  }
});

it('names every registry in another region or subscription, at once', () => {
  const findings = findingsOf(
    environmentOf({
      aws: { id: adoptedRegistries.aws.id.replace('eu-west-1', 'eu-central-1') },
      google: { id: adoptedRegistries.google.id.replace('europe-west1', 'europe') },
      azure: { id: adoptedRegistries.azure.id.replace('-000000000001', '-0000000000ff') },
    }),
  );
  expect(findings.map(({ code, place, allowed }) => [code, place, allowed])).toEqual([
    ['ADOPT_PLACE', 'sites[0].adopt.registry.id', ['eu-west-1']],
    ['ADOPT_PLACE', 'sites[1].adopt.registry.id', ['europe-west1']],
    ['ADOPT_PLACE', 'sites[2].adopt.registry.id', ['00000000-0000-4000-8000-000000000001']],
  ]);
});

it.each([
  ['aws', 'arn:aws:ecr:eu-west-1:999999999999:repository/'],
  ['google', 'europe-west1-docker.pkg.dev/acme-images/ml'],
  ['azure', 'acmeimages.azurecr.io'],
])('refuses what is no registry of %s: %s', (cloud, id) => {
  const places = findingsOf(environmentOf({ [cloud]: { id } })).map(({ place }) => place.replace(/\[\d\]/, ''));
  expect(places).toContain('sites.adopt.registry.id');
});

it('asks which repositories there are, where they are looked at one by one', () => {
  expect(findingsOf(environmentOf({}, {})).map(({ code, place }) => [code, place])).toEqual([
    ['ADOPT_REGISTRY', 'sites[0].adopt.registry'],
  ]);
});

it('lets the other sites on the cloud copy among themselves only', () => {
  const { sites } = environmentOf();
  const [first] = sites;
  const other = {
    ...first,
    role: 'standby',
    region: 'eu-central-1',
    addressSlot: 4,
    accountId: '210987654321',
    adopt: undefined,
  };
  const third = { ...other, region: 'eu-north-1', addressSlot: 5, accountId: '310987654321' };
  const input = { ...environmentOf(), sites: [first, other, third] } as EnvironmentInput;
  const resolved = resolveEnvironment(input).sites as CloudSite[];
  expect(resolved.map(({ registry }) => registry?.copies)).toEqual([undefined, undefined, undefined]);
});
