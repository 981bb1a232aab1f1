import { siteOperators } from '../charts/operators';
import type { Site } from '../environments/model';
import type { RuleFinding } from '../environments/rules/rule';
import { type OperatorDefinition, operators } from '../services';

/** `1.35` as a number that sorts: 1035. */
const ordinal = (version: string): number => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
};

/** Operators of a site whose release does not support the site's Kubernetes. */
export function unsupportedOperators(site: Site): RuleFinding[] {
  return siteOperators(site).flatMap((name) => {
    const { title, chart, kubernetes }: OperatorDefinition = operators[name];
    const version = ordinal(site.kubernetesVersion);
    if (!kubernetes || (version >= ordinal(kubernetes.from) && version <= ordinal(kubernetes.to))) return [];
    return [
      {
        code: 'VERSION_PAIR' as const,
        place: 'kubernetesVersion',
        message: `${title} ${chart.version} supports Kubernetes ${kubernetes.from} to ${kubernetes.to}`,
        value: site.kubernetesVersion,
        allowed: [`${kubernetes.from} to ${kubernetes.to}`],
        fix: `choose a Kubernetes version in that range, or another release of ${name} in services/operators.ts`,
      },
    ];
  });
}
