import { createHash } from 'node:crypto';
import { dirname, join, resolve } from 'node:path';
import { drillEvidenceFolder } from '../../environments/model/drills';
import type { Environment } from '../../environments/model/resolve-environment';
import type { CostSummary } from '../../policies/cost/cost-summary';
import { canonicalText } from '../../policies/drills/evidence-signature';
import { readEvidence } from '../drill-evidence';
import type { ReleaseEvidence } from './release-record';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Kinds that speak of one environment: no release takes them along. */
const ownKinds: readonly ReleaseEvidence['kind'][] = ['drill', 'cost'];

export const isOwnEvidence = ({ kind }: Pick<ReleaseEvidence, 'kind'>): boolean => ownKinds.includes(kind);

/** Drills that may be believed, the newest of each scenario. */
function drillEvidence(file: string, { name, config }: Environment): ReleaseEvidence[] {
  const folder = join(dirname(resolve(file)), '..', drillEvidenceFolder);
  const { records } = readEvidence(folder, name, config.recovery?.drillSigners ?? []);
  const newest = new Map(
    [...records]
      .sort((a, b) => Date.parse(a.finishedAt) - Date.parse(b.finishedAt))
      .map((record) => [record.scenario, record]),
  );
  return [...newest.values()].map((record) => ({
    kind: 'drill',
    name: record.scenario,
    at: new Date(record.finishedAt).toISOString(),
    sha256: sha256(canonicalText(record)),
    says: `${record.verdict} on ${record.ground}, release ${record.releaseSha256.slice(0, 12)}`,
    ok: record.verdict === 'passed',
  }));
}

function costEvidence(summary: CostSummary | undefined): ReleaseEvidence[] {
  if (summary?.pricesAsOf == null) return [];
  const { budgetUsd, monthlyTotal, currency, pricesAsOf } = summary;
  return [
    {
      kind: 'cost',
      name: 'cost',
      at: new Date(pricesAsOf).toISOString(),
      sha256: sha256(canonicalText(summary)),
      says: `${Math.round(monthlyTotal)} ${currency} a month${budgetUsd === undefined ? '' : ` of ${budgetUsd}`}`,
      ok: budgetUsd === undefined || monthlyTotal <= budgetUsd,
    },
  ];
}

/**
 * What an environment itself says of a release: its drills, and what it costs.
 * @param cost Default: it states no budget, so nothing was priced
 */
export const ownEvidence = (
  file: string,
  environment: Environment,
  cost: CostSummary | undefined,
): ReleaseEvidence[] => [...drillEvidence(file, environment), ...costEvidence(cost)];
