import type { Manifest } from '../site-output';
import type { PricedOutput } from './estimate';
import { type SiteLoad, siteLoad } from './expected-machines';
import { packed } from './kubernetes/pack';
import { resourcesBySite, resourcesOf } from './resources';

/** Pods of one workload that no machine has room for, with its pools at their most. */
export interface WaitingPods {
  readonly site: string;
  /** `<kind>/<namespace>/<name>`. */
  readonly workload: string;
  /** That it names. Default: it goes wherever there is room. */
  readonly pool?: string;
  readonly pods: number;
}

/** Pools and steady pods of every site whose cluster is made there. */
export function siteLoads(output: PricedOutput): ReadonlyMap<string, SiteLoad> {
  const objects = new Map<string, Manifest[]>();
  for (const { site, manifest } of output.objects) objects.set(site, [...(objects.get(site) ?? []), manifest]);
  return new Map(
    [...resourcesBySite(resourcesOf(output.stacks))].flatMap(([site, types]): [string, SiteLoad][] => {
      const load = siteLoad((type) => types.get(type) ?? [], objects.get(site) ?? []);
      return load ? [[site, load]] : [];
    }),
  );
}

const keyOf = ({ site, workload, pool }: WaitingPods): string => JSON.stringify([site, workload, pool]);

/** Pods that would wait for ever, by workload: they cost nothing, because they do not run. */
export function waitingPods(output: PricedOutput): WaitingPods[] {
  const found = new Map<string, WaitingPods>();
  for (const [site, { cloud, pools, pods }] of siteLoads(output)) {
    for (const { workload, pool, count } of packed(cloud, pools, pods).waiting) {
      const one = { site, workload, ...(pool === undefined ? {} : { pool }), pods: count };
      const key = keyOf(one);
      found.set(key, { ...one, pods: count + (found.get(key)?.pods ?? 0) });
    }
  }
  return [...found.values()].sort((a, b) => b.pods - a.pods || (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Pods that wait after a change and did not before, with how many more of them. */
export function newlyWaiting(before: readonly WaitingPods[], after: readonly WaitingPods[]): WaitingPods[] {
  const known = new Map(before.map((one) => [keyOf(one), one.pods]));
  return after.map((one) => ({ ...one, pods: one.pods - (known.get(keyOf(one)) ?? 0) })).filter(({ pods }) => pods > 0);
}
