/** Pods on a node: with address prefixes a node has more addresses than its kubelet wants pods. */
export const maxPods = 110;

/** Bottlerocket, its settings in TOML: read-only root, verified at boot, no shell to reach. */
export const bottlerocketSettings = `[settings.kubernetes]
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
