import { assumedOf } from '../../../policies/cost/assumed';
import { estimate } from '../../../policies/cost/estimate';
import { stalenessOf } from '../../../policies/cost/prices/staleness';
import { billOf, book, priceIn } from './bill-of';

const p = priceIn('aws');

describe('what nobody can price', () => {
  it.each([
    [
      'a type that nobody knows',
      { aws_quantum_computer: { it: {} } },
      'nobody knows what a aws_quantum_computer costs',
    ],
    [
      'a machine without a price',
      { aws_instance: { it: { instance_type: 'm99.large' } } },
      'the price book has no machine/m99.large in eu-west-1',
    ],
    [
      'a machine that is a variable',
      { aws_instance: { it: { instance_type: '${var.machine}' } } },
      'instance_type is not known before it is applied',
    ],
    [
      'a size that is an expression',
      { aws_db_instance: { it: { instance_class: 'db.m7g.large', allocated_storage: '${var.gib}' } } },
      'allocated_storage is no number before it is applied',
    ],
    [
      'a count that is an expression',
      { aws_eip: { it: { count: '${length(var.zones)}' } } },
      'how many there are is not known before it is applied',
    ],
    [
      'a region without prices',
      { aws_eip: { it: {} }, aws_nat_gateway: { it: { region: 'mars-north-1' } } },
      'the price book has no nat/gateway in mars-north-1',
    ],
    [
      'a feature that nobody knows',
      { aws_guardduty_detector_feature: { it: { status: 'ENABLED', name: 'MIND_READING' } } },
      'nobody knows what the feature MIND_READING is paid by',
    ],
  ])('%s is told, and never nothing', (_, resources, why) => {
    const bill = billOf('aws', resources);
    expect(bill.unpriced).toEqual([{ address: expect.stringContaining('a-site all aws_'), why }]);
    expect(bill.lines.filter(({ address }) => bill.unpriced.some((one) => one.address.endsWith(address)))).toEqual([]);
  });

  it('is told of kinds as well', () => {
    const object = { apiVersion: 'example.com/v1', kind: 'Moon', metadata: { name: 'full' } };
    expect(billOf('aws', { aws_eks_cluster: { it: {} } }, [object]).unpriced).toEqual([
      { address: 'a-site kubernetes Moon/full', why: 'nobody knows whether objects of example.com/v1 Moon cost money' },
    ]);
  });
});

it('has nothing of what is free by itself, and of types that only Terraform has', () => {
  const bill = billOf('aws', { aws_iam_role: { it: {} }, terraform_data: { it: {} } });
  expect(bill).toEqual({ currency: 'USD', pricesAsOf: null, monthlyTotal: 0, lines: [], unpriced: [] });
});

it('says of every line where it stands, what it is and where its price was read', () => {
  const bill = billOf('aws', { aws_eip: { nat: {} } });
  expect(bill).toEqual({
    currency: 'USD',
    pricesAsOf: '2026-11-22',
    monthlyTotal: expect.closeTo(p('address/public') * 730),
    unpriced: [],
    lines: [
      {
        site: 'a-site',
        stack: 'all',
        address: 'aws_eip.nat',
        item: 'address/public',
        quantity: 730,
        unit: 'hour',
        unitPrice: p('address/public'),
        monthly: expect.closeTo(p('address/public') * 730),
        basis: 'fixed',
        source: expect.stringContaining('aws.amazon.com'),
        asOf: '2026-11-22',
        confidence: book.priceOf('aws', 'eu-west-1', 'address/public')?.confidence,
      },
    ],
  });
});

it('counts what `for_each` makes, and reads blocks written as a list or as an object alike', () => {
  const pool = (scaling: unknown) => ({ instance_types: ['m7i.large'], scaling_config: scaling });
  const of = (values: object) => billOf('aws', { aws_eks_node_group: { it: values } }).monthlyTotal;
  expect(of(pool([{ min_size: 2, max_size: 2 }]))).toBeCloseTo(of(pool({ min_size: 2, max_size: 2 })));
  expect(billOf('aws', { aws_eip: { it: { for_each: { a: 1, b: 2, c: 3 } } } }).monthlyTotal).toBeCloseTo(
    3 * p('address/public') * 730,
  );
});

it('gives what several sites share to the site whose provider makes it, where that site is', () => {
  const json = {
    provider: {
      aws: [
        { alias: 'near', region: 'eu-west-1' },
        { alias: 'far', region: 'us-east-1' },
      ],
    },
    resource: {
      aws_nat_gateway: { a: { provider: 'aws.near' }, b: { provider: 'aws.far' } },
      aws_eip: { far_address: {} },
    },
  };
  const none = { json: {}, stack: 'network' };
  const { lines } = estimate(
    {
      stacks: [
        { site: 'environment', stack: 'edge', json },
        { site: 'near', ...none },
        { site: 'far', ...none },
      ],
      objects: [],
    },
    { book },
  );
  const gateways = lines.filter(({ item }) => item === 'nat/gateway');
  expect(gateways.map(({ site, unitPrice }) => [site, unitPrice])).toEqual([
    ['near', 0.048],
    ['far', 0.045],
  ]);
});

it('finds a resource that does not say where it is at the place of its site, in whatever stack that stands', () => {
  const peering = { azurerm_virtual_network_peering: { 'a-site_peering': { name: 'it' } } };
  const network = { azurerm_nat_gateway: { it: { location: 'swedencentral' } } };
  const peered = {
    site: 'environment',
    stack: 'interconnect',
    json: { provider: { azurerm: [{}] }, resource: peering },
  };
  const own = { site: 'a-site', stack: 'network', json: { provider: { azurerm: [{}] }, resource: network } };
  expect(estimate({ stacks: [peered, own], objects: [] }, { book }).unpriced).toEqual([]);
  expect(estimate({ stacks: [peered], objects: [] }, { book }).unpriced).toMatchObject([
    { why: 'nobody knows in which region it is' },
  ]);
});

it('takes the word of whoever knows how much is used', () => {
  const bucket = { aws_s3_bucket: { it: {} } };
  const bill = billOf('aws', bucket, [], { assumed: assumedOf(['bucketGiB=5000', 'bucketThousandRequests=0']) });
  expect(bill.monthlyTotal).toBeCloseTo(5000 * p('object-storage/standard'));
  expect(bill.lines.map(({ basis }) => basis)).toEqual(['usage']);
});

it('refuses assumptions that are none, all at once', () => {
  expect(() => assumedOf(['bucketGiB=many', 'moons=3', 'natGiB', 'natGiB=-1', 'poolShare=0.5'])).toThrow(
    expect.objectContaining({
      findings: ['bucketGiB=many', 'moons=3', 'natGiB', 'natGiB=-1'].map((value) =>
        expect.objectContaining({ code: 'COST_ASSUMPTION', value }),
      ),
    }),
  );
});

it.each([
  ['2026-11-22', undefined],
  ['2026-05-26', undefined],
  ['2026-05-25', { share: 0.25, oldest: '2026-05-25' }],
])('a price of %s makes the money that stands on it stale, 180 days later', (asOf, staleness) => {
  const lines = [{ asOf, monthly: 20 }, { asOf: '2026-11-22', monthly: 55 }, { monthly: 5 }];
  expect(stalenessOf(lines, '2026-11-22')).toEqual(staleness);
});
