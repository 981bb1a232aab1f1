import { poolLabel } from '../../../environments/model';
import { resourceRates } from './resource-rates';
import type { SitePrices } from './site-prices';

/**
 * Columns as OpenCost 1.120 decodes them (`pkg/cloud/provider/csvprovider.go`). It takes a line of their names for a price,
 * so the list has none.
 */
const columns = [
  'EndTimestamp',
  'InstanceID',
  'Region',
  'AssetClass',
  'InstanceIDField',
  'InstanceType',
  'MarketPriceHourly',
  'Version',
] as const;
type Row = Partial<Record<(typeof columns)[number], string>>;

const poolField = `metadata.labels.${poolLabel}`;

/** Never with an exponent. */
const decimal = (usd: number): string =>
  usd.toLocaleString('en-US', { useGrouping: false, maximumSignificantDigits: 8, maximumFractionDigits: 20 });

const line = (row: Row): string => columns.map((column) => row[column] ?? '').join(',');

const named = (prices: Readonly<Record<string, number>>, row: (name: string) => Row): string[] =>
  Object.entries(prices)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, usd]) => line({ ...row(name), MarketPriceHourly: decimal(usd) }));

/**
 * Prices of a site as OpenCost reads them (`CSV_PATH`). A machine is looked for by its pool, then by its region and type,
 * so that interruptible machines of one type have a price of their own. Rows of pools name no type, for the price of the
 * first row of a type is that of its class; volumes are looked for without their region.
 */
export const priceList = ({ region, pools, machines, volumes }: SitePrices): string =>
  `${[
    ...named(machines, (type) => ({
      InstanceID: `type-${type}`,
      Region: region,
      AssetClass: 'node',
      InstanceIDField: poolField,
      InstanceType: type,
    })),
    ...named(pools, (pool) => ({ InstanceID: pool, Region: region, AssetClass: 'node', InstanceIDField: poolField })),
    ...named(volumes, (storageClass) => ({
      InstanceID: storageClass,
      AssetClass: 'pv',
      InstanceIDField: 'spec.storageClassName',
    })),
  ].join('\n')}\n`;

const { vcpu, memoryGiB, gpu, volumeGiB } = resourceRates;

/**
 * What OpenCost shares the price of a machine by, and counts a machine without a price at (`default.json`). Traffic and
 * balancers are in the estimate of what it does not see; a price that it cannot read would stop it.
 */
export const defaultPrices = `${JSON.stringify(
  {
    provider: 'custom',
    description: 'Rates by which prices of machines are shared among processors, memory and GPUs',
    ...Object.fromEntries(
      [
        ['CPU', vcpu],
        ['spotCPU', vcpu],
        ['RAM', memoryGiB],
        ['spotRAM', memoryGiB],
        ['GPU', gpu],
        ['spotGPU', gpu],
        ['storage', volumeGiB],
        ['zoneNetworkEgress', 0],
        ['regionNetworkEgress', 0],
        ['internetNetworkEgress', 0],
        ['natGatewayEgress', 0],
        ['natGatewayIngress', 0],
        ['firstFiveForwardingRulesCost', 0],
        ['additionalForwardingRuleCost', 0],
        ['LBIngressDataCost', 0],
        ['defaultLBPrice', 0],
      ].map(([name, usd]) => [name, decimal(Number(usd))]),
    ),
  },
  undefined,
  2,
)}\n`;
