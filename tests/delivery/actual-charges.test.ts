import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { actualBill } from '../../delivery/actual-charges';
import { InputError } from '../../environments/model';
import { totalOfGroups } from '../../policies/cost/actual/actual-bill';
import { usdOf } from '../../policies/cost/actual/money';

const folder = mkdtempSync(join(tmpdir(), 'actual-'));
const header =
  'BilledCost,EffectiveCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,Tags';
const line = (usd: string, tags = '{""site"":""prod-a""}') =>
  `${usd},${usd},USD,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,AWS,EC2,"${tags}"`;
const file = (name: string, lines: readonly string[], write = (text: string): string | Buffer => text): string => {
  const path = join(folder, name);
  writeFileSync(path, write(`${lines.join('\n')}\n`));
  return path;
};

const read = (...files: readonly string[]) => actualBill({ files, kind: 'effective', environment: 'prod' });
const totalOf = async (...files: readonly string[]) => usdOf(totalOfGroups((await read(...files)).groups));

async function findingsOf(...files: readonly string[]) {
  const error: unknown = await read(...files).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof InputError)) throw new Error('nothing was found', { cause: error });
  return error.findings.map(({ place, value, message }) => ({
    place,
    value,
    message,
  }));
}

it('adds up exports of several clouds, packed or not, with a byte order mark or not', async () => {
  const plain = file('plain.csv', [header, line('1.5'), line('0.25')]);
  const packed = file('packed.csv.gz', [`\uFEFF${header}`, line('2')], (text) => gzipSync(text));
  expect(await totalOf(plain, packed)).toBe(3.75);
});

it('says all that is wrong, with line and column, in every file', async () => {
  const one = file('wrong.csv', [header, line('n/a'), line('1'), line('2').replace('USD', 'EUR'), 'a,b']);
  const other = file('columns.csv', ['EffectiveCost,Tags', '1,{}']);
  expect(await findingsOf(one, other)).toMatchInlineSnapshot(`
    [
      {
        "message": "it is no amount of money",
        "place": "line 2, EffectiveCost",
        "value": "n/a",
      },
      {
        "message": "prices of the estimate are in USD",
        "place": "line 4, BillingCurrency",
        "value": "EUR",
      },
      {
        "message": "Invalid Record Length: columns length is 8, got 2 on line 5",
        "place": "line 5",
        "value": undefined,
      },
      {
        "message": "the export lacks a column",
        "place": "line 1",
        "value": "BillingCurrency",
      },
      {
        "message": "the export lacks a column",
        "place": "line 1",
        "value": "ChargePeriodStart",
      },
    ]
  `);
});

it('says once that an export is wrong all over', async () => {
  const path = file('all-wrong.csv', [header, ...Array.from({ length: 80 }, () => line('x'))]);
  const found = await findingsOf(path);
  expect(found).toHaveLength(51);
  expect(found.at(-1)?.message).toBe('30 further findings like these');
});

it.each([
  ['is not there', () => join(folder, 'nothing.csv')],
  ['is packed and torn', () => file('torn.csv.gz', [header, line('1')], (text) => gzipSync(text).subarray(0, 30))],
  ['has a quote that never ends', () => file('quote.csv', [header, '1,1,USD,"2026'])],
  ['has no charges', () => file('empty.csv', [header])],
])('says that a file %s', async (_, path) => {
  expect(await findingsOf(path())).toHaveLength(1);
});
