import { showDocument } from '../../cli/document';
import { historyText, promotionText, revertText } from '../../cli/promotion-text';
import type { PromotionReport } from '../../runbooks/promotion/promotion-commit';
import { promotionReport } from '../fixtures/promotion-report';

const report = promotionReport({
  components: [
    { path: 'images/registry/one', before: 'sha256:1', after: 'sha256:2' },
    { path: 'models/serving/churn', before: 'registry churn 6', after: 'registry churn 7' },
    { path: 'charts/new', after: '1.0.0' },
  ],
  difference: {
    changes: [
      { site: 's', type: 'object', kind: 'ConfigMap', name: 'ml/one', change: 'changed', stateful: false },
      { site: 's', type: 'resource', kind: 'aws_db_instance', name: 'data.one', change: 'removed', stateful: true },
    ],
    money: { before: 10, after: 12, change: 2, lines: [], labels: [] },
    recovery: null,
    recoveryUnknown: 'the file\u001b[2J cannot be read',
    risks: [
      { kind: 'data-removed', where: 's aws_db_instance data.one', message: 'with it goes what is stored in it' },
    ],
  } as unknown as PromotionReport['difference'],
});
const shown = (change: Partial<PromotionReport> = {}): string =>
  showDocument(promotionText({ ...report, ...change }), 'markdown');

it('shows what keeps data first, gates, money and risks, and lets nothing steer a terminal', () => {
  const text = shown();
  expect(text.indexOf('aws_db_instance')).toBeLessThan(text.indexOf('ConfigMap'));
  for (const part of ['removed, keeps data', 'no freeze is on', '+2', 'data-removed', 'Wave 1 of 2'])
    expect(text).toContain(part);
  expect(text).not.toContain('\u001b');
});

it('shows what is new in the release, models first', () => {
  const text = shown();
  expect(text.indexOf('registry churn 7')).toBeLessThan(text.indexOf('sha256:2'));
  expect(text).toMatch(/charts\/new +\| +none +\| +1\.0\.0/);
  expect(shown({ components: [] })).not.toContain('New in the release');
});

it.each<[string, Partial<PromotionReport>, string]>([
  ['a plan', {}, 'Planned: nothing was written.'],
  ['a commit', { commit: 'c'.repeat(40) }, 'evenkeel promote staging prod --continue'],
  ['a commit on a branch', { commit: 'c'.repeat(40), branch: 'hotfix', waiting: [] }, 'on branch hotfix.'],
  [
    'what is held',
    { findings: [{ code: 'PROMOTION_HELD', file: 'f', place: 'gate soak', message: 'm', fix: 'f' }] },
    'Held: nothing was written.',
  ],
])('ends with %s', (_what, change, end) => expect(shown(change)).toContain(end));

it('tells a way back, and a history', () => {
  const back = revertText({
    environment: 'prod',
    from: 'a'.repeat(64),
    to: { release: 'b'.repeat(64), commit: 'd'.repeat(40) },
    gates: report.gates,
    changes: [],
    notes: ['the file was changed since'],
    findings: [],
  });
  expect(showDocument(back, 'text')).toContain('Planned: nothing was written.');
  expect(showDocument(back, 'text')).toContain('Note: the file was changed since.');
  expect(historyText('prod', [])).toEqual(['prod: nothing was promoted yet.']);
});
