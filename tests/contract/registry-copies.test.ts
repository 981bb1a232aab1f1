import { type CapabilityId, mirroredImage } from '../../constructs/contracts';
import type { Cloud, CloudSite } from '../../environments/model';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { StackJson } from '../../policies/site-output';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

type SiteInput = EnvironmentInput['sites'][number];
const id: CapabilityId = 'registry.replicated';
const registry = { repositories: ['models/churn', 'tools'] };

/** Two sites on one cloud, both inside the jurisdiction. */
const second: Readonly<Record<Cloud, SiteInput>> = {
  aws: { ...siteInputs.aws, role: 'standby', region: 'eu-central-1', addressSlot: 4, accountId: '210987654321' },
  google: {
    ...siteInputs.google,
    role: 'standby',
    region: 'europe-west4',
    addressSlot: 4,
    projectId: 'acme-ml-other',
    projectNumber: '210987654321',
  },
  azure: { ...siteInputs.azure, role: 'standby', region: 'swedencentral', addressSlot: 4 },
};
const pairOf = (cloud: Cloud): SiteInput[] => [{ ...siteInputs[cloud], role: 'primary' } as SiteInput, second[cloud]];
const sitesOf = (sites: readonly SiteInput[], overrides: Partial<EnvironmentInput> = {}): CloudSite[] =>
  resolveEnvironment(
    // On Azure both lie in one subscription, which can be watched once.
    environmentInput({ registry, governance: { detection: 'organisation' }, sites: [...sites], ...overrides }),
  ).sites as CloudSite[];

/** The primary and the standby site on a cloud, synthesized once. */
const pairs = new Map<Cloud, Promise<readonly [SynthesizedSite, SynthesizedSite]>>();
const builtPair = (cloud: Cloud) => {
  const build = async () => {
    const [primary, standby] = sitesOf(pairOf(cloud)) as [CloudSite, CloudSite];
    return [await synthesizeSite(primary), await synthesizeSite(standby)] as const;
  };
  const built = pairs.get(cloud) ?? build();
  pairs.set(cloud, built);
  return built;
};

type Body = Readonly<Record<string, unknown>>;
const all = (stack: StackJson | undefined, type: string): Body[] =>
  Object.values(stack?.resource?.[type] ?? {}) as Body[];

const ofRegistry = ({ stacks, model }: SynthesizedSite, site: CloudSite) =>
  checkParity({ stacks, manifests: [] }, model.evidence, promises(site))
    .filter(({ capability }) => capability.startsWith('registry.'))
    .map(({ capability, status }) => [capability, status] as const);

const cases: readonly [Cloud, string, string][] = [
  [
    'aws',
    '123456789012.dkr.ecr.eu-west-1.amazonaws.com/models/churn:7',
    '210987654321.dkr.ecr.eu-central-1.amazonaws.com/models/churn:7',
  ],
  [
    'google',
    'europe-west1-docker.pkg.dev/acme-ml-test/test-google-europe-west1-images/models/churn:7',
    'europe-west4-docker.pkg.dev/acme-ml-other/test-google-europe-west4-copies/models/churn:7',
  ],
  // The same name leads to the nearest copy.
  ['azure', 'acme.azurecr.io/models/churn:7', 'acme.azurecr.io/models/churn:7'],
];

describe.each(cases)('own images of two sites on %s', (cloud, there, here) => {
  const [primary, standby] = sitesOf(pairOf(cloud)) as [CloudSite, CloudSite];
  let built: readonly [SynthesizedSite, SynthesizedSite];
  beforeAll(async () => {
    built = await builtPair(cloud);
  });

  it('are kept at both: the primary site promises it, and no promise of either breaks', () => {
    expect(ofRegistry(built[0], primary)).toContainEqual([id, 'kept']);
    expect(ofRegistry(built[1], standby)).not.toContainEqual([id, 'kept']);
    for (const [index, site] of [primary, standby].entries()) {
      const broken = built[index] ? ofRegistry(built[index], site).filter(([, status]) => status === 'broken') : [];
      expect(broken).toEqual([]);
    }
  });

  it('are pulled by the standby site from what it has itself', () => {
    expect(mirroredImage(built[1].model.kubernetes.imageMirrors ?? {}, there)).toBe(here);
    expect(mirroredImage(built[0].model.kubernetes.imageMirrors ?? {}, there)).toBe(there);
  });

  it('are not where that is switched off, or the other site is on another cloud', () => {
    const apart = cloud === 'aws' ? siteInputs.google : { ...siteInputs.aws, role: 'standby' as const };
    for (const sites of [
      sitesOf(pairOf(cloud), { registry: { ...registry, replicate: false } }),
      sitesOf([...pairOf(cloud).slice(0, 1), apart]),
    ]) {
      expect(sites.map((site) => site.registry?.copies)).toEqual([undefined, undefined]);
      expect(sites.map((site) => promises(site)(id))).toEqual([false, false]);
    }
  });

  it('go to no region outside the jurisdiction: there is no site', () => {
    const outside = { aws: 'us-east-1', google: 'us-east4', azure: 'eastus2' }[cloud];
    const [first] = pairOf(cloud);
    expect(() => sitesOf([first as SiteInput, { ...second[cloud], region: outside } as SiteInput])).toThrow(
      /OUTSIDE_JURISDICTION/,
    );
  });
});

