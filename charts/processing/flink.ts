import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { processing } from '../../services';

const flinkVersion = '2.2.1';
export const flinkImage = `docker.io/library/flink:${flinkVersion}-java17`;

/** The account of the image. */
export const flinkUser = 9999;

/** Flink's own defaults, but for the two that it would choose at every start. */
export const flinkPorts = { rpc: 6123, blobs: 6124, data: 6121, taskRpc: 6122, rest: 8081, metrics: 9249 } as const;

const software = { name: 'flink', version: flinkVersion } as const;
export const flinkParts = {
  jobManager: { ...software, component: 'job-manager' },
  taskManager: { ...software, component: 'task-manager' },
} as const;

/** What all pods of all streams share. */
export const flinkPods = {
  'app.kubernetes.io/name': software.name,
  'app.kubernetes.io/instance': processing.name,
} as const;

/** Of one stream, on every pod and so on every metric. */
export const streamLabel = (stream: string) => ({ 'evenkeel.dev/stream': stream });

export const jobManagerPods = componentLabels(processing.name, flinkParts.jobManager).selector;

/** File systems lie beside Flink in its image, and are linked to where it looks when their file is named. */
export const pluginFile = (plugin: string): string => `${plugin}-${flinkVersion}.jar`;
