import { platform } from '../../../../constructs/azure';
import type { PolicyCondition } from '../../../../constructs/azure/governance/guardrail-policies';
import {
  type Json,
  resourcesOf,
  resourceTypes,
  type SynthesizedStacks,
  synthesizeCloud,
} from '../../../fixtures/cloud-stacks';
import { azureSite } from '../../../fixtures/sites';

const site = azureSite();
let stacks: SynthesizedStacks;
beforeAll(() => {
  stacks = synthesizeCloud(site, platform);
});

interface Rule {
  readonly name: string;
  readonly mode: string;
  readonly when: PolicyCondition;
  readonly effect: string;
}
const rules = (): Rule[] =>
  resourcesOf(stacks.governance, 'azurerm_policy_definition').map(({ name, mode, policy_rule }) => {
    const rule = JSON.parse(policy_rule);
    return { name: name.replace(`${site.name}-`, ''), mode, when: rule.if, effect: rule.then.effect };
  });

type Fields = Readonly<Record<string, unknown>>;

/** Azure's own reading of the conditions that the guardrails use; what is missing differs from everything. */
function holds(condition: PolicyCondition, fields: Fields): boolean {
  if ('allOf' in condition) return condition.allOf.every((each) => holds(each, fields));
  if ('anyOf' in condition) return condition.anyOf.some((each) => holds(each, fields));
  const value = fields[condition.field];
  if ('equals' in condition) return value === condition.equals;
  if ('notEquals' in condition) return value !== condition.notEquals;
  if ('in' in condition) return condition.in.includes(String(value));
  if ('notIn' in condition) return !condition.notIn.includes(String(value));
  if ('exists' in condition) return (value !== undefined) === condition.exists;
  return value !== undefined && new RegExp(`^${condition.like.replaceAll('*', '.*')}$`).test(String(value));
}

const refused = (fields: Fields): string[] =>
  rules()
    .filter(({ effect, when }) => effect === 'deny' && holds(when, fields))
    .map(({ name }) => name)
    .sort();

const tagsOf = (tags: Json = {}): Fields =>
  Object.fromEntries(Object.entries(tags).map(([tag, value]) => [`tags['${tag}']`, value]));

/** What Azure sees of what the stacks ask for, by the types that guardrails speak of. */
const seen: Readonly<Record<string, (resource: Json) => Fields>> = {
  azurerm_storage_account: (account) => ({
    type: 'Microsoft.Storage/storageAccounts',
    'Microsoft.Storage/storageAccounts/allowBlobPublicAccess': account.allow_nested_items_to_be_public,
    'Microsoft.Storage/storageAccounts/encryption.keySource': account.customer_managed_key
      ? 'Microsoft.Keyvault'
      : 'Microsoft.Storage',
    'Microsoft.Storage/storageAccounts/supportsHttpsTrafficOnly': account.https_traffic_only_enabled,
    'Microsoft.Storage/storageAccounts/minimumTlsVersion': account.min_tls_version,
    'Microsoft.Storage/storageAccounts/allowSharedKeyAccess': account.shared_access_key_enabled,
  }),
  azurerm_key_vault: (vault) => ({
    type: 'Microsoft.KeyVault/vaults',
    'Microsoft.KeyVault/vaults/enablePurgeProtection': vault.purge_protection_enabled,
  }),
  azurerm_postgresql_flexible_server: (server) => ({
    type: 'Microsoft.DBforPostgreSQL/flexibleServers',
    'Microsoft.DBforPostgreSQL/flexibleServers/network.publicNetworkAccess': server.public_network_access_enabled
      ? 'Enabled'
      : 'Disabled',
  }),
  azurerm_kubernetes_cluster: (cluster) => ({
    type: 'Microsoft.ContainerService/managedClusters',
    'Microsoft.ContainerService/managedClusters/diskEncryptionSetID': cluster.disk_encryption_set_id,
    'Microsoft.ContainerService/managedClusters/disableLocalAccounts': cluster.local_account_disabled,
  }),
  azurerm_virtual_network: () => ({ type: 'Microsoft.Network/virtualNetworks' }),
};