describe('how each cloud does it', () => {
  it('AWS copies what is pushed into repositories of the other region, by name', async () => {
    const [{ stacks }, standby] = await builtPair('aws');
    expect(all(stacks.data, 'aws_ecr_replication_configuration')).toMatchObject([
      {
        replication_configuration: {
          rule: [
            {
              destination: [{ region: 'eu-central-1', registry_id: '210987654321' }],
              repository_filter: [
                { filter: 'models/churn', filter_type: 'PREFIX_MATCH' },
                { filter: 'tools', filter_type: 'PREFIX_MATCH' },
              ],
            },
          ],
        },
      },
    ]);
    expect(all(standby.stacks.data, 'aws_ecr_replication_configuration')).toEqual([]);
    const [{ policy } = { policy: '' }] = all(standby.stacks.platform, 'aws_ecr_registry_policy');
    expect(policy).toContain('"Action":["ecr:ReplicateImage"]');
    expect(policy).toContain('arn:aws:iam::123456789012:root');
    expect(policy).toContain('arn:aws:ecr:eu-central-1:210987654321:repository/models/churn');
  });

  it('Azure copies within one subscription only', () => {
    const other = { ...second.azure, subscriptionId: '00000000-0000-4000-8000-000000000009' } as SiteInput;
    const sites = sitesOf([...pairOf('azure').slice(0, 1), other]);
    expect(sites.map((site) => site.registry?.copies)).toEqual([undefined, undefined]);
  });

  it('AWS takes a hundred repositories in a rule', async () => {
    const repositories = Array.from({ length: 150 }, (_, index) => `models/m${index}`);
    const [primary] = sitesOf(pairOf('aws'), { registry: { repositories } });
    const { stacks } = await synthesizeSite(primary as CloudSite);
    const [configuration] = all(stacks.data, 'aws_ecr_replication_configuration') as [
      { replication_configuration: { rule: { repository_filter: unknown[] }[] } },
    ];
    expect(
      configuration.replication_configuration.rule.map(({ repository_filter }) => repository_filter.length),
    ).toEqual([100, 50]);
  });

  it('Google fetches what pods of the other site ask for, and keeps all of it', async () => {
    const [primary, standby] = await builtPair('google');
    const there = primary.stacks.data;
    expect(all(there, 'google_artifact_registry_repository_iam_member')).toMatchObject([
      { member: 'serviceAccount:service-210987654321@gcp-sa-artifactregistry.iam.gserviceaccount.com' },
    ]);
    const copies = all(standby.stacks.data, 'google_artifact_registry_repository').filter(({ repository_id }) =>
      String(repository_id).endsWith('-copies'),
    );
    expect(copies).toMatchObject([
      {
        mode: 'REMOTE_REPOSITORY',
        remote_repository_config: {
          common_repository: {
            uri: 'projects/acme-ml-test/locations/europe-west1/repositories/test-google-europe-west1-images',
          },
        },
      },
    ]);
    expect(JSON.stringify(copies)).not.toContain('UNTAGGED');
  });

  it('Azure has one registry in both regions, and the other site an own way to it', async () => {
    const [primary, { stacks }] = await builtPair('azure');
    const [registryThere] = all(primary.stacks.data, 'azurerm_container_registry');
    expect(registryThere).toMatchObject({
      georeplications: [
        { location: 'swedencentral', global_endpoint_routing_enabled: true, zone_redundancy_enabled: true },
      ],
    });
    const name = String(registryThere?.name);
    const ways = all(stacks.data, 'azurerm_private_endpoint').filter((one) => JSON.stringify(one).includes(name));
    expect(ways).toHaveLength(1);
    const pulls = all(stacks.platform, 'azurerm_role_assignment').filter(
      ({ role_definition_name }) => role_definition_name === 'AcrPull',
    );
    expect(pulls.map(({ scope }) => String(scope).includes(`/${name}`)).sort()).toEqual([false, true]);
  });
});
