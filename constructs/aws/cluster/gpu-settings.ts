import { gpuMemoryGiB } from '../../../environments/facts';
import type { NodePool } from '../../../environments/model';

/**
 * What Bottlerocket's own device plugin and MIG manager are told, in TOML; the resource keeps its name, so pods ask for a
 * share as for a GPU. Source: bottlerocket.dev, "kubelet device plugins".
 */
export function gpuSettings({ machine, sharing }: Pick<NodePool, 'machine' | 'sharing'>): string {
  const { gpu } = machine;
  if (!gpu || !sharing) return '';
  if (sharing.by === 'mig') {
    return `
[settings.kubelet-device-plugins.nvidia]
device-partitioning-strategy = "mig"

[settings.kubelet-device-plugins.nvidia.mig.profile]
"${gpu.class}.${gpuMemoryGiB(gpu)}gb" = "${sharing.podsPerGpu}"
`;
  }
  return `
[settings.kubelet-device-plugins.nvidia]
device-sharing-strategy = "time-slicing"

[settings.kubelet-device-plugins.nvidia.time-slicing]
replicas = ${sharing.podsPerGpu}
rename-by-default = false
fail-requests-greater-than-one = true
`;
}
