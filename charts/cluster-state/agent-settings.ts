import type { Construct } from 'constructs';
import type { IConfigMap } from 'kubernetes-models/v1/ConfigMap';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { operators } from '../../services';

/** Name of the ConfigMap that every node agent reads when it starts. */
export const agentConfiguration = 'node-agent-settings';

/**
 * How data of volumes is moved: one volume a machine at a time, so that a backup never takes the disks of a machine from
 * its pods, by pods that ask for what they use. Source: velero.io/docs/v1.18/data-movement-pod-resource-configuration.
 */
const settings = {
  loadConcurrency: { globalConfig: 1 },
  podResources: { cpuRequest: '100m', cpuLimit: '2', memoryRequest: '512Mi', memoryLimit: '2Gi' },
};

/** It must be there before the agents, which do not start without it. */
export function addAgentSettings(scope: Construct): void {
  const manifest: IConfigMap = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: agentConfiguration, namespace: operators.velero.namespace },
    data: { 'settings.json': `${JSON.stringify(settings, null, 2)}\n` },
  };
  typedObject(scope, manifest);
}
