import type { CloudFacts } from '../facts';

/** How long a cloud keeps a Kubernetes version, on clusters as they are built here. ISO dates. */
export interface KubernetesSupport {
  readonly standardEnd: string;
  /** The last day of any support; the same day where there is no extended support. */
  readonly lastEnd: string;
}

function monthsAfter(date: string, months: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + months);
  return day.toISOString().slice(0, 10);
}

/** `undefined`: the cloud does not offer the version. */
export function kubernetesSupport(
  { kubernetesVersions, endedVersions, extendedSupport }: CloudFacts,
  version: string,
): KubernetesSupport | undefined {
  const ended = endedVersions[version];
  if (ended !== undefined) return { standardEnd: ended, lastEnd: ended };
  const standardEnd = kubernetesVersions[version];
  if (standardEnd === undefined) return undefined;
  return { standardEnd, lastEnd: extendedSupport ? monthsAfter(standardEnd, extendedSupport.months) : standardEnd };
}
