import { appendFileSync } from 'node:fs';
import { session } from './session';
import { fitsInTime, suiteName } from './time-budget';

/** Something that was not proved in this run, and why. */
export interface Skip {
  readonly name: string;
  readonly reason: string;
}

const REGISTRY_SILENT = "only Terraform's registry has it, and the registry did not answer";

/** Tools a machine that is cut off from their only source cannot have, and why. */
const REFUSED: Readonly<Record<string, string>> = {
  'provider-kubernetes': REGISTRY_SILENT,
  'provider-helm': REGISTRY_SILENT,
  charts: 'only the repositories of the charts have them, and one of them did not answer',
};

/** Names what this run does not prove; the closing summary lists it. */
export function skippedByName(name: string, reason: string): void {
  const skip: Skip = { name, reason };
  appendFileSync(session().skips, `${JSON.stringify(skip)}\n`);
}

/** Path of a tool that is ready; undefined otherwise. */
export function toolPath(name: string): string | undefined {
  return session().tools.find((tool) => tool.name === name && tool.status === 'ready')?.path;
}

/** Why a tool is not there, in a few words. */
export function whyMissing(name: string): string {
  const found = session().tools.find((tool) => tool.name === name);
  const why = found?.status === 'out-of-time' ? found.reason : (REFUSED[name] ?? found?.reason);
  return `${name}: ${why}`;
}

/** Whether a missing tool may be passed over even with `--strict`: its time ran out, or no machine like this has it. */
function isExcused(name: string): boolean {
  const status = session().tools.find((tool) => tool.name === name)?.status;
  return status === 'out-of-time' || name in REFUSED;
}

/** Whether this suite may begin. Asked once, as its groups are known before the first one runs. */
let inTime: boolean | undefined;

/**
 * A group of proofs that needs tools. Without them it is skipped by name; with `--strict` that is a failure, unless the
 * tool's time ran out or only an unreachable registry has it. A suite that would not end in time is skipped by name too.
 */
export function proof(title: string, tools: readonly string[], body: () => void): void {
  const suite = suiteName(expect.getState().testPath ?? '');
  inTime ??= fitsInTime(suite, Date.now());
  if (!inTime) {
    skippedByName(suite, 'the time of the proofs was over before it was its turn');
    describe.skip(title, body);
    return;
  }
  const { missing, strict } = session();
  const absent = tools.filter((name) => name in missing);
  if (absent.length === 0) {
    describe(title, body);
  } else if (strict && !absent.every(isExcused)) {
    describe(title, () => {
      it('has its tools', () => {
        throw new Error(absent.map((name) => missing[name]).join('\n'));
      });
    });
  } else {
    for (const name of absent) skippedByName(title, whyMissing(name));
    describe.skip(title, body);
  }
}
