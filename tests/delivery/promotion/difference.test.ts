import { promotionDifference } from '../../../delivery/promotion/difference';

const infra = (size: string) =>
  JSON.stringify({
    provider: { aws: [{ region: 'eu-west-1' }] },
    resource: {
      aws_db_instance: {
        one: { instance_class: size, engine: 'postgres', allocated_storage: 100, storage_type: 'gp3' },
      },
    },
  });
const treeOf = (size: string) => new Map([['site-aws-eu-west-1/infra/data/cdk.tf.json', infra(size)]]);
const between = (
  before: string,
  after: string,
  recovery: string | undefined = undefined,
): ReturnType<typeof promotionDifference> =>
  promotionDifference(
    { tree: treeOf(before), recovery },
    { tree: treeOf(after), recovery: undefined },
    undefined,
    'test.ts',
  );

it('the same tree changes nothing, costs the same and has no risk', () => {
  const { changes, money, recovery, risks } = between('db.m7g.large', 'db.m7g.large');
  expect({ changes, recovery, risks, change: money.change }).toEqual({
    changes: [],
    recovery: [],
    risks: [],
    change: 0,
  });
});

it('a larger database costs more, and is named as what keeps data', () => {
  const { changes, money, risks } = between('db.m7g.large', 'db.m7g.xlarge');
  expect(changes).toMatchObject([{ change: 'changed', kind: 'aws_db_instance', stateful: true }]);
  expect(changes[0]).not.toHaveProperty('before');
  expect(money.change).toBeGreaterThan(0);
  expect(risks.map(({ kind }) => kind)).toEqual(['data-changed']);
});

it('says why nobody can compare what is promised', () =>
  expect(between('db.m7g.large', 'db.m7g.large', 'it cannot be read')).toMatchObject({
    recovery: null,
    recoveryUnknown: 'it cannot be read',
  }));
