import type { CloudQuotas, MachineQuota, Quota, QuotaUnit } from './quota';

/**
 * Quotas of Azure that sites run into, with their names in Microsoft.Quota, as of 2026-11-21. Azure reads the names
 * without regard to capital letters.
 * - Limits: learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits and
 *   /azure/virtual-machines/quotas. Limits of processors follow the offer of the subscription (pay as you go, enterprise)
 *   and are published for none of them.
 * - Names of families: docs.redhat.com, "Tested instance types for Azure" of OpenShift 4.22, which lists them by series.
 */
const asOf = '2026-11-21';
const limits = 'learn.microsoft.com/azure/azure-resource-manager/management/azure-subscription-service-limits';
const processors = 'learn.microsoft.com/azure/virtual-machines/quotas';

const byOffer = 'differs by the offer of the subscription; this is what new pay-as-you-go ones are commonly seen with';

const dedicated = (code: string, name: string, newAccount: number): Quota => ({
  code,
  name,
  service: 'Microsoft.Compute',
  unit: 'vCPUs',
  kind: 'dedicated',
  newAccount,
  unsure: byOffer,
  source: processors,
  asOf,
});

const totals = {
  'on-demand': dedicated('cores', 'Total Regional vCPUs', 10),
  spot: { ...dedicated('lowPriorityCores', 'Total Regional Spot vCPUs', 3), kind: 'lowPriority' },
} as const;

interface Series {
  /** Of the names of its machine types. */
  readonly pattern: RegExp;
  readonly quota: Quota;
}

const series = (pattern: RegExp, code: string, name: string, newAccount = 10): Series => ({
  pattern,
  quota: dedicated(code, `${name} Family vCPUs`, newAccount),
});

/** Series of machines, each with a quota of its own. */
const allSeries: readonly Series[] = [
  series(/^Standard_D\d+s_v5$/, 'standardDSv5Family', 'Standard DSv5'),
  series(/^Standard_D\d+ds_v5$/, 'standardDDSv5Family', 'Standard DDSv5'),
  series(/^Standard_D\d+as_v5$/, 'standardDASv5Family', 'Standard DASv5'),
  series(/^Standard_D\d+s_v6$/, 'StandardDsv6Family', 'Standard Dsv6'),
  series(/^Standard_D\d+as_v6$/, 'standardDav6Family', 'Standard Dav6'),
  series(/^Standard_D\d+ps_v6$/, 'StandardDpsv6Family', 'Standard Dpsv6'),
  series(/^Standard_E\d+s_v5$/, 'standardESv5Family', 'Standard ESv5'),
  series(/^Standard_E\d+s_v6$/, 'StandardEsv6Family', 'Standard Esv6'),
  series(/^Standard_E\d+as_v6$/, 'standardEav6Family', 'Standard Eav6'),
  series(/^Standard_E\d+ps_v6$/, 'StandardEpsv6Family', 'Standard Epsv6'),
  series(/^Standard_F\d+s_v2$/, 'standardFSv2Family', 'Standard FSv2'),
  series(/^Standard_F\d+as_v6$/, 'StandardFasv6Family', 'Standard Fasv6'),
  series(/^Standard_NC\d+as_T4_v3$/, 'Standard NCASv3_T4 Family', 'Standard NCASv3_T4', 0),
  series(/^Standard_NV\d+ads_A10_v5$/, 'StandardNVADSA10v5Family', 'Standard NVADSA10v5', 0),
  series(/^Standard_NC\d+ads_A100_v4$/, 'StandardNCADSA100v4Family', 'Standard NCADSA100v4', 0),
  series(/^Standard_NC\d+adi?s_H100_v5$/, 'StandardNCadsH100v5Family', 'Standard NCadsH100v5', 0),
];

const resource = (
  service: string,
  code: string,
  name: string,
  unit: QuotaUnit,
  newAccount: number,
  more: Partial<Quota> = {},
): Quota => ({ code, name, service, unit, newAccount, source: limits, asOf, ...more });

/** What stacks and clusters make, one by one. */
export const azureResourceQuotas = {
  publicAddresses: resource(
    'Microsoft.Network',
    'IPv4StandardSkuPublicIpAddresses',
    'Public IPv4 Addresses - Standard',
    'addresses',
    10,
    { unsure: byOffer, kind: 'PublicIpAddresses' },
  ),
  networks: resource('Microsoft.Network', 'VirtualNetworks', 'Virtual Networks', 'pieces', 1000),
  storageAccounts: resource('Microsoft.Storage', 'StorageAccounts', 'Storage Accounts', 'pieces', 250),
} as const;

export const azureQuotas: CloudQuotas = {
  all: [...Object.values(totals), ...allSeries.map(({ quota }) => quota), ...Object.values(azureResourceQuotas)],
  // Interruptible machines count against one quota of all series together, and against no other.
  ofMachine: (type, _machine, market): readonly MachineQuota[] => {
    const own = allSeries.find(({ pattern }) => pattern.test(type));
    const counted = {
      'on-demand': [...(own ? [own.quota] : []), totals['on-demand']],
      spot: [totals.spot],
    }[market];
    return counted.map((quota) => ({ quota, counts: 'vcpus' }));
  },
  // Pools say so themselves; AKS has no surge for interruptible machines.
  surge: ({ spot }) => (spot ? 0 : 1),
};
