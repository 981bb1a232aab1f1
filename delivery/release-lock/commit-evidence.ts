import { createHash } from 'node:crypto';
import type { ReleaseEvidence, ReleaseRecord } from './release-record';

/**
 * Evidence that Evenkeel finds itself, dated by the commit that it is found of.
 * @param about what was found, as text
 * @returns nothing where there is no commit
 */
export const commitEvidence = (
  source: ReleaseRecord['source'],
  kind: ReleaseEvidence['kind'],
  about: string,
  says: string,
): ReleaseEvidence[] =>
  source
    ? [{ kind, name: kind, at: source.at, sha256: createHash('sha256').update(about).digest('hex'), says, ok: true }]
    : [];
