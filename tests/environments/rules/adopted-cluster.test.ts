import { siteOperators } from '../../../charts/operators/site-operators';
import { type Finding, InputError, provisioningModesOf } from '../../../environments/model';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../../environments/schema';
import { adoptedEnvironment, adoptedInputs, adoptedSites, clusterInputs } from '../../fixtures/adopted-sites';

function findingsOf(input: EnvironmentInput): readonly Finding[] {
  try {
    resolveEnvironment(input, 'test.ts');
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.findings;
    throw error;
  }
}

const found = (input: EnvironmentInput) => findingsOf(input).map(({ code, place }) => [code, place]);
const { aws, google, azure } = clusterInputs;
const withCluster = (change: object, cloud: keyof typeof clusterInputs = 'aws') =>
  adoptedEnvironment({
    ...clusterInputs,
    [cloud]: { ...clusterInputs[cloud], cluster: { ...clusterInputs[cloud].cluster, ...change } },
  });

it('takes clusters that lie where the site lies', () => {
  expect(findingsOf(adoptedEnvironment(clusterInputs))).toEqual([]);
});

it('lets a site have the ranges of the cluster, and moves no machines of it', () => {
  const sites = adoptedSites(clusterInputs);
  expect(sites.aws.addresses).toMatchObject({ pods: '100.64.0.0/16', services: aws.cluster.serviceRange });
  expect(sites.azure.addresses).toMatchObject({
    pods: azure.cluster.podRange,
    services: azure.cluster.serviceRange,
  });
  for (const site of Object.values(sites)) {
    expect(provisioningModesOf(site)).toEqual([]);
    expect(siteOperators(site)).not.toEqual(expect.arrayContaining(['cluster-autoscaler']));
  }
  expect(siteOperators(adoptedSites().aws)).toContain('cluster-autoscaler');
});

it('asks for the network of the cluster', () => {
  const { cluster } = aws;
  expect(found(adoptedEnvironment({ ...clusterInputs, aws: { cluster } }))).toContainEqual([
    'ADOPT_CLUSTER',
    'sites[0].adopt.cluster',
  ]);
});

it('names every cluster and every key in another place, at once', () => {
  const input = adoptedEnvironment({
    aws: {
      ...aws,
      cluster: {
        ...aws.cluster,
        id: 'arn:aws:eks:eu-central-1:999999999999:cluster/acme-ml',
        disks: aws.cluster.disks.replace('eu-west-1', 'eu-north-1'),
      },
    },
    google: {
      ...google,
      cluster: { ...google.cluster, id: 'projects/acme-other/locations/europe-west1-b/clusters/x' },
    },
    azure: {
      ...azure,
      cluster: { ...azure.cluster, id: azure.cluster.id.replace('-000000000001', '-0000000000ff') },
    },
  });
  expect(findingsOf(input).map(({ code, place, allowed }) => [code, place, allowed])).toEqual([
    ['ADOPT_PLACE', 'sites[0].adopt.cluster.id', ['eu-west-1']],
    ['ADOPT_PLACE', 'sites[0].adopt.cluster.id', ['123456789012']],
    ['ADOPT_PLACE', 'sites[0].adopt.cluster.disks', ['eu-west-1']],
    ['ADOPT_PLACE', 'sites[1].adopt.cluster.id', ['europe-west1']],
    ['ADOPT_PLACE', 'sites[1].adopt.cluster.id', ['acme-ml-test']],
    ['ADOPT_PLACE', 'sites[2].adopt.cluster.id', ['00000000-0000-4000-8000-000000000001']],
  ]);
});

it.each([
  ['aws', { id: 'acme-ml' }, 'sites[0].adopt.cluster.id'],
  ['google', { nodeAccount: '123-compute@developer.gserviceaccount.com' }, 'sites[1].adopt.cluster.nodeAccount'],
  ['azure', { disks: 'acme-ml' }, 'sites[2].adopt.cluster.disks'],
] as const)('refuses the form of what cannot be on %s: %j', (cloud, change, place) => {
  expect(found(withCluster(change, cloud))[0]).toEqual(['INVALID_VALUE', place]);
});

it('refuses what only the owner of the cluster could make, with the place of each', () => {
  const input = adoptedEnvironment({
    ...clusterInputs,
    google: { ...google, keys: { cluster: adoptedInputs.google.keys.cluster, disks: adoptedInputs.google.keys.disks } },
  });
  const [first, ...others] = input.sites;
  const sites = [{ ...first, pools: { provisioning: 'automatic' } }, ...others] as EnvironmentInput['sites'];
  expect(found({ ...input, sites }).filter(([code]) => code === 'ADOPT_CLUSTER')).toEqual([
    ['ADOPT_CLUSTER', 'sites[0].pools.general.provisioning'],
    ['ADOPT_CLUSTER', 'sites[0].pools.spot.provisioning'],
    ['ADOPT_CLUSTER', 'sites[0].pools.gpu.provisioning'],
    ['ADOPT_CLUSTER', 'sites[1].adopt.keys.cluster'],
    ['ADOPT_CLUSTER', 'sites[1].adopt.keys.disks'],
  ]);
});

it('refuses fast local disks and shared GPUs, which are set on machines', () => {
  const input = adoptedEnvironment(clusterInputs);
  const [first, second, third] = input.sites;
  const sites = [
    { ...first, pools: { general: { scratch: true } } },
    second,
    { ...third, pools: { gpu: { sharing: { by: 'time-slicing', podsPerGpu: 2 } } } },
  ] as EnvironmentInput['sites'];
  expect(found({ ...input, sites }).filter(([code]) => code === 'ADOPT_CLUSTER')).toEqual([
    ['ADOPT_CLUSTER', 'sites[0].pools.general.scratch'],
    ['ADOPT_CLUSTER', 'sites[2].pools.gpu.sharing'],
  ]);
});

it('refuses one node group for two pools', () => {
  expect(found(withCluster({ nodeGroups: { general: 'workers', spot: 'workers' } }))).toEqual([
    ['ADOPT_CLUSTER', 'sites[0].adopt.cluster.nodeGroups.spot'],
  ]);
});

it('refuses a further identity provider in the cluster of somebody else', () => {
  const input = adoptedEnvironment(clusterInputs);
  const [first, ...others] = input.sites;
  const oidc = { issuer: 'https://login.example.com', clientId: 'ml', viewers: ['ml-viewers'] };
  const people = { ...(first as { people?: object }).people, oidc };
  expect(found({ ...input, sites: [{ ...first, people }, ...others] as EnvironmentInput['sites'] })).toEqual([
    ['ADOPT_CLUSTER', 'sites[0].people.oidc'],
  ]);
});

it('asks where operators come from', () => {
  const codes = found(adoptedEnvironment({ ...clusterInputs, azure: adoptedInputs.azure }, { operatorCidrs: [] }));
  expect(codes.filter(([code]) => code === 'ADOPT_NO_WAY_IN')).toHaveLength(2);
});
