import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { type Finding, InputError } from '../../environments/model';
import type { EvidenceKind, ReleaseEvidence } from './release-record';

/** What can come as a file; everything else Evenkeel finds itself. */
export const fileKinds = ['build', 'proof', 'scan'] as const satisfies readonly EvidenceKind[];

/** A scan of any tool that keeps to SARIF 2.1.0: checkov, Trivy, CodeQL. */
const sarif = z
  .looseObject({
    version: z.literal('2.1.0'),
    runs: z
      .array(
        z.looseObject({
          tool: z.looseObject({ driver: z.looseObject({ name: z.string() }) }),
          invocations: z.array(z.looseObject({ endTimeUtc: z.string().optional() })).default([]),
          results: z
            .array(
              z.looseObject({ level: z.string().default('warning'), suppressions: z.array(z.unknown()).default([]) }),
            )
            .default([]),
        }),
      )
      .min(1),
  })
  .transform(({ runs }): Found => {
    const open = runs.flatMap(({ results }) => results.filter(({ suppressions }) => suppressions.length === 0));
    const errors = open.filter(({ level }) => level === 'error').length;
    return {
      times: runs.flatMap(({ invocations }) => invocations.flatMap(({ endTimeUtc }) => endTimeUtc ?? [])),
      says: `${[...new Set(runs.map(({ tool }) => tool.driver.name))].join(', ')}: ${errors} errors, ${open.length - errors} others`,
      ok: errors === 0,
    };
  });

const count = z.int().min(0);

/** Tests as `jest --json` and `vitest --reporter=json` write them; so does `npm run proof`. */
const tests = z
  .looseObject({
    numPassedTests: count,
    numFailedTests: count,
    numFailedTestSuites: count.default(0),
    numPendingTests: count.default(0),
    testResults: z.array(z.looseObject({ endTime: z.number().optional() })),
  })
  .transform((all): Found => {
    const {
      numPassedTests: passed,
      numFailedTests: failed,
      numFailedTestSuites: suites,
      numPendingTests: skipped,
    } = all;
    return {
      times: all.testResults.flatMap(({ endTime }) => (endTime === undefined ? [] : new Date(endTime).toISOString())),
      says: `${passed} passed, ${failed} failed, ${skipped} skipped`,
      ok: failed === 0 && suites === 0 && passed > 0,
    };
  });

interface Found {
  readonly times: readonly string[];
  readonly says: string;
  readonly ok: boolean;
}

const known = z.union([sarif, tests]);

const printable = (text: string): string => text.replaceAll(/\p{C}/gu, ' ').slice(0, 300);

const refused = (path: string, message: string, fix: string): { finding: Finding } => ({
  finding: { code: 'EVIDENCE_INVALID', file: path, place: '', message, fix },
});

const isOneOf = (kind: string): kind is (typeof fileKinds)[number] => (fileKinds as readonly string[]).includes(kind);

function read(stated: string, statedAt: string | undefined): { evidence: ReleaseEvidence } | { finding: Finding } {
  const [kind = '', ...rest] = stated.split('=');
  const path = rest.join('=');
  if (!isOneOf(kind) || path === '') {
    const finding: Finding = {
      code: 'EVIDENCE_INVALID',
      file: '',
      place: '--evidence',
      message: 'it says no kind, or no file',
      value: stated,
      allowed: fileKinds.map((one) => `${one}=<file>`),
      fix: 'write the kind, an equals sign and the file',
    };
    return { finding };
  }
  let bytes: Buffer;
  let content: unknown;
  try {
    bytes = readFileSync(path);
    content = JSON.parse(bytes.toString('utf8'));
  } catch {
    return refused(path, 'the file is not there, or is no JSON', 'write it again, e.g. by `jest --json --outputFile`');
  }
  const parsed = known.safeParse(content);
  if (!parsed.success) {
    return refused(path, 'it is neither SARIF 2.1.0 nor the JSON of Jest', 'let the tool write one of the two');
  }
  const { times, says, ok } = parsed.data;
  const own = times.filter((time) => !Number.isNaN(Date.parse(time))).map((time) => new Date(time).toISOString());
  const at = own.sort().at(-1) ?? statedAt;
  if (at === undefined) {
    return refused(path, 'it does not say when it was found', 'state the time by `--evidence-at <time>`');
  }
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { evidence: { kind, name: printable(basename(path)), at, sha256, says: printable(says), ok } };
}

/**
 * Evidence of files, dated as they say.
 * @param stated each `<kind>=<file>`
 * @param statedAt for files that carry no time of their own, as ISO 8601 with an offset. Default: they are refused
 * @throws InputError EVIDENCE_INVALID, all at once
 */
export function fileEvidence(stated: readonly string[], statedAt?: string): ReleaseEvidence[] {
  if (statedAt !== undefined && !z.iso.datetime({ offset: true }).safeParse(statedAt).success) {
    const finding: Finding = {
      code: 'EVIDENCE_INVALID',
      file: '',
      place: '--evidence-at',
      message: 'it is no time',
      value: statedAt,
      fix: 'write it as 2026-11-22T19:00:00Z',
    };
    throw new InputError([finding]);
  }
  const at = statedAt === undefined ? undefined : new Date(statedAt).toISOString();
  const all = stated.map((one) => read(one, at));
  const findings = all.flatMap((one) => ('finding' in one ? one.finding : []));
  if (findings.length > 0) throw new InputError(findings);
  return all.flatMap((one) => ('evidence' in one ? one.evidence : []));
}
