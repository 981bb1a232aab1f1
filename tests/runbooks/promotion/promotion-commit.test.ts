import { messageOf } from '../../../runbooks/promotion/promotion-commit';
import { promotionReport } from '../../fixtures/promotion-report';

const report = promotionReport({
  gates: [{ id: 'freeze', title: 'no freeze', status: 'waived', why: 'a hotfix\npasses' }],
  components: [
    { path: 'images/registry/one', before: 'sha256:1', after: 'sha256:2' },
    { path: 'models/serving/churn', before: 'registry churn 6', after: 'registry churn 7' },
    { path: 'featureViews/churn', after: 'team folder 3' },
    { path: 'models/serving/old', before: 'registry old 1' },
  ],
});
const { release: id } = report;
const promotion = {
  from: 'staging',
  release: id,
  at: '2026-11-22T12:00:00Z',
  askedBy: 'ada@example.com',
  approvedBy: ['grace@example.com'],
  waves: [['prod-aws-eu-central-1'], ['prod-aws-eu-west-1']],
  done: 1,
} as unknown as Parameters<typeof messageOf>[1];

const lines = messageOf(report, promotion).split('\n');

it('names versions of models and feature views that come and go, and leaves images to the lock', () => {
  expect(lines.filter((line) => line.includes('->'))).toEqual([
    'models/serving/churn: registry churn 6 -> registry churn 7',
    'featureViews/churn: none -> team folder 3',
    'models/serving/old: registry old 1 -> none',
  ]);
});

it('says who, which release, which wave and what was waived, where Git finds it', () => {
  expect(lines[0]).toBe(`Promote staging to prod: ${id.slice(0, 12)}, wave 1 of 2`);
  expect(lines).toEqual(
    expect.arrayContaining([
      `Release: ${id}`,
      'Wave: 1/2',
      'Asked-by: ada@example.com',
      'Approved-by: grace@example.com',
      'Waived: freeze',
      'Gate freeze is waived; a hotfix passes',
    ]),
  );
});
