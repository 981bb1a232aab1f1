import { type FindingCode, findingCodes } from '../../environments/model';
import { code, markdownPage, table } from './page';

/** Findings of what was built from a sound file; every other code means wrong input. */
const outputFindings: readonly FindingCode[] = ['DANGLING_REFERENCE', 'PARITY_BROKEN'];

const rows = (codes: readonly FindingCode[]): string =>
  table(
    ['code', 'meaning'],
    codes.map((name) => [code(name), findingCodes[name]]),
  );

export function errorsPage(): string {
  const codes = (Object.keys(findingCodes) as FindingCode[]).sort();
  return markdownPage('Errors', [
    'Every finding says code, place, value, allowed values and fix; all findings of a file come at once. `--json` gives them as data: `{ "findings": [{ "code", "file", "place", "message", "value", "allowed", "fix" }] }`.',
    table(
      ['exit code', 'means'],
      [
        ['0', 'fine'],
        ['1', 'the input is sound, but what was built from it does not keep a promise'],
        ['2', 'wrong input; what was built before is left as it was'],
        ['3', 'a tool or a cloud failed, or Evenkeel itself did (`INTERNAL`)'],
      ],
    ),
    '## Wrong input (exit code 2)',
    rows(codes.filter((name) => !outputFindings.includes(name))),
    '## Findings in the output (exit code 1)',
    rows(codes.filter((name) => outputFindings.includes(name))),
  ]);
}
