import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackNames } from '../../constructs/contracts';
import type { CloudSite } from '../../environments/model';
import { eachAdoptedSite } from '../fixtures/adopted-sites';
import { synthesizeSite } from '../fixtures/synthesize';
import { adoptedValues, type Found } from './adopted-values';
import { inParallel } from './in-parallel';
import { mockTestFile } from './mock-test-file';
import type { RenderedStack } from './rendered-sites';
import { session } from './session';
import { proof, skippedByName, whyMissing } from './skips';
import { addressed, type StackCopy } from './stack-copy';
import { copyFor, errorsIn, hasContent, missingProviders, sharedInit, WIDTH } from './terraform-stacks';
import { createTerraform, type Terraform, type TestResult } from './tools/terraform';

type Values = Readonly<Record<string, unknown>>;
type Overrides = readonly { readonly target: string; readonly values: Values }[];

/** A test of a stack in which data sources find what is given for their types. */
function testOf(copy: StackCopy, stacks: readonly RenderedStack[], outputs: ReadonlyMap<string, Values>, finds: Finds) {
  const test = mockTestFile(copy, stacks, outputs);
  const found = addressed(copy.document)
    .filter(({ section }) => section === 'data')
    .flatMap(({ address, type, text }) => {
      const values = finds(type, JSON.parse(text) as Values);
      return values ? [{ target: address, values }] : [];
    });
  const given = ((test.override_data as Overrides | undefined) ?? []).filter(
    ({ target }) => !found.some((one) => one.target === target),
  );
  return { ...test, override_data: [...given, ...found] };
}

type Finds = (type: string, body: Values) => Values | undefined;

/** Where adopted things are looked at and used. */
const proven = ['network', 'cluster', 'data'] as const;

type Wrong = Readonly<Record<string, readonly [type: string, values: Values, says: RegExp][]>>;

/** One property of a registry that its owner gets wrong: the plan of the data stops. */
const wrongRegistry: Wrong = {
  'aws with a registry alone': [
    ['aws_ecr_repository', { image_tag_mutability: 'MUTABLE' }, /can be written twice \(got "MUTABLE"\)\. Fix: /],
    ['aws_ecr_repository', { image_scanning_configuration: [{ scan_on_push: false }] }, /let its owner turn on scan/],
    [
      'aws_ecr_repository',
      { encryption_configuration: [{ encryption_type: 'AES256', kms_key: '' }] },
      /not encrypted with a key of KMS/,
    ],
    ['aws_kms_key', { key_manager: 'AWS' }, /the key of the repository is one of AWS, or disabled/],
  ],
  'google with a registry alone': [
    ['google_artifact_registry_repository', { kms_key_name: '' }, /not encrypted with an own key/],
    ['google_artifact_registry_repository', { cleanup_policies: [] }, /images without a tag are kept for ever/],
    ['google_artifact_registry_repository', { docker_config: [{ immutable_tags: false }] }, /can be written twice/],
    ['google_artifact_registry_repository_iam_policy', { policy_data: '["allUsers"]' }, /everybody may pull/],
  ],
  'azure with a registry alone': [
    ['azurerm_container_registry', { admin_enabled: true }, /an administrator with a password/],
    ['azurerm_container_registry', { sku: 'Basic' }, /has no private address and no own key \(got "Basic"\)/],
    ['azurerm_container_registry', { location: 'eastus' }, /the registry is not in westeurope \(got "eastus"\)/],
  ],
};

