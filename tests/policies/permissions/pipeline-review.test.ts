import { buildEnvironmentTree } from '../../../delivery/environment-stacks';
import { renderSiteOutput } from '../../../delivery/site-output';
import dev from '../../../environments/dev';
import { type CloudSite, isSitePublicCloud } from '../../../environments/model';
import { resolveEnvironment } from '../../../environments/model/resolve-environment';
import prod from '../../../environments/prod';
import staging from '../../../environments/staging';
import { neededPermissions } from '../../../policies/permissions/needed-permissions';
import { reviewPipeline } from '../../../policies/permissions/pipeline-review';
import type { SiteOutput, StackJson } from '../../../policies/site-output';
import { featureStore } from '../../../services';
import { adoptedRegistries, adoptedSites, clusterInputs, ownImages } from '../../fixtures/adopted-sites';
import { adoptedZoneEnvironment } from '../../fixtures/adopted-zone';
import { billedSite } from '../../fixtures/billed-sites';
import { environmentInput, siteInputs } from '../../fixtures/environment';
import { awsSite, googleSite } from '../../fixtures/sites';
import { openEnvironment } from '../../fixtures/six-sites';
import { synthesizeSite } from '../../fixtures/synthesize';
import { vaultedDatabases } from '../../fixtures/vaulted-databases';

const clouds = ['aws', 'google', 'azure'] as const;

/** Sites that use registries, clusters and a public zone of somebody else, which no example does. */
const adopting = (): CloudSite[] => [
  ...Object.values(
    adoptedSites(
      {
        aws: { registry: adoptedRegistries.aws },
        google: { registry: adoptedRegistries.google },
        azure: { registry: adoptedRegistries.azure },
      },
      { ...ownImages, ci: prod.ci },
    ),
  ),
  ...Object.values(adoptedSites(clusterInputs, { ...ownImages, ci: prod.ci })),
];

interface Built {
  readonly site: CloudSite;
  readonly output: SiteOutput;
}

/** A site whose data lies in a warehouse of the cloud's own, which no example asks for. */
const withWarehouse = [awsSite, googleSite].map((site) =>
  site({ services: { featureStore: featureStore.config.parse({ offlineStore: 'warehouse' }) } }),
);

/** Sites that copy buckets to another region or cloud, in directions that no example has. */
const copying = () =>
  (
    [
      [siteInputs.google, siteInputs.aws],
      [siteInputs.aws, { ...siteInputs.aws, region: 'eu-central-1', addressSlot: 4 }],
      [siteInputs.google, { ...siteInputs.google, region: 'europe-west4', addressSlot: 4 }],
      [siteInputs.azure, { ...siteInputs.azure, region: 'swedencentral', addressSlot: 4 }],
    ] as const
  ).map(([primary, standby]) =>
    resolveEnvironment(
      environmentInput({
        ci: prod.ci,
        recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 720 },
        sites: [
          { ...primary, role: 'primary' },
          { ...standby, role: 'standby' },
        ] as never,
      }),
    ),
  );

/** Sites whose regulated databases lie in a locked vault, as no example keeps any. */
const vaulted = (): CloudSite[] => clouds.map((cloud) => ({ ...vaultedDatabases[cloud], ci: prod.ci }));

/** What of a stack of several sites the pipeline makes with the rights of one of them. */
function partOf(stack: StackJson, { name }: CloudSite): StackJson {
  const made = Object.entries(stack.resource ?? {}).map(
    ([type, bodies]) =>
      [
        type,
        Object.fromEntries(
          Object.entries(bodies as Readonly<Record<string, { provider?: string }>>).filter(([, { provider }]) =>
            provider?.endsWith(`.${name}`),
          ),
        ),
      ] as const,
  );
  return { resource: Object.fromEntries(made.filter(([, bodies]) => Object.keys(bodies).length > 0)) };
}

