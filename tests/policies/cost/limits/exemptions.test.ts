import type { CostExemption } from '../../../../environments/schema/budget-schema';
import type { Breach } from '../../../../policies/cost/limits/breach';
import { endedExemptions } from '../../../../policies/cost/limits/ended-exemptions';
import { breachFindings, idleExemptions } from '../../../../policies/cost/limits/judge-breaches';

const breach = (subject: string, more: Partial<Breach> = {}): Breach => ({
  limit: 'tags',
  code: 'COST_TAGS',
  site: 'one',
  place: 'budget.tags',
  subject,
  message: 'without owner',
  fix: 'give it one',
  ...more,
});
const exemption = (where: string, more: Partial<CostExemption> = {}): CostExemption => ({
  limit: 'tags',
  where,
  owner: 'us',
  reason: 'it goes next month',
  until: '2026-12-31',
  ...more,
});
const brief = (exemptions: readonly CostExemption[], breaches = [breach('one data a.b'), breach('one data c.d')]) =>
  breachFindings(breaches, exemptions, 'file.ts', 'one').map(({ code, message }) => `${code} ${message}`);

it('tells what breaks one limit in one way once, with the first of its subjects', () => {
  const many = ['e', 'd', 'c', 'b', 'a'].map((name) => breach(`one data ${name}`));
  expect(brief([], many)).toEqual(['COST_TAGS one data a, one data b, one data c and 2 more: without owner']);
  expect(brief([], [breach('x'), breach('y', { message: 'without site' }), breach('z', { site: 'other' })])).toEqual([
    'COST_TAGS x: without owner',
    'COST_TAGS y: without site',
  ]);
});

it('exempts what is named, from the limit that is named, and nothing else', () => {
  expect(brief([exemption('data a.')])).toEqual(['COST_TAGS one data c.d: without owner']);
  expect(brief([exemption('one data')])).toEqual([]);
  expect(brief([exemption('one data', { limit: 'retention' })])).toHaveLength(1);
});

it('finds an exemption that exempts nothing', () => {
  const breaches = [breach('one data a.b')];
  const idle = (one: CostExemption) => idleExemptions(breaches, [exemption('a.b'), one], 'file.ts');
  expect(idle(exemption('one data'))).toEqual([]);
  expect(idle(exemption('c.d'))).toMatchObject([
    { code: 'COST_EXEMPTION', place: 'budget.exemptions[1]', value: 'c.d' },
  ]);
  expect(idle(exemption('a.b', { limit: 'gpuHours' }))).toHaveLength(1);
});

it('holds to its last day, and fires on the next', () => {
  const on = (day: string) => endedExemptions([exemption('a.b')], 'file.ts', day);
  expect(on('2026-12-31')).toEqual([]);
  expect(on('2027-01-01')).toMatchObject([
    {
      code: 'COST_EXEMPTION',
      file: 'file.ts',
      place: 'budget.exemptions[0].until',
      value: '2026-12-31',
      message: 'a.b was exempted from tags until then (us: it goes next month)',
    },
  ]);
});

it('reaches a year ahead, and no further', () => {
  const until = (day: string) => endedExemptions([exemption('a.b', { until: day })], 'file.ts', '2026-11-22');
  expect(until('2027-11-22')).toEqual([]);
  expect(until('2027-11-23')).toMatchObject([{ code: 'COST_EXEMPTION', allowed: ['until 2027-11-22'] }]);
});