/** One property of a cluster that its owner gets wrong: the plan of the cluster stops. */
const wrongCluster: Wrong = {
  'aws with a cluster': [
    [
      'aws_eks_cluster',
      { version: '1.20' },
      /adopt\.cluster\.id: the cluster does not run Kubernetes .* \(got "1\.20"\)/,
    ],
    ['aws_eks_cluster', { upgrade_policy: [{ support_type: 'STANDARD' }] }, /let its owner turn on extended support/],
    [
      'aws_eks_cluster',
      { enabled_cluster_log_types: ['api'] },
      /does not write all of its five logs \(got \["api"\]\)/,
    ],
    ['aws_cloudwatch_log_group', { retention_in_days: 1 }, /are not kept for/],
    ['aws_eks_addon', { configuration_values: '{}' }, /network policies are not enforced/],
    ['aws_eks_access_entry', { kubernetes_groups: [] }, /the access entry is not of type STANDARD with the groups/],
    ['aws_eks_node_group', { labels: {} }, /no machines have the label evenkeel\.dev\/pool = general/],
    [
      'aws_eks_node_group',
      { taints: [{ key: 'own', value: 'yes', effect: 'NO_EXECUTE' }] },
      /taints of the general pool are not none \(got \[\["own=yes"\]\]\)/,
    ],
    ['aws_eks_node_group', { instance_types: ['t3.micro'] }, /machines of the general pool are not/],
    ['aws_eks_node_group', { scaling_config: [{ max_size: 1 }] }, /the general pool cannot have/],
    ['aws_eks_node_group', { node_role_arn: 'arn:aws:iam::1:role/x' }, /have another role/],
    ['aws_kms_key', { key_manager: 'AWS' }, /adopt\.cluster\.disks: the key is one of AWS/],
  ],
  'google with a cluster': [
    ['google_container_cluster', { master_version: '1.20.1' }, /the cluster does not run Kubernetes/],
    ['google_container_cluster', { datapath_provider: 'LEGACY_DATAPATH' }, /not enforced by Dataplane V2/],
    ['google_container_cluster', { workload_identity_config: [] }, /turn on Workload Identity Federation/],
    ['google_container_cluster', { node_locations: ['europe-west1-b'] }, /machines do not lie in all of/],
    ['google_container_cluster', { node_pool: [] }, /no machines have the label evenkeel\.dev\/pool = gpu/],
    ['google_container_cluster', { network: 'projects/other/global/networks/x' }, /adopt the network in which/],
    ['google_container_cluster', { anonymous_authentication_config: [] }, /callers without a name are let in/],
  ],
  'azure with a cluster': [
    ['azurerm_kubernetes_cluster', { current_kubernetes_version: '1.20.1' }, /the cluster does not run Kubernetes/],
    ['azurerm_kubernetes_cluster', { private_cluster_enabled: false }, /the API server answers to the internet/],
    ['azurerm_kubernetes_cluster', { kube_admin_config: [{ username: 'a' }] }, /let its owner disable local accounts/],
    ['azurerm_kubernetes_cluster', { oidc_issuer_enabled: false }, /so pods cannot sign in \(got false\)/],
    ['azurerm_kubernetes_cluster', { key_management_service: [] }, /secrets are not encrypted with an own key/],
    ['azurerm_kubernetes_cluster', { disk_encryption_set_id: '' }, /another set than adopt\.cluster\.disks/],
    ['azurerm_kubernetes_cluster', { agent_pool_profile: [] }, /no machines have the label evenkeel\.dev\/pool = gpu/],
    ['azurerm_kubernetes_cluster', { node_resource_group: 'other' }, /than adopt\.cluster\.nodeResourceGroup/],
  ],
};

/** One property of a network that its owner gets wrong, and what the plan then says. */
const wrong: Wrong = {
  'aws with network and keys': [
    ['aws_vpc', { enable_dns_hostnames: false }, /adopt\.network\.id: names of private endpoints do not resolve/],
    [
      'aws_subnet',
      { map_public_ip_on_launch: true },
      /adopt\.network\.subnets\.nodes\[0\]: the subnet gives its machines public addresses \(got true\)\. Fix: /,
    ],
    [
      'aws_subnet',
      { cidr_block: '172.20.240.0/20' },
      /the range of the subnet is not .* \(got "172\.20\.240\.0\/20"\)/,
    ],
    ['aws_subnet', { tags: {} }, /which must be 1 \(got ""\)/],
    ['aws_route_table', { routes: [] }, /no default route leads to a NAT gateway/],
    ['aws_vpc_security_group_rules', { ids: ['sgr-1'] }, /default security group has rules/],
  ],
  'google with network and keys': [
    ['google_compute_subnetwork', { private_ip_google_access: false }, /let its owner turn on Private Google Access/],
    ['google_compute_subnetwork', { secondary_ip_range: [] }, /no secondary range ml-pods of 100\.65\.0\.0\/16/],
  ],
  'azure with network and keys': [
    ['azurerm_subnet', { default_outbound_access_enabled: true }, /leaves by addresses of Azure that nobody owns/],
    ['azurerm_network_security_group', { security_rule: [] }, /has no rule that refuses/],
    ['azurerm_route_table', { route: [] }, /no default route leads to a firewall/],
  ],
};

const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ');

