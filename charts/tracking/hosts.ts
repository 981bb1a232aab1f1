import { tracking } from '../../services';
import type { ChartContext } from '../chart-context';
import { mlflowPort, serviceName } from './mlflow';

/** Where people and clients outside the cluster find it. */
export const publicHost = ({ domain }: Pick<ChartContext, 'domain'>): string => `${serviceName}.${domain}`;

const { namespace } = tracking;

/** Its names inside the cluster, shortest first. */
export const clusterHosts = [
  serviceName,
  `${serviceName}.${namespace}`,
  `${serviceName}.${namespace}.svc`,
  `${serviceName}.${namespace}.svc.cluster.local`,
];

/**
 * Pods are scraped by their address, which nobody knows beforehand. A name on the internet never ends in a digit, so
 * these let in private addresses and nothing else.
 */
const addresses = ['10.*[0-9]', '172.*[0-9]', '192.168.*[0-9]', '100.*[0-9]'];

/**
 * Host headers that MLflow answers to; others are refused, because a browser could be led to them. A pattern must match
 * the port too.
 */
export const allowedHosts = (context: Pick<ChartContext, 'domain'>): string[] => [
  publicHost(context),
  `${publicHost(context)}:443`,
  ...[...clusterHosts, ...addresses].map((host) => `${host}:${mlflowPort}`),
];
