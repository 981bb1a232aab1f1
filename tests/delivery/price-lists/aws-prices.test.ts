import { type AwsPriceList, awsPrices } from '../../../delivery/price-lists/aws-prices';

/*
 * Made by hand in the shape that AWS documents for a price list file of a service (products by SKU; terms by kind, SKU and offer):
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
 */
const onDemand = (sku: string, unit: string, ...usd: string[]) => ({
  [`${sku}.JRTCKXETXF`]: {
    offerTermCode: 'JRTCKXETXF',
    sku,
    effectiveDate: '2026-11-01T00:00:00Z',
    priceDimensions: Object.fromEntries(
      usd.map((price, tier) => [
        `${sku}.JRTCKXETXF.${tier}`,
        {
          rateCode: `${sku}.JRTCKXETXF.${tier}`,
          unit,
          beginRange: `${tier * 10_240}`,
          endRange: 'Inf',
          pricePerUnit: { USD: price },
        },
      ]),
    ),
  },
});

const machine = {
  instanceType: 'm7i.large',
  operatingSystem: 'Linux',
  tenancy: 'Shared',
  preInstalledSw: 'NA',
  capacitystatus: 'Used',
  operation: 'RunInstances',
  usagetype: 'EU-BoxUsage:m7i.large',
};
const compute = 'Compute Instance';

type Sold = readonly [
  family: string | undefined,
  attributes: Readonly<Record<string, string>>,
  unit: string,
  ...usd: string[],
];

const listOf = (...sold: Sold[]): AwsPriceList => ({
  products: Object.fromEntries(
    sold.map(([productFamily, attributes], index) => [
      `SKU${index}`,
      { sku: `SKU${index}`, productFamily, attributes },
    ]),
  ),
  terms: {
    OnDemand: Object.fromEntries(
      sold.map(([, , unit, ...usd], index) => [`SKU${index}`, onDemand(`SKU${index}`, unit, ...usd)]),
    ),
  },
});

const read = (service: string, ...sold: Sold[]) => Object.fromEntries(awsPrices(service, listOf(...sold)));

it('reads machines, disks and gateways of EC2', () =>
  expect(
    read(
      'AmazonEC2',
      [compute, machine, 'Hrs', '0.1123500000'],
      ['Storage', { volumeApiName: 'gp3', usagetype: 'EU-EBS:VolumeUsage.gp3' }, 'GB-Mo', '0.0880000000'],
      ['System Operation', { volumeApiName: 'gp3', usagetype: 'EU-EBS:VolumeP-IOPS.gp3' }, 'IOPS-Mo', '0.0055000000'],
      ['NAT Gateway', { usagetype: 'EU-NatGateway-Hours' }, 'Hrs', '0.0480000000'],
      ['NAT Gateway', { usagetype: 'EU-NatGateway-Bytes' }, 'GB', '0.0480000000'],
    ),
  ).toEqual({
    'machine/m7i.large': 0.11235,
    'disk/gp3': 0.088,
    'disk/gp3-iops': 0.0055,
    'nat/gateway': 0.048,
    'nat/data': 0.048,
  }));

it.each([
  ['Windows', { operatingSystem: 'Windows' }],
  ['a machine of its own', { tenancy: 'Dedicated' }],
  ['software with it', { preInstalledSw: 'SQL Std' }],
  ['a reservation that nothing runs in', { capacitystatus: 'UnusedCapacityReservation' }],
  ['Linux that is paid for', { operation: 'RunInstances:0g00' }],
])('takes no machine with %s for the plain one', (_, other) => {
  const dear: Sold = [compute, { ...machine, ...other }, 'Hrs', '0.9'];
  expect(read('AmazonEC2', dear, [compute, machine, 'Hrs', '0.1'])).toEqual({ 'machine/m7i.large': 0.1 });
});

it('reads clusters and databases', () => {
  expect(
    read(
      'AmazonEKS',
      ['Compute', { usagetype: 'EU-AmazonEKS-Hours:perCluster' }, 'Hours', '0.1'],
      ['Compute', { usagetype: 'EU-AmazonEKS-Hours:extendedSupport' }, 'Hours', '0.6'],
    ),
  ).toEqual({ 'eks/cluster': 0.1, 'eks/extended-support': 0.6 });
  const database = {
    instanceType: 'db.m7g.large',
    databaseEngine: 'PostgreSQL',
    deploymentOption: 'Single-AZ',
    usagetype: 'EU-InstanceUsage:db.m7g.large',
  };
  expect(
    read(
      'AmazonRDS',
      ['Database Instance', database, 'Hrs', '0.186'],
      ['Database Instance', { ...database, deploymentOption: 'Multi-AZ' }, 'Hrs', '0.372'],
      ['Database Instance', { ...database, databaseEngine: 'Oracle' }, 'Hrs', '0.9'],
    ),
  ).toEqual({ 'database/db.m7g.large': 0.186 });
});

it('takes the first of tiers, and leaves out what is free, in another unit, or two things at once', () => {
  const bytes = { usagetype: 'EU-NatGateway-Bytes' };
  expect(read('AmazonEC2', ['NAT Gateway', bytes, 'GB', '0.048', '0.02'])).toEqual({ 'nat/data': 0.048 });
  expect(read('AmazonEC2', ['NAT Gateway', bytes, 'GB', '0.0'])).toEqual({});
  expect(read('AmazonEC2', ['NAT Gateway', bytes, 'Hrs', '0.048'])).toEqual({});
  expect(read('AmazonEC2', ['NAT Gateway', bytes, 'GB', '0.048'], ['NAT Gateway', bytes, 'GB', '0.05'])).toEqual({});
});
