import type { ReadPrices } from './refreshed-file';

/**
 * What is read of the price list of one service in one region.
 * https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/reading-service-price-list-file-for-services.html
 */
export interface AwsPriceList {
  readonly products: Readonly<Record<string, AwsProduct>>;
  readonly terms: {
    readonly OnDemand?: Readonly<Record<string, Readonly<Record<string, AwsTerm>>>>;
  };
}

interface AwsProduct {
  readonly productFamily?: string;
  readonly attributes: Readonly<Record<string, string>>;
}

interface AwsTerm {
  readonly priceDimensions: Readonly<
    Record<
      string,
      { readonly unit: string; readonly beginRange?: string; readonly pricePerUnit: Readonly<Record<string, string>> }
    >
  >;
}

/** A product that is an item of the price book, in a unit that is the book's. */
interface Rule {
  readonly unit: 'Hrs' | 'GB-Mo' | 'GB' | 'IOPS-Mo' | 'hours';
  readonly family?: string;
  readonly where: Readonly<Record<string, string | RegExp>>;
  readonly item: (attributes: AwsProduct['attributes']) => string;
}

const always =
  (item: string): Rule['item'] =>
  () =>
    item;

/** By the code of the service. */
export const awsRules: Readonly<Record<string, readonly Rule[]>> = {
  AmazonEC2: [
    {
      unit: 'Hrs',
      where: {
        instanceType: /./,
        operatingSystem: 'Linux',
        tenancy: 'Shared',
        preInstalledSw: 'NA',
        capacitystatus: 'Used',
        operation: 'RunInstances',
      },
      item: ({ instanceType }) => `machine/${instanceType}`,
    },
    { unit: 'GB-Mo', family: 'Storage', where: { volumeApiName: 'gp3' }, item: always('disk/gp3') },
    {
      unit: 'IOPS-Mo',
      family: 'System Operation',
      where: { volumeApiName: 'gp3' },
      item: always('disk/gp3-iops'),
    },
    { unit: 'Hrs', family: 'NAT Gateway', where: { usagetype: /NatGateway-Hours$/ }, item: always('nat/gateway') },
    { unit: 'GB', family: 'NAT Gateway', where: { usagetype: /NatGateway-Bytes$/ }, item: always('nat/data') },
  ],
  AmazonEKS: [
    { unit: 'hours', where: { usagetype: /AmazonEKS-Hours:perCluster$/ }, item: always('eks/cluster') },
    { unit: 'hours', where: { usagetype: /AmazonEKS-Hours:extendedSupport$/ }, item: always('eks/extended-support') },
  ],
  AmazonRDS: [
    {
      unit: 'Hrs',
      family: 'Database Instance',
      where: {
        instanceType: /./,
        databaseEngine: 'PostgreSQL',
        deploymentOption: 'Single-AZ',
        usagetype: /InstanceUsage:/,
      },
      item: ({ instanceType }) => `database/${instanceType}`,
    },
  ],
};

const matches = ({ family, where }: Rule, { productFamily, attributes }: AwsProduct): boolean =>
  (family === undefined || family === productFamily) &&
  Object.entries(where).every(([name, wanted]) => {
    const value = attributes[name];
    return value !== undefined && (typeof wanted === 'string' ? value === wanted : wanted.test(value));
  });

/** Prices of items of the price book; an item that two products would be is left out, for nobody can tell which it is. */
export function awsPrices(service: string, { products, terms }: AwsPriceList): ReadPrices {
  const found = new Map<string, number[]>();
  for (const [sku, product] of Object.entries(products)) {
    const rule = awsRules[service]?.find((one) => matches(one, product));
    if (!rule) continue;
    const prices = Object.values(terms.OnDemand?.[sku] ?? {})
      .flatMap(({ priceDimensions }) => Object.values(priceDimensions))
      // Of tiers, the first is the list price.
      .filter(({ unit, beginRange = '0' }) => unit.toLowerCase() === rule.unit.toLowerCase() && beginRange === '0')
      .map(({ pricePerUnit }) => Number(pricePerUnit.USD))
      .filter((price) => price > 0);
    const item = rule.item(product.attributes);
    found.set(item, [...(found.get(item) ?? []), ...prices]);
  }
  return new Map(
    [...found].flatMap(([item, prices]) => {
      const [price, ...others] = new Set(prices);
      return price !== undefined && others.length === 0 ? [[item, price] as const] : [];
    }),
  );
}
