import { dangerOf } from '../../../policies/dangerous-types';
import { countsOf, dangersOf, explainPlan, isEmptyPlan, weakenedBy } from '../../../runbooks/deploy/explain-plan';
import { planMarkdown, planText } from '../../../runbooks/deploy/plan-words';
import type { Change, ResourceChange, TerraformPlan } from '../../../runbooks/deploy/terraform-plan';

const change = (address: string, change: Change, rest: Partial<ResourceChange> = {}): ResourceChange => ({
  address,
  mode: 'managed',
  type: address.split('.')[0] ?? '',
  name: address.split('.')[1] ?? '',
  change,
  ...rest,
});
const planOf = (...changes: ResourceChange[]): TerraformPlan => ({ resource_changes: changes });
const explain = (plan: TerraformPlan) => explainPlan('test-data', plan);

const replaced = change('aws_db_instance.tracking', {
  actions: ['delete', 'create'],
  before: { identifier: 'one', allocated_storage: 20, arn: 'x' },
  after: { identifier: 'two', allocated_storage: 20 },
  after_unknown: { arn: true },
  replace_paths: [['identifier']],
});

it('says why a database is replaced, what is lost and what to do instead', () => {
  const plan = explain(planOf(change('aws_vpc.a', { actions: ['create'], before: null, after: {} }), replaced));
  expect(countsOf(plan)).toEqual({ make: 1, change: 0, replace: 1, remove: 0 });
  expect(dangersOf(plan).map(({ address, danger }) => [address, danger.kind])).toEqual([
    ['aws_db_instance.tracking', 'data'],
  ]);
  expect(planText(plan)).toMatchInlineSnapshot(`
"test-data: 1 to make, 0 to change, 1 to replace, 0 to remove
  DANGER replaces aws_db_instance.tracking
      because identifier changes: "one" -> "two"
      lost: what is stored in it, but for backups that are kept elsewhere
      instead: make the new one beside it under a name of its own, copy the data, change over, and remove this one last
  makes aws_vpc.a
"
`);
});

it.each([
  'aws_kms_key',
  'google_container_cluster',
  'azurerm_virtual_network',
  'aws_iam_role',
  'azurerm_resource_group',
])('stops at the loss of %s, and not at one of its rules', (type) => {
  const gone: Change = { actions: ['delete'], before: {}, after: null };
  const plan = explain(planOf(change(`${type}.a`, gone), change('aws_vpc_security_group_ingress_rule.a', gone)));
  expect(dangersOf(plan).map(({ address }) => address)).toEqual([`${type}.a`]);
});

it('never shows a secret, wherever it stands', () => {
  const plan = explain({
    resource_changes: [
      change('aws_db_instance.a', {
        actions: ['update'],
        before: { password: 'hunter2', list: [{ token: 'hunter3', port: 1 }], whole: { deep: 'hunter4' } },
        after: { password: 'hunter5', list: [{ token: 'hunter6', port: 2 }], whole: { deep: 'hunter7' } },
        before_sensitive: { password: true, list: [{ token: true }], whole: true },
        after_sensitive: { password: true, list: [{ token: true }], whole: true },
      }),
      change('aws_db_instance.b', {
        actions: ['delete', 'create'],
        before: { list: ['hunter8'] },
        after: { list: ['hunter9', 'hunter1'] },
        before_sensitive: {},
        after_sensitive: { list: [true, false] },
        replace_paths: [['list']],
      }),
    ],
  });
  for (const shown of [planText(plan), planMarkdown(plan), JSON.stringify(plan)]) expect(shown).not.toContain('hunter');
  expect(planText(plan)).toContain('list[0].port: 1 -> 2');
});

it('names what takes protection away, without a stop', () => {
  const before = {
    deletion_protection: true,
    publicly_accessible: false,
    backup_retention_period: 7,
    tags: { a: '1' },
  };
  const after = { deletion_protection: false, publicly_accessible: true, backup_retention_period: 1, tags: { a: '2' } };
  const plan = explain(planOf(change('aws_db_instance.a', { actions: ['update'], before, after })));
  expect(weakenedBy(plan).map(({ path }) => path)).toEqual([
    'deletion_protection',
    'publicly_accessible',
    'backup_retention_period',
  ]);
  expect(dangersOf(plan)).toEqual([]);
  expect(planText(plan)).toContain('deletion_protection: true -> false (takes protection away)');
});

