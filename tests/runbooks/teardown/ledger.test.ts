import type { Leftover } from '../../../policies/cost/leftovers/after-destroy';
import type { Left } from '../../../runbooks/orphans/judge-things';
import { isOpen, ledgerOf } from '../../../runbooks/teardown/ledger';

const site = 'dev-aws-eu-west-1';

const leftover = (more: Partial<Leftover>): Leftover => ({
  how: 'kept',
  site,
  stack: 'data',
  address: 'aws_s3_bucket.tables',
  names: ['acme-dev-tables'],
  what: 'locked objects',
  why: 'object lock',
  days: 30,
  monthly: 2.3,
  lines: [],
  ...more,
});

const left = (more: Partial<Left>): Left => ({
  verdict: 'orphan',
  site,
  cloud: 'aws',
  account: '111111111111',
  region: 'eu-west-1',
  id: 'arn:aws:ec2:eu-west-1:111111111111:volume/vol-1',
  type: 'ec2:volume',
  why: 'the cluster of the site signed it',
  monthly: 8,
  remove: 'aws ec2 delete-volume --volume-id vol-1',
  ...more,
});

const ledger = (more: Partial<Parameters<typeof ledgerOf>[0]>) =>
  ledgerOf({ environment: 'dev', on: '2026-11-22', stacks: [], states: [], leftovers: [], found: [], ...more });

const told = (more: Parameters<typeof ledger>[0]) =>
  ledger(more).entries.map(({ kind, what, until, monthly }) => [kind, what, until, monthly]);

it('has nothing where nothing remains', () => {
  expect(ledger({ stacks: [{ name: `${site}-data`, isGone: true }] })).toEqual({
    environment: 'dev',
    on: '2026-11-22',
    currency: 'USD',
    monthlyTotal: 0,
    entries: [],
  });
});

it('says until when something is kept, counted from the day of the teardown', () => {
  expect(
    told({ leftovers: [leftover({}), leftover({ names: ['x'], what: 'snapshots', days: null, monthly: 1 })] }),
  ).toEqual([
    ['expected', 'locked objects of aws_s3_bucket.tables', '2026-12-22', 2.3],
    ['expected', 'snapshots of aws_s3_bucket.tables', null, 1],
  ]);
});

it('names what a cloud listed once, by what the cloud says', () => {
  const kept = left({
    verdict: 'kept',
    type: 's3:bucket',
    id: 'arn:aws:s3:::acme-dev-tables',
    keptBy: 'object lock',
    days: 30,
    monthly: 2.3,
  });
  expect(told({ leftovers: [leftover({})], found: [kept] })).toEqual([
    ['kept', 's3:bucket arn:aws:s3:::acme-dev-tables', '2026-12-22', 2.3],
  ]);
});

it('names orphans before what is kept on purpose, each with what deletes it', () => {
  const { entries, monthlyTotal } = ledger({
    leftovers: [leftover({ names: ['other'] })],
    found: [left({ monthly: 1 }), left({ id: 'vol-2', monthly: null }), left({ id: 'vol-3' })],
  });
  expect(entries.map(({ kind, what }) => `${kind} ${what}`)).toEqual([
    'orphan ec2:volume vol-3',
    'orphan ec2:volume arn:aws:ec2:eu-west-1:111111111111:volume/vol-1',
    'orphan ec2:volume vol-2',
    'expected locked objects of aws_s3_bucket.tables',
  ]);
  expect(entries[0]?.remove).toBe('aws ec2 delete-volume --volume-id vol-1');
  expect(monthlyTotal).toBeCloseTo(11.3);
});

it('tells stacks that stand, and not of what lies in them a second time', () => {
  const stacks = [
    { name: `${site}-data`, isGone: false, why: 'a bucket is not empty' },
    { name: `${site}-network`, isGone: true },
  ];
  expect(
    told({
      stacks,
      leftovers: [leftover({}), leftover({ stack: 'network', names: ['logs'], address: 'aws_flow_log.all' })],
    }),
  ).toEqual([
    ['stack', 'a stack, with all that is in it', null, null],
    ['expected', 'locked objects of aws_flow_log.all', '2026-12-22', 2.3],
  ]);
});

it('says nothing of what a destroy would not leave by itself', () => {
  expect(told({ leftovers: [leftover({ how: 'undrained' }), leftover({ how: 'refused' })] })).toEqual([]);
});

it('names the places of states apart, and nothing that lies in them twice', () => {
  const vault = leftover({ stack: 'state', names: ['vault'], address: 'aws_kms_key.state' });
  expect(told({ states: [site], leftovers: [vault] })).toEqual([
    ['states', 'the place of the states, with their history', null, null],
  ]);
});

it('is open while somebody has to do something', () => {
  expect(isOpen(ledger({ states: [site], leftovers: [leftover({})] }))).toBe(false);
  expect(isOpen(ledger({ found: [left({})] }))).toBe(true);
  expect(isOpen(ledger({ stacks: [{ name: `${site}-data`, isGone: false }] }))).toBe(true);
});
