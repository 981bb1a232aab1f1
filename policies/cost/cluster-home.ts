import type { Cloud } from '../../environments/facts';
import { cloudByProvider, providerOf, type Resource } from './resource';

/** Type of the cluster itself on each cloud. */
export const clusterTypes: Readonly<Record<Cloud, string>> = {
  aws: 'aws_eks_cluster',
  google: 'google_container_cluster',
  azure: 'azurerm_kubernetes_cluster',
};

export interface ClusterHome {
  readonly cloud: Cloud;
  readonly region: string;
}

const homesOf = (resources: readonly Resource[]): ClusterHome[] =>
  resources.flatMap(({ type, region }) => {
    const cloud = cloudByProvider[providerOf(type)];
    return cloud && region !== undefined ? [{ cloud, region }] : [];
  });

/** Where the cluster of a site is; where it is not made there, where most of the site is. `undefined`: on no cloud. */
export function clusterHome(resources: readonly Resource[]): ClusterHome | undefined {
  const types: readonly string[] = Object.values(clusterTypes);
  const [made] = homesOf(resources.filter(({ type }) => types.includes(type)));
  if (made) return made;
  const counts = new Map<string, { readonly home: ClusterHome; count: number }>();
  for (const home of homesOf(resources)) {
    const key = `${home.cloud} ${home.region}`;
    const seen = counts.get(key) ?? { home, count: 0 };
    seen.count += 1;
    counts.set(key, seen);
  }
  const [most] = [...counts].sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1));
  return most?.[1].home;
}
