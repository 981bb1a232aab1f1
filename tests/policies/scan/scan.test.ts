import { judgeScan, type ScanExemption, type ScanFinding } from '../../../policies';
import { stackExemptions } from '../../../policies/scan/stack-exemptions';
import { workloadExemptions } from '../../../policies/scan/workload-exemptions';

const today = '2026-11-21';
const bucket: ScanFinding = {
  check: 'CKV_AWS_18',
  title: 'access is logged',
  type: 'aws_s3_bucket',
  address: 'dev/dev-aws/data/aws_s3_bucket.files',
};
const exemption: ScanExemption = {
  check: 'CKV_AWS_18',
  type: 'aws_s3_bucket',
  kind: 'later',
  reason: 'not yet',
  until: '2027-06-30',
};
const verdictOf = (exemptions: readonly ScanExemption[], findings: readonly ScanFinding[] = [bucket]) =>
  judgeScan(findings, exemptions, today);

it('lets a failed check stand that is exempted', () => {
  const clean = { unexplained: [], idle: [], expired: [], tooLong: [] };
  expect(verdictOf([exemption])).toEqual(clean);
  expect(verdictOf([{ ...exemption, type: '*', where: /^dev\/dev-aws\// }])).toEqual(clean);
});

it.each<[string, Partial<ScanExemption>]>([
  ['another check', { check: 'CKV_AWS_19' }],
  ['another type', { type: 'aws_db_instance' }],
  ['another place', { where: /^prod\// }],
])('does not let one stand by an exemption of %s, which then is of no use', (_, other) => {
  const wrong = { ...exemption, ...other };
  expect(verdictOf([wrong])).toMatchObject({ unexplained: [bucket], idle: [wrong] });
});

it.each([
  ['2026-11-20', 'expired'],
  ['2027-11-22', 'tooLong'],
] as const)('complains of one until %s: %s', (until, as) => {
  const dated = { ...exemption, until };
  expect(verdictOf([dated])[as]).toEqual([dated]);
  expect(verdictOf([exemption])[as]).toEqual([]);
});

it('an exemption holds on its last day, and a year ahead', () => {
  for (const until of [today, '2027-11-21']) {
    expect(verdictOf([{ ...exemption, until }])).toMatchObject({ expired: [], tooLong: [] });
  }
});

describe('what is exempted', () => {
  const all = [...stackExemptions, ...workloadExemptions];

  it('has a check, a day and a reason', () => {
    for (const { check, until, reason } of all) {
      expect(check).toMatch(/^CKV2?_[A-Z0-9]+_\d+$/);
      expect(until).toMatch(/^\d{4}-\d{2}-\d{2}$/);
      expect(reason.length).toBeGreaterThan(20);
    }
  });

  it('stands there once', () => {
    const places = all.map(({ check, type, where }) => `${check} ${type} ${where}`);
    expect(places).toEqual([...new Set(places)]);
  });
});
