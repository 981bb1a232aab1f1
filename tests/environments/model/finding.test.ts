import { type Finding, formatFinding } from '../../../environments/model/finding';

const finding: Finding = {
  code: 'OUT_OF_RANGE',
  file: 'environments/prod.ts',
  place: 'sites[0].addressSlot',
  message: 'too large',
  value: 300,
  allowed: ['0', '1'],
  fix: 'take a smaller one',
};

it('gives code, place, value, what is allowed, and the fix', () =>
  expect(formatFinding(finding)).toBe(
    'OUT_OF_RANGE environments/prod.ts sites[0].addressSlot: too large (got 300)\n    allowed: 0, 1\n    fix: take a smaller one',
  ));

it.each([
  [{ file: '', place: '' }, 'OUT_OF_RANGE: too large'],
  [{ file: '' }, 'OUT_OF_RANGE sites[0].addressSlot: too large'],
  [{ place: '' }, 'OUT_OF_RANGE environments/prod.ts: too large'],
])('leaves no gap where there is no file or no place: %j', (change, head) =>
  expect(formatFinding({ ...finding, ...change })).toContain(head),
);

it('shortens long values and long lists', () => {
  const text = formatFinding({
    ...finding,
    value: 'x'.repeat(500),
    allowed: Array.from({ length: 100 }, (_, at) => `word-${at}`),
  });
  expect(text.length).toBeLessThan(600);
  expect(text).toMatch(/and \d+ more/);
});
