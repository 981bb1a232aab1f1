import { type SuiteResult, suiteResults, withSecondTry, worthRepeating } from '../suite-results';

const suite = (name: string, failed: number): SuiteResult => ({
  path: `/proofs/${name}.proof.ts`,
  suite: `${name}.proof.ts`,
  passed: 2,
  failed,
  skipped: 0,
  seconds: 1,
});

describe('results of suites', () => {
  it('count a suite that never reached its first test as failed', () => {
    const jest = { name: '/proofs/b.proof.ts', status: 'failed', startTime: 0, endTime: 2400, assertionResults: [] };
    expect(suiteResults({ testResults: [jest] })).toMatchObject([{ suite: 'b.proof.ts', failed: 1, seconds: 2 }]);
  });

  it('repeat what failed, unless so much failed that chance is not the reason', () => {
    expect(worthRepeating([suite('a', 0), suite('b', 1)]).map((each) => each.suite)).toEqual(['b.proof.ts']);
    expect(worthRepeating(['a', 'b', 'c', 'd', 'e'].map((name) => suite(name, 1)))).toEqual([]);
  });

  it('take the second result, be it better or not', () => {
    const first = [suite('a', 0), suite('b', 1), suite('c', 1)];
    const failures = withSecondTry(first, [suite('b', 0), suite('c', 1)]).filter((each) => each.failed > 0);
    expect(failures.map((each) => each.suite)).toEqual(['c.proof.ts']);
  });
});
