import { tracking } from '../../services';
import type { ChartContext } from '../chart-context';
import { mlflowPort, serviceName } from './mlflow';

/** Where people and clients outside the cluster find it. */
export const publicHost = ({ domain }: Pick<ChartContext, 'domain'>): string => `${serviceName}.${domain}`;

const { namespace } = tracking;

/** Its names inside the cluster, shortest first. */
const clusterHosts = [
  serviceName,
  `${serviceName}.${namespace}`,
  `${serviceName}.${namespace}.svc`,
  `${serviceName}.${namespace}.svc.cluster.local`,
];

/**
 * Host headers that MLflow answers to; others are refused, because a browser could be led to them. A pattern must match
 * the port too. Pods are scraped by their address, and an address can only be matched by the ranges that pods have.
 */
export const allowedHosts = (context: ChartContext): string[] => [
  publicHost(context),
  `${publicHost(context)}:443`,
  ...clusterHosts.flatMap((host) => [host, `${host}:${mlflowPort}`]),
  ...['10.*', '172.*', '192.168.*', '100.*'].map((range) => `${range}:${mlflowPort}`),
];
