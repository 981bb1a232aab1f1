import { type Finding, formatFinding, InputError } from '../environments/model';
import { formatFailure, RunbookFailure } from '../runbooks/runbook-failure';
import { exitCode } from './exit-code';

/** Findings as one block of text; the caller chooses the stream. */
export const showFindings = (findings: readonly Finding[]): string =>
  findings.map((finding) => `${formatFinding(finding)}\n`).join('');

/** Tells people, or a program with `--json`, what went wrong. Never a stack trace for wrong input. */
export function reportFailure(error: unknown, json: boolean): number {
  if (error instanceof InputError) {
    if (json) process.stdout.write(`${JSON.stringify({ findings: error.findings }, null, 2)}\n`);
    else process.stderr.write(showFindings(error.findings));
    return exitCode.wrongInput;
  }
  if (error instanceof RunbookFailure) {
    const { code, place, message, fix } = error;
    if (json) process.stdout.write(`${JSON.stringify({ failures: [{ code, place, message, fix }] }, null, 2)}\n`);
    else process.stderr.write(formatFailure(error));
    return exitCode.failure;
  }
  const message = error instanceof Error ? error.message : String(error);
  const detail = process.env.EVENKEEL_DEBUG && error instanceof Error ? `\n${error.stack}` : '';
  process.stderr.write(
    `INTERNAL ${message}${detail}\n    fix: run again with EVENKEEL_DEBUG=1 and report what it prints\n`,
  );
  return exitCode.failure;
}
