import type { NetworkPeer } from '../../constructs/contracts';
import { tcp } from '../../constructs/kubernetes/network-policy';
import type { ChartContext } from '../chart-context';

/** The API server as pods reach it: behind its service, on the port it really listens on. */
export const apiServer = (context: ChartContext): NetworkPeer[] =>
  context.kubernetes.apiServerCidrs.map((cidr) => ({ cidr, ports: [tcp(443), tcp(6443)] }));
