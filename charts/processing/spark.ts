import { processing } from '../../services';

/** Of the history server, which reads the logs of older releases too; a batch states its own. */
export const historyVersion = '4.1.1';

export const sparkImage = (version: string): string => `docker.io/apache/spark:${version}`;

/** The account of the image. */
export const sparkUser = 185;

/** Fixed, so that network policies can name them. */
export const sparkPorts = { driver: 7078, blocks: 7079 } as const;
export const historyPort = 18080;
/** The route's backend. */
export const historyName = 'spark-history';

/** What drivers and executors of all batches share. */
export const sparkPods = {
  'app.kubernetes.io/name': 'spark',
  'app.kubernetes.io/instance': processing.name,
} as const;

/** Of one batch. */
export const batchLabel = (batch: string) => ({ 'evenkeel.dev/batch': batch });
