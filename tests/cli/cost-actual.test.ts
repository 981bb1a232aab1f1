import { environmentInput, siteInputs } from '../fixtures/environment';
import { Workspace } from './run-cli';

const workspace = new Workspace();
const header =
  'EffectiveCost,BilledCost,BillingCurrency,ChargePeriodStart,ChargePeriodEnd,ProviderName,ServiceName,Tags';
const day = 'USD,2026-10-01T00:00:00Z,2026-10-02T00:00:00Z,AWS,Amazon RDS';
const tags =
  '"{""environment"":""small"",""site"":""small-aws-eu-west-1"",""service"":""tracking"",""owner"":""team""}"';

beforeAll(() => {
  workspace.write({
    'environments/small.ts': `export default ${JSON.stringify(environmentInput({ name: 'small', sites: [siteInputs.aws] } as never))};\n`,
    'october.csv': [header, `10.005,12,${day},${tags}`, `2.5,2.5,${day},`].join('\n'),
    'wrong.csv': [header, `ten,12,${day.replace('USD', 'EUR')},${tags}`].join('\n'),
  });
});
afterAll(() => workspace.remove());

it('holds what a cloud charged against the estimate of the same days', () => {
  const { code, stdout } = workspace.run('cost', 'small', '--actual', 'october.csv', '--period', '2026-10', '--json');
  expect(code).toBe(0);
  const told = JSON.parse(stdout);
  expect(told).toMatchObject({
    period: { from: '2026-10-01', until: '2026-11-01' },
    actual: 12.51,
    untagged: { total: 2.5, largest: [{ provider: 'AWS', product: 'Amazon RDS', actual: 2.5 }] },
  });
  expect(told.estimated).toBeGreaterThan(100);
  expect(told.difference).toBeCloseTo(told.actual - told.estimated, 2);
});

it('shows it to people, and in a comment', () => {
  const { stdout } = workspace.run('cost', 'small', '--actual', 'october.csv', '--format', 'markdown');
  expect(stdout).toContain('| service | estimated | actual | difference | actual of estimated |');
  expect(stdout).toMatch(/2\.50 have no tag that says a site/);
});

it('says who pays, of an invoice and of the estimate, to the cent', () => {
  const paid = workspace.run(
    'cost',
    'small',
    '--actual',
    'october.csv',
    '--costs',
    'billed',
    '--chargeback',
    'owner',
    '--json',
  );
  expect(JSON.parse(paid.stdout)).toMatchObject({
    total: 14.5,
    rows: [{ payer: 'team', direct: 12, shared: 2.5, total: 14.5 }],
  });
  const planned = JSON.parse(workspace.run('cost', 'small', '--chargeback', '--json').stdout);
  expect(planned.by).toBe('service');
  const cents = planned.rows.reduce((sum: number, { total }: { total: number }) => sum + Math.round(total * 100), 0);
  expect(cents).toBe(Math.round(planned.total * 100));
});

it('says all that is wrong with an export, and with the command line, at once', () => {
  const { code, stdout, stderr } = workspace.run('cost', 'small', '--actual', 'wrong.csv');
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain('COST_ACTUAL wrong.csv line 2, EffectiveCost');
  expect(stderr).toContain('COST_ACTUAL wrong.csv line 2, BillingCurrency');
  const days = workspace.run('cost', 'small', '--period', '2026-13', '--costs', 'billed');
  expect(days.code).toBe(2);
  expect(days.stderr.match(/COST_INPUT/g)).toHaveLength(3);
});