async function buildAll(): Promise<Built[]> {
  const built: Built[] = [];
  for (const input of [dev, staging, prod]) {
    const environment = resolveEnvironment(input);
    const { stacks } = await buildEnvironmentTree(environment);
    for (const site of environment.sites.filter(isSitePublicCloud)) {
      const { output } = await renderSiteOutput(site);
      built.push({ site, output: { ...output, stacks: { ...output.stacks, ...stacks } } });
    }
  }
  for (const site of withWarehouse) {
    built.push({ site, output: { stacks: (await synthesizeSite(site)).stacks, manifests: [] } });
  }
  for (const site of [...adopting(), ...vaulted(), ...clouds.map((cloud) => billedSite(cloud))]) {
    built.push({ site, output: { stacks: (await synthesizeSite(site)).stacks, manifests: [] } });
  }
  for (const environment of copying()) {
    const { stacks } = await buildEnvironmentTree(environment);
    for (const site of environment.sites.filter(isSitePublicCloud)) {
      built.push({ site, output: { stacks: { ...(await synthesizeSite(site)).stacks, ...stacks }, manifests: [] } });
    }
  }
  for (const cloud of clouds) {
    const environment = openEnvironment([cloud, `${cloud}Second`], { ci: prod.ci });
    const { stacks } = await buildEnvironmentTree(environment);
    for (const site of environment.sites.filter(isSitePublicCloud)) {
      const own = (await synthesizeSite(site)).stacks;
      built.push({ site, output: { stacks: { ...own, edge: partOf(stacks.edge ?? {}, site) }, manifests: [] } });
    }
  }
  for (const by of clouds) {
    const environment = adoptedZoneEnvironment(by, { ci: prod.ci });
    const { stacks } = await buildEnvironmentTree(environment);
    for (const site of environment.sites.filter(isSitePublicCloud)) {
      const own = (await synthesizeSite(site)).stacks;
      built.push({ site, output: { stacks: { ...own, ...stacks }, manifests: [] } });
    }
  }
  return built;
}

const steps = ['plan', 'apply'] as const;

describe('permissions of the pipeline', () => {
  let built: Built[];
  beforeAll(async () => {
    built = await buildAll();
  }, 120_000);

  it('are known of every type of resource that a stack has', () => {
    const unknown = built.flatMap(({ site, output }) =>
      Object.values(output.stacks).flatMap((stack) => (stack ? neededPermissions(site.cloud, stack).unknown : [])),
    );
    expect([...new Set(unknown)].sort()).toEqual([]);
  });

  describe.each(clouds)('on %s', (cloud) => {
    const reviews = (step: 'plan' | 'apply') =>
      built
        .filter(({ site }) => site.cloud === cloud && site.ci)
        .map(({ site, output }) => ({ site, ...reviewPipeline(cloud, output, step) }));

    it.each(steps)('reach everything that a stack needs to %s', (step) => {
      expect(reviews(step).length).toBeGreaterThan(0);
      for (const { site, missing, grants } of reviews(step)) {
        expect(grants.length).toBeGreaterThan(0);
        expect({ [site.name]: missing }).toEqual({ [site.name]: {} });
      }
    });

    it.each(steps)('hold nothing that no stack needs to %s', (step) => {
      const idle = reviews(step).map((review) => review.idle);
      expect((idle[0] ?? []).filter((part) => idle.every((parts) => parts.includes(part)))).toEqual([]);
    });

    it('name no service that a stack of the site has not', () => {
      for (const { site, idle, grants } of reviews('apply')) {
        const whole = grants
          .filter(({ own }) => own)
          .flatMap(({ allows }) => allows.filter((each) => each.endsWith(':*')));
        expect({ [site.name]: whole.filter((pattern) => idle.some((part) => part.endsWith(pattern))) }).toEqual({
          [site.name]: [],
        });
      }
    });

    it('show what is missing, and where, when a grant is taken away', () => {
      const sample = built.find(({ site }) => site.cloud === cloud && site.ci);
      if (!sample) throw new Error(`no site on ${cloud} has a pipeline`);
      const review = reviewPipeline(
        cloud,
        { ...sample.output, stacks: { ...sample.output.stacks, state: {} } },
        'apply',
      );
      expect(review.grants).toEqual([]);
      expect(Object.keys(review.missing)).toEqual(expect.arrayContaining(['network', 'cluster', 'data']));
    });
  });

  it('keep secrets and their releases from whoever plans', () => {
    const azure = built.find(({ site }) => site.cloud === 'azure' && site.ci);
    if (!azure) throw new Error('no site on Azure has a pipeline');
    expect(reviewPipeline('azure', azure.output, 'plan').withheld.map(({ permission }) => permission)).toEqual([
      'Microsoft.ContainerService/managedClusters/secrets/read',
      'Microsoft.KeyVault/vaults/secrets/getSecret/action',
    ]);
  });
});

it('a type that nobody knows is named', () => {
  const stack = { resource: { aws_vpc: { a: {} }, aws_quantum_entangler: { b: {} }, google_other: { c: {} } } };
  expect(neededPermissions('aws', stack)).toMatchObject({ unknown: ['aws_quantum_entangler'] });
  expect(neededPermissions('aws', stack).apply).toContain('ec2:CreateVpc');
});
