import { enabledServices, kebabCase, serviceTenants } from '../../constructs/contracts';
import { routesAllowed } from '../../constructs/kubernetes/gateway-names';
import type { Site } from '../../environments/model';
import { operators, type ServiceDefinition, services } from '../../services';
import { gitopsNamespace } from '../gitops/names';
import { offHours } from '../off-hours/names';
import { siteOperators } from '../operators/site-operators';

/** Of what the cluster itself runs. */
export const clusterNamespace = 'kube-system';

type PodSecurityLevel = 'restricted' | 'baseline' | 'privileged';

export interface PodSecurityExemption {
  readonly level: Exclude<PodSecurityLevel, 'restricted'>;
  readonly reason: string;
}

/** Namespaces whose pods cannot be `restricted`, each with its reason. */
const podSecurityExemptions: Readonly<Record<string, PodSecurityExemption | undefined>> = {
  'node-agents': {
    level: 'privileged',
    reason:
      'they read the logs, counters and GPUs of their machine through its folders; pods of services never run here',
  },
  velero: {
    level: 'privileged',
    reason:
      "agents mount the volumes of their machine's pods, and what moves data reads files of any owner as root; pods of services never run here",
  },
  'chaos-mesh': {
    level: 'privileged',
    reason:
      'agents enter the network of other pods through the container runtime of their machine; pods of services never run here',
  },
  'nvidia-device-plugin': {
    level: 'privileged',
    reason: 'it mounts the node folder of device plugins and opens the GPUs; pods of services never run here',
  },
};

export interface SiteNamespace {
  readonly name: string;
  /** What lives in it; a namespace of several belongs to the first. */
  readonly purpose: 'service' | 'operator' | 'gitops';
  /** Names of the services or operators in it. */
  readonly tenants: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly exemption?: PodSecurityExemption;
}

const podSecurityLabels = (level: PodSecurityLevel, kubernetesVersion: string): Record<string, string> =>
  Object.fromEntries(
    ['enforce', 'audit', 'warn'].flatMap((mode) => [
      [`pod-security.kubernetes.io/${mode}`, mode === 'enforce' ? level : 'restricted'],
      [`pod-security.kubernetes.io/${mode}-version`, `v${kubernetesVersion}`],
    ]),
  );

/** Every namespace of a site, sorted. The `platform` stack makes them; nothing rendered does. */
export function siteNamespaces(site: Site): SiteNamespace[] {
  const members = [
    ...serviceTenants(site).map(({ name, namespace }) => ({ name, namespace, purpose: 'service' as const })),
    ...enabledServices(site).flatMap((service) => {
      const { name, agentNamespace }: ServiceDefinition = services[service];
      return agentNamespace ? [{ name: kebabCase(name), namespace: agentNamespace, purpose: 'operator' as const }] : [];
    }),
    ...siteOperators(site).map((name) => ({
      name,
      namespace: operators[name].namespace,
      purpose: 'operator' as const,
    })),
    ...(site.offHours ? [{ name: offHours, namespace: offHours, purpose: 'operator' as const }] : []),
    { name: site.gitops.engine, namespace: gitopsNamespace[site.gitops.engine], purpose: 'gitops' as const },
  ];
  const names = [...new Set(members.map(({ namespace }) => namespace))].sort();
  return names.map((name) => {
    const tenants = members.filter(({ namespace }) => namespace === name);
    const purpose = tenants[0]?.purpose ?? 'service';
    const exemption = podSecurityExemptions[name];
    return {
      name,
      purpose,
      tenants: tenants.map((tenant) => tenant.name),
      labels: {
        'app.kubernetes.io/managed-by': 'evenkeel',
        'app.kubernetes.io/part-of': 'evenkeel',
        'evenkeel.dev/environment': site.environment,
        'evenkeel.dev/site': site.name,
        // For who sweeps up: inside of the cluster as in the clouds.
        ...(site.tags.expires === undefined ? {} : { 'evenkeel.dev/expires': site.tags.expires }),
        ...podSecurityLabels(exemption?.level ?? 'restricted', site.kubernetesVersion),
        ...(purpose === 'service' ? routesAllowed : {}),
      },
      ...(exemption ? { exemption } : {}),
    };
  });
}
