import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Finding } from '../environments/model';
import { shownPath } from '../environments/model/load-environment';
import { type DrillRecord, type SignedEvidence, signedEvidenceSchema } from '../policies/drills/drill-evidence';
import { type Distrust, distrustOf } from '../policies/drills/evidence-signature';

const messages: Readonly<Record<Distrust, string>> = {
  changed: 'it is not what was signed',
  stranger: 'it is signed by a key that the environment does not name',
  contradiction: 'its verdict does not follow from its own figures',
};

const fixes: Readonly<Record<Distrust, string>> = {
  changed: 'take the file as Git has it, or run the drill again',
  stranger: 'name the public key in `recovery.drillSigners` if you know whose it is; otherwise run the drill again',
  contradiction: 'run the drill again with an Evenkeel that was not changed',
};

type Read = { readonly evidence: SignedEvidence } | { readonly finding: Finding };

const finding = (path: string, message: string, fix: string, value?: unknown): Finding => ({
  code: 'DRILL_EVIDENCE',
  file: shownPath(path),
  place: '',
  message,
  ...(value === undefined ? {} : { value }),
  fix,
});

/** One file of evidence as it was written; whether it may be believed is another question. */
export function readEvidenceFile(path: string): Read {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return { finding: finding(path, 'it is no JSON that can be read', fixes.changed) };
  }
  const parsed = signedEvidenceSchema.safeParse(content);
  if (parsed.success) return { evidence: parsed.data };
  const [issue] = parsed.error.issues;
  return { finding: finding(path, `${issue?.path.join('.')}: ${issue?.message}`, fixes.changed) };
}

/** Why a file may not be believed; `undefined`: it may. */
export function distrustFinding(
  path: string,
  evidence: SignedEvidence,
  signers: readonly string[],
): Finding | undefined {
  const distrust = distrustOf(evidence, signers);
  return distrust && finding(path, messages[distrust], fixes[distrust], evidence.signature.publicKey);
}

export interface DrillEvidence {
  /** Those that may be believed, as the files are sorted. */
  readonly records: readonly DrillRecord[];
  /** One for every file that may not, but for those of a stranger that a later believed drill has made old. */
  readonly findings: readonly Finding[];
}

interface Stranger {
  readonly record: DrillRecord;
  readonly finding: Finding;
}

/** A retired key is no news where somebody who is trusted has drilled the same since. */
const isSuperseded = ({ record }: Stranger, records: readonly DrillRecord[]): boolean =>
  records.some(({ scenario, finishedAt }) => scenario === record.scenario && finishedAt > record.finishedAt);

/**
 * Everything that drills of an environment left behind.
 * @param folder e.g. `evidence/drills`
 * @param signers public keys that are trusted
 */
export function readEvidence(folder: string, environment: string, signers: readonly string[]): DrillEvidence {
  const own = join(folder, environment);
  if (!existsSync(own)) return { records: [], findings: [] };
  const records: DrillRecord[] = [];
  const findings: Finding[] = [];
  const strangers: Stranger[] = [];
  for (const name of (readdirSync(own, { recursive: true }) as string[])
    .filter((one) => one.endsWith('.json'))
    .sort()) {
    const path = join(own, name);
    const read = readEvidenceFile(path);
    if ('finding' in read) {
      findings.push(read.finding);
      continue;
    }
    const { evidence } = read;
    const distrusted = distrustFinding(path, evidence, signers);
    const { environment: of } = evidence.record;
    if (distrusted && distrustOf(evidence, signers) === 'stranger')
      strangers.push({ record: evidence.record, finding: distrusted });
    else if (distrusted) findings.push(distrusted);
    else if (of !== environment) findings.push(finding(path, 'it is of another environment', fixes.changed, of));
    else records.push(evidence.record);
  }
  const unknown = strangers.filter((stranger) => !isSuperseded(stranger, records));
  return { records, findings: [...findings, ...unknown.map((stranger) => stranger.finding)] };
}
