import { basename } from 'node:path';

/** The parts of jest's JSON result that the summary reads. */
export interface JestResult {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly startTime: number;
    readonly endTime: number;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

/** What became of one suite. */
export interface SuiteResult {
  /** Path of its file. */
  readonly path: string;
  readonly suite: string;
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly seconds: number;
}

/** One result a suite, sorted by name. A suite that failed before its first test counts as one failure. */
export function suiteResults({ testResults }: JestResult): SuiteResult[] {
  return testResults
    .map(({ name, status, startTime, endTime, assertionResults }) => {
      const count = (...statuses: string[]) => assertionResults.filter((each) => statuses.includes(each.status)).length;
      return {
        path: name,
        suite: basename(name),
        passed: count('passed'),
        failed: Math.max(count('failed'), status === 'failed' ? 1 : 0),
        skipped: count('pending', 'skipped', 'todo'),
        seconds: Math.round((endTime - startTime) / 1000),
      };
    })
    .sort((left, right) => (left.suite < right.suite ? -1 : 1));
}

/** More suites than this fail for a reason that a second try does not mend. */
const MOST_REPEATED = 4;

/** Suites that failed and are worth a second try, by themselves on a quiet machine. */
export function worthRepeating(results: readonly SuiteResult[]): readonly SuiteResult[] {
  const failed = results.filter((each) => each.failed > 0);
  return failed.length > MOST_REPEATED ? [] : failed;
}

/** The results with those of the second try in their place. */
export function withSecondTry(first: readonly SuiteResult[], second: readonly SuiteResult[]): SuiteResult[] {
  const again = new Map(second.map((each) => [each.path, each]));
  return first.map((each) => again.get(each.path) ?? each);
}
