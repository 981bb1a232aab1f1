import { orderFindings, wayTo } from '../../../delivery/promotion/order';

const steps = [{ name: 'dev' }, { name: 'staging', promotedFrom: 'dev' }, { name: 'prod', promotedFrom: 'staging' }];
const [, , prod] = steps as [(typeof steps)[0], (typeof steps)[0], (typeof steps)[0]];

it('knows the way of a release', () => expect(wayTo('prod', steps)).toEqual(['dev', 'staging', 'prod']));

it('lets a release go one step', () => expect(orderFindings('staging', prod, steps, 'f')).toEqual([]));

it('refuses to skip an environment, with the commands of the way', () => {
  const [finding] = orderFindings('dev', prod, steps, 'environments/prod.ts');
  expect(finding).toMatchObject({ code: 'PROMOTION_SKIPS', value: 'dev', allowed: ['staging'] });
  expect(finding?.fix).toContain('`evenkeel promote dev staging`, then `evenkeel promote staging prod`');
});

it.each([
  ['says nothing of where releases come from', { name: 'prod' }, steps],
  ['comes from an environment that is not there', { name: 'prod', promotedFrom: 'stage' }, steps],
  ['comes from itself', { name: 'prod', promotedFrom: 'prod' }, [{ name: 'prod', promotedFrom: 'prod' }]],
])('refuses a target that %s', (_what, target, all) =>
  expect(orderFindings('staging', target, all, 'f')).toMatchObject([{ code: 'PROMOTION_SKIPS' }]),
);
