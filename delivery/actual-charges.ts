import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { type CsvError, parse } from 'csv-parse';
import { type Finding, InputError } from '../environments/model';
import { shownPath } from '../environments/model/load-environment';
import { type ActualBill, ActualCharges } from '../policies/cost/actual/actual-bill';
import type { CostKind } from '../policies/cost/actual/cost-kinds';
import { type ChargeProblem, chargeOf, neededColumns } from '../policies/cost/actual/focus-charge';
import type { Period } from '../policies/cost/actual/period';

/** Of one file: a wrong export is wrong in every line, and nobody reads them all. */
const mostFindings = 50;

const finding = (
  path: string,
  place: string,
  { message, fix, value, allowed }: Pick<Finding, 'message' | 'fix' | 'value' | 'allowed'>,
): Finding => ({
  code: 'COST_ACTUAL',
  file: shownPath(path),
  place,
  message,
  ...(value === undefined ? {} : { value }),
  ...(allowed ? { allowed } : {}),
  fix,
});

const again = 'export the bill again as CSV with the columns of FOCUS 1.0';

interface ParsedLine {
  readonly record: Readonly<Record<string, string>>;
  readonly info: { readonly lines: number };
}

function opened(path: string): Readable {
  const file = createReadStream(path);
  if (!path.endsWith('.gz')) return file;
  const unpacked = createGunzip();
  file.on('error', (error) => unpacked.destroy(error));
  return file.pipe(unpacked);
}

/** Reads one export line by line, and says all that is wrong with it. */
async function readCharges(path: string, kind: CostKind, charges: ActualCharges): Promise<Finding[]> {
  const findings: Finding[] = [];
  let further = 0;
  const tell = (told: Finding): void => {
    if (findings.length < mostFindings) findings.push(told);
    else further += 1;
  };
  const ofLine = (line: number, { column, value, message, fix }: ChargeProblem): Finding =>
    finding(path, `line ${line}, ${column}`, { message, value, fix });
  let columns: readonly string[] = [];
  const parser = parse({
    bom: true,
    columns: (header: string[]) => {
      columns = header.map((name) => name.trim());
      return [...columns];
    },
    info: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error: CsvError | undefined) => {
      tell(finding(path, `line ${error?.lines ?? '?'}`, { message: error?.message ?? 'it is no CSV', fix: again }));
      return undefined;
    },
  });
  const input = opened(path);
  input.on('error', (error) => parser.destroy(error));
  input.pipe(parser);
  try {
    for await (const { record, info } of parser as AsyncIterable<ParsedLine>) {
      const missing = neededColumns(kind).filter((column) => !columns.includes(column));
      if (missing.length > 0) {
        input.destroy();
        return missing.map((column) =>
          finding(path, 'line 1', {
            message: 'the export lacks a column',
            value: column,
            allowed: columns,
            fix: again,
          }),
        );
      }
      const read = chargeOf(record, kind);
      if (!('cost' in read)) for (const problem of read) tell(ofLine(info.lines, problem));
      else charges.add(read);
    }
  } catch (error) {
    tell(finding(path, '', { message: `it cannot be read: ${(error as Error).message}`, fix: again }));
  }
  return further > 0
    ? [...findings, finding(path, '', { message: `${further} further findings like these`, fix: again })]
    : findings;
}

export interface ActualFiles {
  readonly files: readonly string[];
  readonly kind: CostKind;
  /** Default: all days of the files. */
  readonly period?: Period;
  /** Name of the environment whose charges count. */
  readonly environment: string;
}

/**
 * The bill of an environment from exports of its clouds, as CSV or packed by gzip. Line by line: exports are large.
 * @throws InputError COST_ACTUAL with everything that is wrong with any of them
 */
export async function actualBill({ files, kind, period, environment }: ActualFiles): Promise<ActualBill> {
  const charges = new ActualCharges(environment, period);
  const findings: Finding[] = [];
  for (const path of files) findings.push(...(await readCharges(path, kind, charges)));
  if (findings.length > 0) throw new InputError(findings);
  const bill = charges.bill();
  if (bill) return bill;
  throw new InputError(
    files.map((path) =>
      finding(path, '', { message: 'there are no charges in the period', fix: 'take the export of the period' }),
    ),
  );
}
