import { resolveEnvironment } from '../../../../environments/model/resolve-environment';
import type { AdviceConfidence, AdviceWords } from '../../../../policies/cost/advice/advisor';
import { doneTogether, ranked } from '../../../../policies/cost/advice/ranked-advice';
import { environmentInput } from '../../../fixtures/environment';

const { config } = resolveEnvironment(environmentInput());
const words = (id: string, level: AdviceConfidence = 'high'): AdviceWords => ({
  id,
  title: id,
  confidence: { level, because: 'so it is' },
  effort: { level: 'minutes', toDo: 'do it' },
  givesUp: 'Something.',
});
const proposal = (id: string, after: number, path: string, level?: AdviceConfidence) => ({
  words: words(id, level),
  edits: [{ path, value: 1 }],
  after,
});

it('ranks by money, then by how sure it is', () => {
  const advice = ranked(
    [
      proposal('small', 90, 'a'),
      proposal('unsure', 50, 'b', 'low'),
      proposal('sure', 50, 'c'),
      proposal('fair', 50, 'd', 'medium'),
    ],
    { config, monthlyTotal: 100 },
  );
  expect(advice.map(({ rank, id, saves }) => [rank, id, saves])).toEqual([
    [1, 'sure', 50],
    [2, 'fair', 50],
    [3, 'unsure', 50],
    [4, 'small', 10],
  ]);
});

it('says what the file says now and would say', () => {
  const [one] = ranked([proposal('one', 90, 'pools.general.maxNodes')], { config, monthlyTotal: 100 });
  expect(one?.edits).toEqual([
    { path: 'pools.general.maxNodes', before: 12, after: 1, whatIf: 'pools.general.maxNodes=1' },
  ]);
});

it('does together what says nothing of one place, and counts on no guess', () => {
  const advice = ranked(
    [
      proposal('most', 10, 'pools.gpu.machine'),
      proposal('same place', 20, 'sites[0].pools.gpu.machine'),
      proposal('guess', 30, 'pools.spot.machine', 'low'),
      proposal('other', 40, 'natGateways'),
    ],
    { config, monthlyTotal: 100 },
  );
  const { taken, leftOut } = doneTogether(advice);
  expect(taken.map(({ id }) => id)).toEqual(['most', 'other']);
  expect(leftOut).toEqual([
    { rank: 2, because: 'it changes what number 1 changes' },
    { rank: 3, because: 'somebody has to find out first whether it can be done' },
  ]);
});
