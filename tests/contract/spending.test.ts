import { type CapabilityId, capabilities } from '../../constructs/contracts';
import type { Cloud } from '../../environments/facts';
import type { CloudSite } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import { billedSite, billedSites, watchedBudget } from '../fixtures/billed-sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

const ids = (Object.keys(capabilities) as CapabilityId[]).filter((id) => id.startsWith('spending.'));

// biome-ignore lint/suspicious/noExplicitAny: parsed JSON of a stack
type Json = any;

/** A budget, whatever its cloud calls it. */
interface Told {
  readonly name: string;
  readonly limitUsd: number;
  readonly actual: readonly number[];
  readonly forecast: readonly number[];
  readonly filter?: string;
}

interface Case {
  /** Promises that the cloud openly does not make. */
  readonly absent: readonly CapabilityId[];
  readonly budgetType: string;
  readonly told: (budget: Json) => Told;
  readonly types: RegExp;
}

const percents = (all: readonly Json[], kind: string, of: string, share: string, factor = 1): readonly number[] =>
  all.filter((one) => one[kind] === of).map((one) => one[share] * factor);

const clouds: { readonly [C in Cloud]: Case } = {
  aws: {
    absent: [],
    budgetType: 'aws_budgets_budget',
    types: /^aws_(budgets|ce|bcmdataexports)_/,
    told: ({ name, limit_amount: limit, notification, cost_filter: filter }) => ({
      name,
      limitUsd: Number(limit),
      actual: percents(notification, 'notification_type', 'ACTUAL', 'threshold'),
      forecast: percents(notification, 'notification_type', 'FORECASTED', 'threshold'),
      filter: filter?.[0].values[0],
    }),
  },
  google: {
    absent: ['spending.anomalies', 'spending.export'],
    budgetType: 'google_billing_budget',
    types: /^google_(billing_budget|bigquery_dataset)/,
    told: ({ display_name: name, amount, threshold_rules: rules, budget_filter: filter }) => ({
      name,
      limitUsd: Number(amount.specified_amount.units),
      actual: percents(rules, 'spend_basis', 'CURRENT_SPEND', 'threshold_percent', 100),
      forecast: percents(rules, 'spend_basis', 'FORECASTED_SPEND', 'threshold_percent', 100),
      filter: filter.labels && Object.entries(filter.labels).flat().join(),
    }),
  },
  azure: {
    absent: [],
    budgetType: 'azurerm_consumption_budget_subscription',
    types: /^azurerm_(consumption_budget|cost_anomaly|subscription_template)/,
    told: ({ name, amount, notification, filter }) => ({
      name,
      limitUsd: amount,
      actual: percents(notification, 'threshold_type', 'Actual', 'threshold'),
      forecast: percents(notification, 'threshold_type', 'Forecasted', 'threshold'),
      filter: filter?.tag.map((tag: Json) => [tag.name, ...tag.values].join())[0],
    }),
  },
};

const statuses = (built: SynthesizedSite, site: CloudSite) =>
  Object.fromEntries(
    checkParity({ stacks: built.stacks, manifests: built.manifests }, built.model.evidence, promises(site)).map(
      ({ capability, status }) => [capability, status],
    ),
  );

