import { gateway } from '../../services';

const exemption = {
  route: 'models/churn',
  rules: [942100],
  reason: 'names of customers look like SQL',
  until: '2026-12-31',
};
const complaintsOf = (waf: object) => gateway.complaints?.(gateway.config.parse({ waf }), new Set()) ?? [];

test('only looks, until somebody lets it block; and lets nobody in where it is broken', () => {
  expect(gateway.config.parse({ waf: {} }).waf).toMatchObject({ mode: 'detect', whenBroken: 'refuse', paranoia: 1 });
});

test('an exemption with a reason and an end is fine', () => {
  expect(complaintsOf({ exemptions: [exemption], reviewed: '2026-11-01' })).toEqual([]);
});

test.each([
  ['that had ended', { exemptions: [exemption], reviewed: '2027-01-01' }, 'waf.exemptions.0.until', 'had ended'],
  [
    'that ends in years',
    { exemptions: [exemption], reviewed: '2024-01-01' },
    'waf.exemptions.0.until',
    'without anybody',
  ],
  ['that nobody has looked at', { exemptions: [exemption] }, 'waf.reviewed', 'last looked at'],
])('an exemption %s is refused', (_what, waf, path, message) => {
  expect(complaintsOf(waf)).toEqual([
    expect.objectContaining({
      code: 'SERVICE_CONFLICT',
      path,
      message: expect.stringContaining(message),
      allowed: expect.any(Array),
    }),
  ]);
});

test.each([
  ['without a reason', { reason: undefined }],
  ['with a reason that says nothing', { reason: '   because' }],
  ['without an end', { until: undefined }],
  ['that ends on no day', { until: '2026-02-31' }],
  ['of a rule that is not of the Core Rule Set', { rules: [5] }],
])('an exemption %s is no exemption', (_what, part) => {
  const waf = { exemptions: [{ ...exemption, ...part }], reviewed: '2026-11-01' };
  expect(gateway.config.safeParse({ waf }).success).toBe(false);
});