proof('sites that adopt what is there', ['terraform'], () => {
  const sites = eachAdoptedSite();
  const copies = new Map<string, readonly StackCopy[]>();
  const results = new Map<string, TestResult>();
  /** Outputs of the stacks of each site. */
  const outputsOf = new Map<string, Map<string, Values>>();
  let terraform: Terraform;
  let init: (copy: StackCopy) => Promise<void>;

  async function render(name: string, site: CloudSite): Promise<readonly StackCopy[]> {
    const { stacks } = await synthesizeSite(site);
    return stackNames.flatMap((stack): StackCopy[] => {
      const json = stacks[stack];
      if (!json) return [];
      const folder = join(session().folder, 'adopted', name.replaceAll(' ', '-'), stack);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(json, null, 2));
      const rendered: RenderedStack = {
        title: `${name.replaceAll(' ', '-')}/${site.name}/${stack}`,
        site: site.name,
        name: stack,
        folder,
        json,
      };
      return [copyFor('adopted', rendered)];
    });
  }

  const run = async (copy: StackCopy, test: Values): Promise<TestResult> => {
    writeFileSync(join(copy.dir, 'mock.tftest.json'), JSON.stringify(test, null, 2));
    return terraform.test(copy.dir);
  };

  beforeAll(async () => {
    terraform = await createTerraform();
    init = sharedInit(terraform);
    for (const [name, site] of sites) copies.set(name, await render(name, site));
    await inParallel(sites, WIDTH, async ([name, site]) => {
      const all = copies.get(name) ?? [];
      const finds = adoptedValues(site);
      const outputs = new Map<string, Values>();
      outputsOf.set(name, outputs);
      for (const copy of all.filter(({ stack }) => proven.some((one) => one === stack.name))) {
        if (!hasContent(copy) || missingProviders(copy.stack).length > 0) continue;
        await init(copy);
        const rendered = all.map(({ stack }) => stack);
        const result = await run(
          copy,
          testOf(copy, rendered, outputs, (type, body) => finds[type]?.(body)),
        );
        results.set(copy.stack.title, result);
        const made = Object.entries(result.states.at(-1)?.outputs ?? {});
        outputs.set(copy.stack.name, Object.fromEntries(made.map(([key, { value }]) => [key, value])));
      }
    });
  });
  afterAll(() => terraform?.close());

  const provider: Readonly<Record<CloudSite['cloud'], string>> = { aws: 'aws', google: 'google', azure: 'azurerm' };
  const isHere = ({ cloud }: CloudSite): boolean => !(`provider-${provider[cloud]}` in session().missing);
  const here = new Set(sites.filter(([, site]) => isHere(site)).map(([name]) => name));
  for (const [name, site] of sites) {
    if (here.has(name)) continue;
    skippedByName(`adoption of ${name}`, whyMissing(`provider-${provider[site.cloud]}`));
    it.skip(`${name}: its provider is missing`, () => undefined);
  }
  if (here.size === 0) return;
  const titles = sites.flatMap(([name, site]) =>
    here.has(name) ? proven.map((stack) => `${name.replaceAll(' ', '-')}/${site.name}/${stack}`) : [],
  );

  it.each(titles)('%s applies where everything adopted is as it should be', (title) => {
    const result = results.get(title);
    expect(errorsIn(result?.diagnostics ?? [])).toEqual([]);
    expect(result?.status).toBe('pass');
  });

  const casesOf = (stack: 'network' | 'cluster' | 'data', of: Wrong) =>
    Object.entries(of).flatMap(([name, all]) =>
      all.map(([type, values, says]) => [name, stack, type, values, says] as const),
    );
  const cases = [...casesOf('network', wrong), ...casesOf('cluster', wrongCluster), ...casesOf('data', wrongRegistry)];
  it.each(cases.filter(([name]) => here.has(name)))(
    '%s: %s stops where %s has %j',
    async (name, stackName, type, values, says) => {
      const site = sites.find(([one]) => one === name)?.[1];
      const copy = copies.get(name)?.find(({ stack }) => stack.name === stackName);
      if (!site || !copy) throw new Error(`no ${stackName} of ${name}`);
      const finds: Readonly<Record<string, Found>> = adoptedValues(site);
      const all = (copies.get(name) ?? []).map(({ stack }) => stack);
      const test = testOf(copy, all, outputsOf.get(name) ?? new Map(), (asked, body) => {
        const found = finds[asked]?.(body);
        return found && asked === type ? { ...found, ...values } : found;
      });
      const { status, diagnostics } = await run(copy, test);
      expect(status).not.toBe('pass');
      expect(oneLine(errorsIn(diagnostics).join(' '))).toMatch(says);
      expect(oneLine(errorsIn(diagnostics).join(' '))).toContain(`ADOPT_PROPERTY ${site.name} adopt.`);
      expect(addressed(copy.document).length).toBeGreaterThan(0);
    },
  );
});