it('tells drift apart from what the build changes', () => {
  const plan = explain({
    resource_changes: [change('aws_s3_bucket.a', { actions: ['no-op'], before: {}, after: {} })],
    resource_drift: [
      change('aws_vpc.a', { actions: ['update'], before: { tags: { x: '1' } }, after: { tags: { x: '2' } } }),
      change('aws_vpc.b', { actions: ['delete'], before: {}, after: null }),
      change('aws_vpc.c', { actions: ['update'], before: { list: null }, after: { list: [] } }),
    ],
  });
  expect(isEmptyPlan(plan)).toBe(true);
  expect(planText(plan)).toMatchInlineSnapshot(`
"test-data: 0 to make, 0 to change, 0 to replace, 0 to remove
  drift: somebody changed aws_vpc.a without Terraform
      tags.x: "1" -> "2"
  drift: somebody removed aws_vpc.b without Terraform
"
`);
});

it('takes no notice of what a cloud counts on by itself', () => {
  const before = { tags: { x: '1' }, latest_restorable_time: '21:30', size: 1 };
  const after = { tags: { x: '2' }, latest_restorable_time: '21:34', size: 2 };
  const { drift } = explain({
    configuration: {
      root_module: { resources: [{ address: 'aws_db_instance.a', expressions: { size: { constant_value: 1 } } }] },
    },
    resource_drift: [
      change('aws_db_instance.a[0]', { actions: ['update'], before, after }),
      change('aws_db_instance.a[1]', {
        actions: ['update'],
        before,
        after: { ...before, latest_restorable_time: 'x' },
      }),
    ],
  });
  expect(drift.map(({ address, attributes }) => [address, ...attributes.map(({ path }) => path)])).toEqual([
    ['aws_db_instance.a[0]', 'tags.x', 'size'],
  ]);
});

it('tells what is made by type where it is much, and passes over what is only read', () => {
  const made = (address: string, mode: 'managed' | 'data' = 'managed') =>
    change(address, { actions: [mode === 'data' ? 'read' : 'create'], before: null, after: {} }, { mode });
  const plan = explain(
    planOf(...Array.from({ length: 7 }, (_, index) => made(`aws_eip.n${index}`)), made('aws_ami.x', 'data')),
  );
  expect(planText(plan)).toBe('test-data: 7 to make, 0 to change, 0 to replace, 0 to remove\n  makes 7: aws_eip (7)\n');
});

it('knows takeovers, moves, what is let go, and why something is removed', () => {
  const same = { before: { a: 1 }, after: { a: 1 } };
  const plan = explain(
    planOf(
      change('aws_eip.a', { actions: ['no-op'], ...same, importing: { id: 'x' } }),
      change('aws_eip.b', { actions: ['no-op'], ...same }, { previous_address: 'aws_eip.old' }),
      change('aws_eip.c', { actions: ['forget'], before: {}, after: null }),
      change(
        'aws_route.d',
        { actions: ['delete'], before: {}, after: null },
        { action_reason: 'delete_because_no_resource_config' },
      ),
      change('aws_eip.e', { actions: ['delete'], before: {}, after: null }, { deposed: '1234' }),
    ),
  );
  expect(plan.changes.map(({ kind, address, because, from }) => [kind, address, because ?? from])).toEqual([
    ['removes', 'aws_eip.e', 'an earlier replacement left it behind'],
    ['removes', 'aws_route.d', 'the build no longer has it'],
    ['takes over', 'aws_eip.a', undefined],
    ['moves', 'aws_eip.b', 'aws_eip.old'],
    ['lets go', 'aws_eip.c', undefined],
  ]);
});

it('is not empty where only outputs change', () => {
  const plan = explain({ output_changes: { one: { actions: ['create'] }, two: { actions: ['no-op'] } } });
  expect([plan.outputs, isEmptyPlan(plan)]).toEqual([['one'], false]);
});

it('folds all but dangers in a comment, and lets no value become markup', () => {
  const text = planMarkdown(
    explain(
      planOf(
        replaced,
        change('aws_eip.a', { actions: ['update'], before: { name: 'a' }, after: { name: '</details><b>' } }),
      ),
    ),
  );
  expect(text.indexOf('DANGER')).toBeLessThan(text.indexOf('<details>'));
  expect(text).toContain('name: "a" -&#62; "&#60;/details&#62;&#60;b&#62;"');
});

it('knows nothing of a type that can simply be made anew', () => expect(dangerOf('aws_route')).toBeUndefined());

describe('a database whose creation was cut short', () => {
  const anew = (reason: string) =>
    planOf(
      change('aws_db_instance.a', { actions: ['delete', 'create'], before: {}, after: {} }, { action_reason: reason }),
    );

  it.each([
    ['is made anew without a word', 'replace_because_tainted', ['aws_db_instance.a'], 0],
    ['is a loss where nobody knows that', 'replace_because_tainted', ['aws_db_instance.b'], 1],
    ['is a loss where something else is the reason', 'replace_by_request', ['aws_db_instance.a'], 1],
  ])('%s', (_, reason, halfMade, dangers) =>
    expect(dangersOf(explainPlan('test-data', anew(reason), halfMade))).toHaveLength(dangers),
  );
});
