import { type CapabilityId, capabilities, mirroredImage } from '../../constructs/contracts';
import type { CloudSite } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import { awsSite, azureSite, googleSite } from '../fixtures/sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

/** Those of one site alone; copies at others have a test of their own. */
const ids = (Object.keys(capabilities) as CapabilityId[]).filter(
  (id) => id.startsWith('registry.') && id !== 'registry.replicated',
);
const registry = { repositories: ['models/churn', 'tools'], untaggedDays: 30, mirrors: true };

interface Case {
  readonly site: (registry: CloudSite['registry']) => CloudSite;
  /** Promises that the cloud openly does not make. */
  readonly absent: readonly CapabilityId[];
  /** Resource types of a registry, sorted. */
  readonly types: readonly string[];
}

const clouds: [cloud: string, Case][] = [
  [
    'aws',
    {
      site: (chosen) => awsSite({ registry: chosen }),
      absent: [],
      types: [
        'aws_ecr_lifecycle_policy',
        'aws_ecr_pull_through_cache_rule',
        'aws_ecr_registry_scanning_configuration',
        'aws_ecr_repository',
        'aws_ecr_repository_creation_template',
      ],
    },
  ],
  [
    'google',
    { site: (chosen) => googleSite({ registry: chosen }), absent: [], types: ['google_artifact_registry_repository'] },
  ],
  [
    'azure',
    {
      site: (chosen) => azureSite({ registry: chosen }),
      absent: ['registry.immutable-tags'],
      types: ['azurerm_container_registry', 'azurerm_container_registry_cache_rule'],
    },
  ],
];

const isOfRegistry = (type: string): boolean => /_ecr_|artifact_registry|container_registry/.test(type);
const typesIn = ({ stacks }: SynthesizedSite): string[] =>
  Object.keys(stacks.data?.resource ?? {})
    .filter(isOfRegistry)
    .sort();

describe.each(clouds)('the registry on %s', (_cloud, { site, absent, types }) => {
  let built: SynthesizedSite;
  beforeAll(async () => {
    built = await synthesizeSite(site(registry));
  });

  it('keeps every promise, or says openly that it does not', () => {
    const results = checkParity(
      { stacks: built.stacks, manifests: built.manifests },
      built.model.evidence,
      promises(site(registry)),
    );
    expect(Object.fromEntries(results.map(({ capability, status }) => [capability, status]))).toMatchObject(
      Object.fromEntries(ids.map((id) => [id, absent.includes(id) ? 'absent' : 'kept'])),
    );
    expect(results.filter(({ status }) => status === 'broken')).toEqual([]);
  });

  it('is made of these', () => {
    expect(typesIn(built)).toEqual(types);
  });

  it('says how long images without a tag stay', () => {
    expect(JSON.stringify(built.stacks.data?.resource)).toMatch(
      /"countNumber\\":30|2592000s|"retention_policy_in_days":30/,
    );
  });

  it('mirrors public images to addresses that are known before anything is made', () => {
    const mirrors = built.model.kubernetes.imageMirrors ?? {};
    for (const image of ['quay.io/thanos/thanos:v1', 'registry.k8s.io/pause:3', 'python:3.13']) {
      expect(mirroredImage(mirrors, image)).not.toBe(image);
    }
    expect(JSON.stringify(mirrors)).not.toMatch(/TfToken|\$\{/);
  });

  it('mirrors nothing where nobody wants it to', async () => {
    const without = await synthesizeSite(site({ ...registry, mirrors: false }));
    expect(without.model.kubernetes.imageMirrors).toEqual({});
    expect(without.text).not.toMatch(/pull_through_cache_rule|REMOTE_REPOSITORY|cache_rule/);
  });

  it('is not there where the environment has none', async () => {
    const without = await synthesizeSite(site(undefined));
    expect(Object.keys(without.stacks.data?.resource ?? {}).filter(isOfRegistry)).toEqual([]);
    // What is recorded and guarded of a project, and what people may see, is said for every kind of resource.
    const { governance: _recorded, ...stacks } = without.stacks;
    expect(JSON.stringify(stacks)).not.toMatch(
      /AcrPull"|artifactregistry\.(admin|googleapis\.com"\})|roles\/artifactregistry/,
    );
  });
});
