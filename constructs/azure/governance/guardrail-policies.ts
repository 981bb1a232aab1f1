import { type Absent, kebabCase, type PerGuardrail, requiredTags } from '../../contracts';

type Field = { readonly field: string };

/** When a policy speaks, in Azure's own language; the part of it that guardrails need. */
export type PolicyCondition =
  | (Field & { readonly equals: string | boolean })
  | (Field & { readonly notEquals: string | boolean })
  | (Field & { readonly in: readonly string[] })
  | (Field & { readonly notIn: readonly string[] })
  | (Field & { readonly exists: boolean })
  | (Field & { readonly like: string })
  | { readonly allOf: readonly PolicyCondition[] }
  | { readonly anyOf: readonly PolicyCondition[] };

export interface GuardrailPolicy {
  /** `All`: resource groups, too; `Indexed`: what has a place and can carry tags. */
  readonly mode: 'All' | 'Indexed';
  readonly when: PolicyCondition;
  /** `deny`: it is not made; `keep`: it is not deleted. Default: deny. */
  readonly effect?: 'keep';
  /** What somebody reads who is refused. */
  readonly message: string;
}

const typed = (type: string): PolicyCondition => ({ field: 'type', equals: type });
const storage = 'Microsoft.Storage/storageAccounts';
const database = 'Microsoft.DBforPostgreSQL/flexibleServers';
const cluster = 'Microsoft.ContainerService/managedClusters';
const streams = 'Microsoft.EventHub/namespaces';

/** What keeps data or runs it; what Azure makes in the groups of its own services carries no tags of the platform. */
const taggedTypes = [
  cluster,
  database,
  streams,
  storage,
  'Microsoft.ContainerRegistry/registries',
  'Microsoft.KeyVault/vaults',
  'Microsoft.Network/virtualNetworks',
];

const denied = (message: string, type: string, ...when: readonly PolicyCondition[]): GuardrailPolicy => ({
  mode: 'Indexed',
  message,
  when: { allOf: [typed(type), ...(when.length === 1 ? when : [{ anyOf: when }])] },
});

export interface GuardedPlaces {
  readonly regions: readonly string[];
  /** Resource group of what watches the subscription. */
  readonly governanceGroup: string;
  /** Accounts of the networks' flow logs, which Azure writes with a shared key. */
  readonly flowLogAccounts: readonly string[];
}

/** Own definitions by what they guard: what they say stands here, and can be held against what the stacks make. */
export const guardrailPolicies = ({
  regions,
  governanceGroup,
  flowLogAccounts,
}: GuardedPlaces): PerGuardrail<readonly GuardrailPolicy[] | Absent> => ({
  regions: [
    {
      mode: 'Indexed',
      message: `Resources lie in ${regions.join(', ')}.`,
      when: {
        allOf: [
          { field: 'location', notIn: regions },
          { field: 'location', notEquals: 'global' },
        ],
      },
    },
    {
      mode: 'All',
      message: `Resource groups lie in ${regions.join(', ')}.`,
      when: {
        allOf: [typed('Microsoft.Resources/subscriptions/resourceGroups'), { field: 'location', notIn: regions }],
      },
    },
  ],
  publicStorage: [
    denied('Storage accounts let nobody read without signing in.', storage, {
      field: `${storage}/allowBlobPublicAccess`,
      notEquals: false,
    }),
  ],
  encryption: [
    denied('Storage accounts are encrypted with an own key.', storage, {
      field: `${storage}/encryption.keySource`,
      notEquals: 'Microsoft.Keyvault',
    }),
    denied('Vaults keep what was deleted until its time is over.', 'Microsoft.KeyVault/vaults', {
      field: 'Microsoft.KeyVault/vaults/enablePurgeProtection',
      notEquals: true,
    }),
    denied('Disks of clusters are encrypted with an own key.', cluster, {
      field: `${cluster}/diskEncryptionSetID`,
      exists: false,
    }),
  ],
  tags: [
    {
      mode: 'Indexed',
      message: `What keeps data or runs it carries the tags ${requiredTags.join(', ')}.`,
      when: {
        allOf: [
          { field: 'type', in: taggedTypes },
          { anyOf: requiredTags.map((tag) => ({ field: `tags['${tag}']`, exists: false })) },
        ],
      },
    },
  ],
  publicDatabases: [
    denied('Databases have no public address.', database, {
      field: `${database}/network.publicNetworkAccess`,
      notEquals: 'Disabled',
    }),
  ],
  publicMachines: [
    denied('Machines have no public address.', 'Microsoft.Network/networkInterfaces', {
      field: 'Microsoft.Network/networkInterfaces/ipconfigurations[*].publicIpAddress.id',
      like: '*',
    }),
  ],
  tls: [
    denied(
      'Storage accounts take TLS 1.2 or newer only.',
      storage,
      { field: `${storage}/supportsHttpsTrafficOnly`, notEquals: true },
      { field: `${storage}/minimumTlsVersion`, notIn: ['TLS1_2', 'TLS1_3'] },
    ),
    denied('Event Hubs take TLS 1.2 or newer only.', streams, {
      field: `${streams}/minimumTlsVersion`,
      notIn: ['1.2', '1.3'],
    }),
  ],
  longLivedKeys: [
    {
      mode: 'Indexed',
      message: 'Storage accounts know no shared keys.',
      when: {
        allOf: [
          typed(storage),
          { field: 'name', notIn: flowLogAccounts },
          { field: `${storage}/allowSharedKeyAccess`, notEquals: false },
        ],
      },
    },
    denied('Clusters know no local accounts.', cluster, { field: `${cluster}/disableLocalAccounts`, notEquals: true }),
  ],
  trail: [
    {
      mode: 'Indexed',
      effect: 'keep',
      message: 'What records and watches the subscription is not deleted.',
      when: { field: 'id', like: `*/resourceGroups/${governanceGroup}/providers/*` },
    },
  ],
  machines: {
    absent:
      "Azure's metadata service takes no forwarded request, and no property of a cluster says how its machines boot",
    instead: 'pools boot images that AKS signs, and disks of all machines are encrypted at their host',
  },
});

/** Name of one of the policies of a guardrail. */
export const guardrailId = (guardrail: string, index: number): string =>
  `${kebabCase(guardrail)}${index === 0 ? '' : `-${index + 1}`}`;

/** The rule as Azure reads it. */
export const policyRule = ({ when, effect }: GuardrailPolicy): string =>
  JSON.stringify({
    if: when,
    // biome-ignore lint/suspicious/noThenProperty: that is what Azure calls it.
    then:
      effect === 'keep'
        ? {
            effect: 'denyAction',
            details: { actionNames: ['delete'], cascadeBehaviors: { resourceGroup: 'deny' } },
          }
        : { effect: 'deny' },
  });
