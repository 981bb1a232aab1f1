import { type GoogleSku, googlePrices } from '../../../delivery/price-lists/google-prices';

/*
 * Made by hand in the shape that Google documents for the SKUs of a service:
 * https://cloud.google.com/billing/v1/how-tos/catalog-api
 */
const sku = (
  description: string,
  usageUnit: string,
  nanos: number,
  { usageType = 'OnDemand', region = 'europe-west1', free = false, units = '0' } = {},
): GoogleSku => ({
  description,
  category: { resourceGroup: 'CPU', usageType },
  serviceRegions: [region],
  pricingInfo: [
    {
      pricingExpression: {
        usageUnit,
        tieredRates: [
          ...(free ? [{ startUsageAmount: 0, unitPrice: { currencyCode: 'USD', units: '0', nanos: 0 } }] : []),
          { startUsageAmount: free ? 30 : 0, unitPrice: { currencyCode: 'USD', units, nanos } },
        ],
      },
    },
  ],
});
const core = sku('N2 Instance Core running in Belgium', 'h', 34_773_000);
const ram = sku('N2 Instance Ram running in Belgium', 'GiBy.h', 4_661_000);
const read = (...skus: GoogleSku[]) => googlePrices('europe-west1', skus);

it('adds up processors and memory of every machine of a family', () => {
  const prices = read(core, ram);
  expect(prices.get('machine/n2-standard-4')).toBeCloseTo(4 * 0.034773 + 16 * 0.004661, 8);
  expect(prices.get('machine/n2-standard-8')).toBeCloseTo(8 * 0.034773 + 32 * 0.004661, 8);
  expect([...prices.keys()].every((item) => item.startsWith('machine/n2-'))).toBe(true);
});

it('knows families whose processors have a name', () => {
  const amd = read(
    sku('N2D AMD Instance Core running in Belgium', 'h', 30_000_000),
    sku('N2D AMD Instance Ram running in Belgium', 'GiBy.h', 4_000_000),
  );
  expect(amd.get('machine/n2d-standard-4')).toBeCloseTo(4 * 0.03 + 16 * 0.004, 8);
});

it.each<[string, GoogleSku]>([
  ['a spot price', sku('N2 Instance Core running in Belgium', 'h', 1, { usageType: 'Preemptible' })],
  ['a commitment', sku('N2 Instance Core running in Belgium', 'h', 1, { usageType: 'Commit1Yr' })],
  ['another region', sku('N2 Instance Core running in Belgium', 'h', 1, { region: 'us-central1' })],
  ['a machine by measure', sku('N2 Custom Instance Core running in Belgium', 'h', 1)],
  ['a host of its own', sku('N2 Sole Tenancy Instance Core running in Belgium', 'h', 1)],
  ['another unit', sku('N2 Instance Core running in Belgium', 'mo', 1)],
])('takes no SKU of %s for the list price', (_, other) => {
  expect(read(other, ram).size).toBe(0);
  expect(read(core, ram, other)).toEqual(read(core, ram));
});

it('tells no machine that has more than processors and memory', () => {
  const prices = read(
    sku('G2 Instance Core running in Belgium', 'h', 25_000_000),
    sku('G2 Instance Ram running in Belgium', 'GiBy.h', 3_000_000),
    sku('C3 Instance Core running in Belgium', 'h', 34_000_000),
    sku('C3 Instance Ram running in Belgium', 'GiBy.h', 4_000_000),
  );
  expect(prices.has('machine/c3-standard-4')).toBe(true);
  expect([...prices.keys()].filter((item) => /g2|lssd/.test(item))).toEqual([]);
});

it('reads disks, beyond what is free of charge', () => {
  const prices = read(
    sku('Balanced PD Capacity in Belgium', 'GiBy.mo', 110_000_000),
    sku('SSD backed PD Capacity in Belgium', 'GiBy.mo', 187_000_000),
    sku('Storage PD Capacity in Belgium', 'GiBy.mo', 44_000_000, { free: true }),
    sku('Regional Balanced PD Capacity in Belgium', 'GiBy.mo', 1, { units: '1' }),
  );
  expect(Object.fromEntries(prices)).toEqual({
    'disk/pd-balanced': 0.11,
    'disk/pd-ssd': 0.187,
    'disk/pd-standard': 0.044,
  });
});