describe.each(Object.keys(clouds) as Cloud[])('what is spent on %s', (cloud) => {
  const { absent, budgetType, told, types } = clouds[cloud];
  const budgetsIn = ({ stacks }: SynthesizedSite): readonly Told[] =>
    Object.values<Json>((stacks.governance as Json)?.resource?.[budgetType] ?? {}).map(told);
  const site = billedSite(cloud);
  let built: SynthesizedSite;
  beforeAll(async () => {
    built = await synthesizeSite(site);
  });

  it('keeps every promise, or says openly that it does not', () => {
    const all = statuses(built, site);
    expect(all).toMatchObject(Object.fromEntries(ids.map((id) => [id, absent.includes(id) ? 'absent' : 'kept'])));
    expect(Object.values(all)).not.toContain('broken');
  });

  it('is held against the sum of the environment, all of an account that is its own', () => {
    expect(budgetsIn(built)).toEqual([
      { name: 'test-monthly', limitUsd: 30_000, actual: [50, 80, 100], forecast: [100], filter: undefined },
    ]);
    expect(JSON.stringify(built.stacks.governance)).toContain('platform@example.com');
  });

  it('is told of as the environment says', async () => {
    const alerts = { emails: ['money@example.com'], thresholds: [0.9, 0.25], forecast: false };
    const asked = billedSite(cloud, { budget: { monthlyUsd: 1234.5, alerts } });
    const other = await synthesizeSite(asked);
    expect(budgetsIn(other)).toEqual([
      { name: 'test-monthly', limitUsd: 1234, actual: [25, 90], forecast: [], filter: undefined },
    ]);
    const text = JSON.stringify(
      Object.entries((other.stacks.governance as Json).resource).filter(([type]) => /budget|channel/.test(type)),
    );
    expect(text).toContain('money@example.com');
    expect(statuses(other, asked)).toMatchObject({
      'spending.budgets': 'kept',
      'spending.forecast': 'idle',
      'spending.anomalies': absent.includes('spending.anomalies') ? 'absent' : 'idle',
      'spending.export-private': 'idle',
    });
  });

  it('is told apart by tags where several sites or environments have one account, and made once', async () => {
    const sharesAccount = { with: ['other'], because: 'one account for all that is tried out' };
    const [first, second] = billedSites(cloud, { two: true, site: { sharesAccount } });
    if (!first || !second) throw new Error('two sites were asked for');
    const separator = cloud === 'aws' ? '$' : ',';
    const filter = (tag: string, value: string) => `${cloud === 'aws' ? 'user:' : ''}${tag}${separator}${value}`;
    const budgets = budgetsIn(await synthesizeSite(first));
    const sorted = [...budgets].sort((a, b) => b.limitUsd - a.limitUsd || a.name.localeCompare(b.name));
    const names = [first.name, second.name].sort();
    expect(sorted.map((budget) => [budget.limitUsd, budget.filter])).toEqual([
      [30_000, filter('environment', 'test')],
      ...names.map((name) => [15_000, filter('site', name)]),
    ]);
    expect(
      Object.keys((await synthesizeSite(second)).stacks.governance?.resource ?? {}).filter((type) => types.test(type)),
    ).toEqual([]);
  });

  it('leaves nothing behind that nobody asked for', async () => {
    const quiet = billedSite(cloud, { budget: { monthlyUsd: 30_000 } });
    const without = await synthesizeSite(quiet);
    const made = Object.keys(without.stacks.governance?.resource ?? {});
    expect(made.filter((type) => types.test(type) && type !== 'google_bigquery_dataset')).toEqual([]);
    expect(ids.map((id) => statuses(without, quiet)[id])).toEqual(
      ids.map((id) => (absent.includes(id) ? 'absent' : 'idle')),
    );
    expect(JSON.stringify(without.stacks.state)).not.toMatch(/billingbudgets|bcm-data-exports|Microsoft\.Consumption/);
  });
});

it('is written down by the columns of FOCUS, by nobody but the cloud and for nobody else', async () => {
  const { stacks } = await synthesizeSite(billedSite('aws'));
  const { resource } = stacks.governance as Json;
  const [policy] = Object.entries<Json>(resource.aws_s3_bucket_policy).flatMap(([id, { policy: text }]) =>
    id.startsWith('costExport') ? [JSON.parse(text)] : [],
  );
  const allowed = policy.Statement.filter(({ Effect }: Json) => Effect === 'Allow');
  expect(allowed.map(({ Sid }: Json) => Sid)).toEqual(['BillsWritten', 'BillsLook']);
  for (const { Principal, Condition } of allowed) {
    expect(Principal).toEqual({ Service: 'bcm-data-exports.amazonaws.com' });
    expect(Condition.StringEquals).toEqual({ 'aws:SourceAccount': '123456789012' });
  }
  const [written] = Object.values<Json>(resource.aws_bcmdataexports_export);
  expect(written.provider).toBe('aws.bills');
  expect(written.export[0].data_query[0].query_statement).toMatch(
    /^SELECT .*BilledCost, .*Tags, .* FROM FOCUS_1_0_AWS$/,
  );
});

it('is put on bills by who pays, and only when asked', async () => {
  const tagsOf = async (activateTags: boolean, site = {}) => {
    const budget = { ...watchedBudget, monthlyUsd: 1, alerts: { activateTags } };
    const { resource } = (await synthesizeSite(billedSite('aws', { budget, site }))).stacks.governance as Json;
    return Object.values<Json>(resource.aws_ce_cost_allocation_tag ?? {});
  };
  expect(await tagsOf(false)).toEqual([]);
  expect((await tagsOf(true)).map((tag) => [tag.provider, tag.tag_key, tag.status])).toContainEqual([
    'aws.payer',
    'service',
    'Active',
  ]);
  expect((await tagsOf(true, { organisationRole: undefined })).map(({ provider }) => provider)).not.toContain(
    'aws.payer',
  );
});