it('binds the subscription by definitions of its own, each assigned to all of it', () => {
  expect(
    rules()
      .map(({ name, mode, effect }) => `${name} ${mode} ${effect}`)
      .sort(),
  ).toEqual([
    'encryption Indexed deny',
    'encryption-2 Indexed deny',
    'encryption-3 Indexed deny',
    'long-lived-keys Indexed deny',
    'long-lived-keys-2 Indexed deny',
    'public-databases Indexed deny',
    'public-machines Indexed deny',
    'public-storage Indexed deny',
    'regions Indexed deny',
    'regions-2 All deny',
    'tags Indexed deny',
    'tls Indexed deny',
    'tls-2 Indexed deny',
    'trail Indexed denyAction',
  ]);
  const types = resourceTypes(stacks.governance);
  expect(types.filter((type) => type === 'azurerm_subscription_policy_assignment')).toHaveLength(rules().length);
  for (const { enforce, subscription_id: scope } of resourcesOf(
    stacks.governance,
    'azurerm_subscription_policy_assignment',
  )) {
    expect([enforce, scope]).toEqual([true, `/subscriptions/${site.subscriptionId}`]);
  }
});

it('names that Azure takes', () => {
  for (const { name } of resourcesOf(stacks.governance, 'azurerm_subscription_policy_assignment')) {
    expect(name.length).toBeLessThanOrEqual(64);
  }
});

it.each(Object.entries(seen))('lets the stacks make %s', (type, see) => {
  const made = (Object.values(stacks) as Json[]).flatMap((stack) => resourcesOf(stack, type));
  expect(made.length).toBeGreaterThan(0);
  for (const resource of made) {
    expect(
      refused({ location: resource.location, name: resource.name, ...tagsOf(resource.tags), ...see(resource) }),
    ).toEqual([]);
  }
});

it('lets everything lie where the stacks put it', () => {
  const places = (Object.values(stacks) as Json[]).flatMap((stack) =>
    Object.values<Json>(stack.resource ?? {}).flatMap((byName) =>
      Object.values<Json>(byName).flatMap(({ location }) => (location ? [location] : [])),
    ),
  );
  for (const location of new Set(places)) expect(refused({ type: 'anything', location })).toEqual([]);
});

const tags = tagsOf({ environment: 'x', owner: 'x', 'cost-centre': 'x', 'data-class': 'x' });
const account = {
  type: 'Microsoft.Storage/storageAccounts',
  location: 'westeurope',
  ...tags,
  'Microsoft.Storage/storageAccounts/allowBlobPublicAccess': false,
  'Microsoft.Storage/storageAccounts/encryption.keySource': 'Microsoft.Keyvault',
  'Microsoft.Storage/storageAccounts/supportsHttpsTrafficOnly': true,
  'Microsoft.Storage/storageAccounts/minimumTlsVersion': 'TLS1_2',
  'Microsoft.Storage/storageAccounts/allowSharedKeyAccess': false,
};

it.each<[guardrail: string, fields: Fields]>([
  ['regions', { ...account, location: 'eastus' }],
  ['regions-2', { type: 'Microsoft.Resources/subscriptions/resourceGroups', location: 'eastus' }],
  ['public-storage', { ...account, 'Microsoft.Storage/storageAccounts/allowBlobPublicAccess': true }],
  ['public-storage', { ...account, 'Microsoft.Storage/storageAccounts/allowBlobPublicAccess': undefined }],
  ['encryption', { ...account, 'Microsoft.Storage/storageAccounts/encryption.keySource': 'Microsoft.Storage' }],
  ['tls', { ...account, 'Microsoft.Storage/storageAccounts/minimumTlsVersion': 'TLS1_0' }],
  ['long-lived-keys', { ...account, 'Microsoft.Storage/storageAccounts/allowSharedKeyAccess': true }],
  ['tags', { ...account, "tags['owner']": undefined }],
  [
    'public-machines',
    {
      type: 'Microsoft.Network/networkInterfaces',
      location: 'westeurope',
      'Microsoft.Network/networkInterfaces/ipconfigurations[*].publicIpAddress.id': '/subscriptions/x',
    },
  ],
  [
    'public-databases',
    {
      type: 'Microsoft.DBforPostgreSQL/flexibleServers',
      location: 'westeurope',
      ...tags,
      'Microsoft.DBforPostgreSQL/flexibleServers/network.publicNetworkAccess': 'Enabled',
    },
  ],
])('refuses by %s', (guardrail, fields) => expect(refused(fields)).toContain(guardrail));

it('keeps what watches the subscription from being deleted, and nothing else', () => {
  const trail = rules().find(({ effect }) => effect === 'denyAction');
  if (!trail) throw new Error('no policy keeps the trail');
  const id = (group: string) => ({
    id: `/subscriptions/x/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/y`,
  });
  expect(holds(trail.when, id(`${site.name}-governance`))).toBe(true);
  expect(holds(trail.when, id(`${site.name}-data`))).toBe(false);
});
