import type { NodePool } from '../../../environments/model';
import { gpuSettings } from './gpu-settings';

/** Pods on a node: with address prefixes a node has more addresses than its kubelet wants pods. */
export const maxPods = 110;

/** Bottlerocket, its settings in TOML: read-only root, verified at boot, no shell to reach. */
const bottlerocketSettings = `[settings.kubernetes]
max-pods = ${maxPods}

[settings.host-containers.admin]
enabled = false

[settings.host-containers.control]
enabled = false
`;

/** Instance metadata by session token, and out of reach of pods. */
export const nodeMetadataOptions = {
  httpEndpoint: 'enabled',
  httpTokens: 'required',
  httpPutResponseHopLimit: 1,
} as const;

/** The operating system's volume is an image; what pods write goes to the second one. */
export const nodeVolumes = (diskGiB: number) => [
  { deviceName: '/dev/xvda', sizeGiB: 4 },
  { deviceName: '/dev/xvdb', sizeGiB: diskGiB },
];

/**
 * All disks of the machine as one, under what containers, their images and logs are written to. The words are Karpenter's
 * own, so that it and managed groups do the same. Source: bottlerocket.dev, "bootstrap commands"; since release 1.29.
 */
const scratchSettings = `
[settings.bootstrap-commands.000-mount-instance-storage]
commands = [
  ["apiclient", "ephemeral-storage", "init"],
  ["apiclient", "ephemeral-storage", "bind", "--dirs", "/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods"],
]
mode = "always"
essential = true
`;

export const nodeSettings = (pool: Pick<NodePool, 'scratch' | 'machine' | 'sharing'>): string =>
  [bottlerocketSettings, pool.scratch ? scratchSettings : '', gpuSettings(pool)].join('');
