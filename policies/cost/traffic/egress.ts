import type { ClusterHome } from '../cluster-home';
import { type Charge, usage } from '../pricing';

/**
 * What sending costs: between regions of one cloud, or out of the cloud. Data to another cloud is data to the internet, also
 * through a tunnel. Where nobody knows the other end it is taken to be elsewhere.
 */
export function egress(from: ClusterHome, to: ClusterHome | undefined, gib: number): Charge[] {
  if (to?.cloud !== from.cloud) return [usage('traffic/internet', gib)];
  return to.region === from.region ? [] : [usage('traffic/region', gib)];
}
