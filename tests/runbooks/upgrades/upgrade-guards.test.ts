import type { TypedOptions } from '../../../runbooks/catalogue/option-kinds';
import type { RecoveryContext } from '../../../runbooks/recovery/recovery-scope';
import { followingEnvironment } from '../../fixtures/following-databases';
import { bound, recoveryEnvironment } from '../recovery-input';

const site = 'test-aws-eu-west-1';
const codesOf = async (name: string, options: TypedOptions, environment = recoveryEnvironment()) => {
  const { runbook, input } = await bound(name, options, environment);
  const found = (runbook.guards?.(input) ?? []).map(({ findings }) => findings({} as RecoveryContext));
  return (await Promise.all(found)).flat().map(({ code }) => code);
};
const database = { service: 'tracking', need: 'database', site };

it('upgrades a database that the cloud runs, at an earlier version, and that no copy follows', async () => {
  expect(await codesOf('upgrade-database', { ...database, to: '18' })).toEqual([]);
  expect(await codesOf('upgrade-database', { ...database, to: '17' })).toEqual(['UPGRADE_DOWNGRADE']);
  expect(await codesOf('upgrade-database', { ...database, to: '16' })).toEqual(['UPGRADE_DOWNGRADE']);
  expect(await codesOf('upgrade-database', { ...database, need: 'nothing', to: '18' })).toEqual(['RUNBOOK_OPTION']);
});

it('refuses a database in the cluster, and one that another site follows', async () => {
  const environment = followingEnvironment(['aws', 'google']);
  const [copy] = environment.sites
    .flatMap(({ recovery }) => recovery?.copies ?? [])
    .filter(({ mechanism }) => mechanism === 'postgres.archive-replica');
  if (!copy) throw new Error('no database is followed');
  const codes = await codesOf(
    'upgrade-database',
    { service: copy.service, need: copy.need, site: copy.from.name, to: '18' },
    environment,
  );
  expect(codes).toEqual(expect.arrayContaining(['RUNBOOK_SITE', 'UPGRADE_BLOCKED']));
});

it('moves a cluster only to what the file states', async () => {
  expect(await codesOf('upgrade-kubernetes', { site, to: '1.35' })).toEqual([]);
  expect(await codesOf('upgrade-kubernetes', { site, to: '1.36' })).toEqual(['RUNBOOK_OPTION']);
  await expect(bound('upgrade-kubernetes', { site, to: '36' })).rejects.toThrow('INVALID_VALUE');
});
