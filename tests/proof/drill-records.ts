import { createHash, generateKeyPairSync } from 'node:crypto';
import { join } from 'node:path';
import { readEvidence } from '../../delivery/drill-evidence';
import type { DrillRecord } from '../../policies/drills/drill-evidence';
import { publicKeyText } from '../../policies/drills/evidence-signature';
import { writeEvidence } from '../../runbooks/drill/write-evidence';
import { session } from './session';

const { privateKey } = generateKeyPairSync('ed25519');

/** Where the evidence of this run's drills is: `EVENKEEL_DRILL_EVIDENCE`, or a scratch folder. */
const evidenceFolder = (): string => process.env.EVENKEEL_DRILL_EVIDENCE ?? join(session().folder, 'evidence');

/** What was drilled: the rendered objects. */
export const contentSha256 = (rendered: unknown): string =>
  createHash('sha256').update(JSON.stringify(rendered)).digest('hex');

/** Writes a drill down, signed, and reads it back as the gate of a release does. */
export function keepEvidence(record: DrillRecord): DrillRecord {
  const { json } = writeEvidence(evidenceFolder(), record, privateKey);
  const { records, findings } = readEvidence(evidenceFolder(), record.environment, [publicKeyText(privateKey)]);
  const found = records.find(
    ({ finishedAt, scenario }) => finishedAt === record.finishedAt && scenario === record.scenario,
  );
  if (!found) throw new Error(`${json} is not believed: ${JSON.stringify(findings)}`);
  return found;
}
