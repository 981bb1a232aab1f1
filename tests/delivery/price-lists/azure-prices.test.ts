import { type AzureEntry, azurePrices } from '../../../delivery/price-lists/azure-prices';

/*
 * Made by hand in the shape of the sample answer that Microsoft documents:
 * https://learn.microsoft.com/rest/api/cost-management/retail-prices/azure-retail-prices
 */
const machine: AzureEntry = {
  currencyCode: 'USD',
  tierMinimumUnits: 0,
  retailPrice: 0.23,
  armRegionName: 'westeurope',
  meterName: 'D4s v6',
  productName: 'Virtual Machines Dsv6 Series',
  skuName: 'D4s v6',
  serviceName: 'Virtual Machines',
  unitOfMeasure: '1 Hour',
  type: 'Consumption',
  armSkuName: 'Standard_D4s_v6',
};
const cluster: AzureEntry = {
  ...machine,
  retailPrice: 0.1,
  meterName: 'Standard Uptime SLA',
  productName: 'Azure Kubernetes Service',
  skuName: 'Standard',
  serviceName: 'Azure Kubernetes Service',
  armSkuName: '',
};
const disk: AzureEntry = {
  ...machine,
  retailPrice: 21.67,
  meterName: 'P10 LRS Disk',
  productName: 'Premium SSD Managed Disks',
  skuName: 'P10 LRS',
  serviceName: 'Storage',
  unitOfMeasure: '1/Month',
  armSkuName: '',
};
const read = (...entries: AzureEntry[]) => Object.fromEntries(azurePrices('westeurope', entries));

it('reads machines, clusters and disks', () =>
  expect(
    read(machine, cluster, { ...cluster, meterName: 'Standard Long Term Support', retailPrice: 0.6 }, disk),
  ).toEqual({
    'machine/Standard_D4s_v6': 0.23,
    'aks/standard': 0.1,
    'aks/premium': 0.6,
    'disk/P10': 21.67,
  }));

it.each<[string, Partial<AzureEntry>]>([
  ['Windows', { productName: 'Virtual Machines Dsv6 Series Windows' }],
  ['a spot price', { skuName: 'D4s v6 Spot' }],
  ['a low priority', { skuName: 'D4s v6 Low Priority' }],
  ['a cloud service', { productName: 'Dsv6 Series Cloud Services' }],
  ['a reservation', { type: 'Reservation', retailPrice: 1000 }],
  ['another region', { armRegionName: 'eastus' }],
  ['a later tier', { tierMinimumUnits: 100 }],
  ['another unit', { unitOfMeasure: '1/Month' }],
  ['another currency', { currencyCode: 'EUR' }],
  ['nothing to pay', { retailPrice: 0 }],
])('takes no entry with %s for the list price', (_, other) => {
  expect(read({ ...machine, retailPrice: 0.01, ...other })).toEqual({});
  expect(read({ ...machine, retailPrice: 0.01, ...other }, machine)).toEqual({ 'machine/Standard_D4s_v6': 0.23 });
});

it('leaves out what two entries give two prices for', () => {
  expect(read(machine, { ...machine, retailPrice: 0.24 })).toEqual({});
  expect(read(machine, machine)).toEqual({ 'machine/Standard_D4s_v6': 0.23 });
});

it('takes disks of one kind only', () =>
  expect(
    read(
      { ...disk, meterName: 'P10 ZRS Disk' },
      { ...disk, meterName: 'P10 LRS Disk Mount' },
      { ...disk, productName: 'Standard SSD Managed Disks' },
    ),
  ).toEqual({}));
