import type { Finding } from '../../environments/model';
import type { ReleaseRules } from '../../environments/schema/release-schema';
import type { ReleaseEvidence } from './release-record';

type EvidenceRule = ReleaseRules['evidence'][number];

/** What an environment asks of evidence, and what its release has; kept beside a build for who has a clock. */
export interface AskedEvidence {
  /** The lock as people write it. */
  readonly file: string;
  readonly environment: string;
  readonly rules: readonly EvidenceRule[];
  readonly evidence: readonly ReleaseEvidence[];
}

const dayMs = 86_400_000;

const of = (evidence: readonly ReleaseEvidence[], { kind }: EvidenceRule): ReleaseEvidence[] =>
  evidence.filter((one) => one.kind === kind);

/** Evidence that is not there, or speaks against the release. Knows no clock. */
export function evidenceFindings({ file, environment, rules, evidence }: AskedEvidence): Finding[] {
  return rules.flatMap((rule): Finding[] => {
    const { kind } = rule;
    const known = of(evidence, rule);
    if (known.length === 0) {
      return [
        {
          code: 'EVIDENCE_MISSING',
          file,
          place: 'release.evidence',
          message: `the release has no evidence of this kind`,
          value: kind,
          fix: `bring it, then run \`evenkeel lock ${environment} --release\``,
        },
      ];
    }
    return known
      .filter(({ ok }) => !ok)
      .map(({ name, at, says }) => ({
        code: 'EVIDENCE_FAILED',
        file,
        place: 'release.evidence',
        message: `${kind} of ${at} speaks against the release: ${says}`,
        value: name,
        fix: `mend what it found, then run \`evenkeel lock ${environment} --release\` with what comes out`,
      }));
  });
}

/** The newest of each name: an older drill of one scenario is no news. */
const newest = (evidence: readonly ReleaseEvidence[]): ReleaseEvidence[] => [
  ...new Map([...evidence].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).map((one) => [one.name, one])).values(),
];

/**
 * Evidence that is too old on a day, or dated after its end, by a clock that is wrong.
 * @param on the day, e.g. `2026-11-22`
 */
export function staleEvidence({ file, environment, rules, evidence }: AskedEvidence, on: string): Finding[] {
  const end = Date.parse(`${on}T00:00:00Z`) + dayMs;
  return rules.flatMap((rule): Finding[] => {
    const { maxAgeDays = Number.POSITIVE_INFINITY } = rule;
    return newest(of(evidence, rule))
      .filter(({ at }) => Date.parse(at) >= end || end - Date.parse(at) > (maxAgeDays + 1) * dayMs)
      .map(({ kind, name, at }) => ({
        code: 'EVIDENCE_STALE',
        file,
        place: 'release.evidence',
        message:
          Date.parse(at) >= end
            ? `${kind} is dated ${at}, after ${on}`
            : `${kind} is of ${at}, more than ${maxAgeDays} days before ${on}`,
        value: name,
        fix: `bring it anew, then run \`evenkeel lock ${environment} --release\``,
      }));
  });
}
