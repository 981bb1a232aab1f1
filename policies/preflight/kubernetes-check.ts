import { cloudFacts } from '../../environments/facts';
import type { CloudSite } from '../../environments/model';
import { kubernetesSupport } from '../../environments/model/kubernetes-support';
import type { CheckStatus, FactCheck } from './check';

/** Time to try an upgrade in one environment after the other. */
const daysOfNotice = 90;

const dayMs = 86_400_000;

const daysUntil = (end: string, asOf: string): number =>
  Math.floor((Date.parse(`${end}T00:00:00Z`) - Date.parse(`${asOf}T00:00:00Z`)) / dayMs);

/** Versions that the cloud offers and supports longer than this one. */
const laterThan = (end: string, versions: Readonly<Record<string, string>>): string =>
  Object.entries(versions)
    .filter(([, other]) => other > end)
    .map(([version, other]) => `${version} (until ${other})`)
    .join(', ');

/** How long the pinned version is still supported on the day `asOf` (ISO date). */
export function kubernetesCheck({ cloud, kubernetesVersion }: CloudSite, asOf: string): FactCheck {
  const facts = cloudFacts[cloud];
  const support = kubernetesSupport(facts, kubernetesVersion);
  const shared = {
    topic: 'kubernetes' as const,
    subject: `Kubernetes ${kubernetesVersion}`,
    source: facts.kubernetesSource,
    asOf: facts.asOf,
  };
  if (!support) {
    return { ...shared, status: 'act', message: 'not offered', fix: 'pin a version that the cloud offers' };
  }
  const { standardEnd, lastEnd } = support;
  const left = daysUntil(standardEnd, asOf);
  const later = laterThan(standardEnd, facts.kubernetesVersions);
  const upgrade = later
    ? `move kubernetesVersion on, one minor version at a time: ${later}`
    : 'watch for newer versions';
  const extended = facts.extendedSupport;
  const beyond =
    extended && lastEnd > standardEnd
      ? `; ${extended.title} ${extended.sure ? 'until' : 'until about'} ${lastEnd}, at a higher price`
      : '';
  const told = (status: CheckStatus, message: string): FactCheck => ({
    ...shared,
    status,
    message,
    ...(status === 'fine' ? {} : { fix: upgrade }),
  });
  if (lastEnd <= asOf) return told('act', `supported until ${lastEnd}, which is over`);
  if (left < 0) return told('act', `standard support ended on ${standardEnd}${beyond}`);
  if (left < daysOfNotice) return told('act', `standard support ends on ${standardEnd}, in ${left} days${beyond}`);
  return told('fine', `standard support until ${standardEnd}, ${left} days${beyond}`);
}
