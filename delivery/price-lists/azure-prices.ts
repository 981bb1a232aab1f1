import type { ReadPrices } from './refreshed-file';

/**
 * What is read of an entry of the Retail Prices API.
 * https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices
 */
export interface AzureEntry {
  readonly currencyCode: string;
  readonly tierMinimumUnits: number;
  readonly retailPrice: number;
  readonly armRegionName: string;
  readonly meterName: string;
  readonly productName: string;
  readonly skuName: string;
  readonly serviceName: string;
  readonly unitOfMeasure: string;
  readonly type: string;
  readonly armSkuName?: string;
}

/** An entry that is an item of the price book, in a unit that is the book's; `undefined`: it is none. */
type Rule = (entry: AzureEntry) => string | undefined;

const machine: Rule = ({ armSkuName, productName, skuName, unitOfMeasure }) =>
  armSkuName?.startsWith('Standard_') &&
  unitOfMeasure === '1 Hour' &&
  productName.startsWith('Virtual Machines') &&
  !/Windows/.test(productName) &&
  !/ (Spot|Low Priority)$/.test(skuName)
    ? `machine/${armSkuName}`
    : undefined;

const clusterTiers: Readonly<Record<string, string>> = {
  'Standard Uptime SLA': 'aks/standard',
  'Standard Long Term Support': 'aks/premium',
};

const cluster: Rule = ({ meterName, unitOfMeasure }) =>
  unitOfMeasure === '1 Hour' ? clusterTiers[meterName] : undefined;

const disk: Rule = ({ productName, meterName, unitOfMeasure }) => {
  const [, size] = /^(P\d+) LRS Disk$/.exec(meterName) ?? [];
  return size && productName === 'Premium SSD Managed Disks' && unitOfMeasure === '1/Month'
    ? `disk/${size}`
    : undefined;
};

/** By the name of the service. */
export const azureRules: Readonly<Record<string, Rule>> = {
  'Virtual Machines': machine,
  'Azure Kubernetes Service': cluster,
  Storage: disk,
};

/** Prices of items of the price book in a region; an item that two entries would be is left out. */
export function azurePrices(region: string, entries: readonly AzureEntry[]): ReadPrices {
  const found = new Map<string, Set<number>>();
  for (const entry of entries) {
    const { armRegionName, type, currencyCode, tierMinimumUnits, retailPrice, serviceName } = entry;
    const item = azureRules[serviceName]?.(entry);
    const isList = type === 'Consumption' && currencyCode === 'USD' && tierMinimumUnits === 0 && retailPrice > 0;
    if (item === undefined || armRegionName !== region || !isList) continue;
    found.set(item, (found.get(item) ?? new Set()).add(retailPrice));
  }
  return new Map(
    [...found].flatMap(([item, [price, ...others]]) =>
      price !== undefined && others.length === 0 ? [[item, price] as const] : [],
    ),
  );
}
