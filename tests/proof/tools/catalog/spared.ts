import type { Tool } from '../tool';

/** Each serves one proof and is built for minutes: missed first where time runs out. */
export const sparedTools: readonly Tool[] = [
  {
    name: 'thanos',
    version: '0.42.4',
    proves: 'the series of every site are shown in one place, and to nobody else',
    minutes: 5,
    onSystem: { commands: ['thanos'], versionArguments: ['--version'], minimum: '0.41.0' },
    cached: { kind: 'binary', executable: 'thanos' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/thanos-io/thanos',
        version: 'v0.42.4',
        package: 'github.com/thanos-io/thanos/cmd/thanos',
        publishedReplaces: true,
        tags: ['slicelabels'],
      },
    ],
    without: 'the view over all sites is skipped by name',
  },
  {
    name: 'loki',
    version: '3.7.8',
    proves: 'logs are taken and found again under the rendered configuration',
    minutes: 11,
    onSystem: { commands: ['loki'], versionArguments: ['--version'], minimum: '3.7.0' },
    cached: { kind: 'binary', executable: 'loki' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/grafana/loki/v3',
        version: 'v3.7.8',
        package: 'github.com/grafana/loki/v3/cmd/loki',
        publishedReplaces: true,
      },
    ],
    without: 'the proof of logs is skipped by name',
  },
  {
    name: 'keda',
    version: '2.20.2',
    proves: 'models are scaled, put to rest and woken by the rendered ScaledObjects',
    minutes: 9,
    cached: { kind: 'binary', executable: 'keda-operator' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/kedacore/keda/v2',
        version: 'v2.20.2',
        package: 'github.com/kedacore/keda/v2/cmd/operator',
        publishedReplaces: true,
        linkedVariables: { 'github.com/kedacore/keda/v2/version.Version': '2.20.2' },
      },
    ],
    without: 'the proof of scaling is skipped by name',
  },
  {
    name: 'argo-cd',
    // Its own programs; of the engine in it the version of the same weeks, as that is published under no number.
    version: '3.5.7',
    proves: 'a site is synced from Git, wave by wave, by the real controller',
    minutes: 11,
    cached: { kind: 'binary', executable: 'argo-cd' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/argoproj/argo-cd/v3',
        version: 'v3.5.7',
        ownProgram: 'stand-ins/argo-cd',
        publishedReplaces: true,
        otherVersions: { 'github.com/argoproj/argo-cd/gitops-engine': 'v0.0.0-20260914071520-c9c369efcc5b' },
      },
    ],
    without: 'the proof of GitOps by Argo CD is skipped by name',
  },
  {
    name: 'pulumi',
    version: '3.230.0',
    proves: 'the second engine really delivers, goes back and takes away',
    minutes: 3,
    cached: { kind: 'binary', executable: 'pulumi' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/pulumi/pulumi/pkg/v3',
        version: 'v3.230.0',
        package: 'github.com/pulumi/pulumi/pkg/v3/cmd/pulumi',
        linkedVariables: { 'github.com/pulumi/pulumi/sdk/v3/go/common/version.Version': 'v3.230.0' },
      },
    ],
    without: 'the proof of the second engine is skipped by name',
  },
  {
    name: 'velero',
    version: '1.18.1',
    proves: 'the state of a cluster is backed up, and comes back on another one',
    minutes: 9,
    cached: { kind: 'binary', executable: 'velero' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/vmware-tanzu/velero',
        version: 'v1.18.1',
        package: 'github.com/vmware-tanzu/velero/cmd/velero',
        publishedReplaces: true,
        // Those it names are not on every mirror of modules.
        otherVersions: { 'k8s.io/cli-runtime': 'v0.33.5', 'k8s.io/kube-aggregator': 'v0.33.12' },
        linkedVariables: { 'github.com/vmware-tanzu/velero/pkg/buildinfo.Version': 'v1.18.1' },
      },
    ],
    without: 'the cluster drill is skipped by name',
  },
  {
    name: 'velero-plugin-for-aws',
    version: '1.14.3',
    proves: 'the state of a cluster is backed up, and comes back on another one',
    minutes: 1,
    cached: { kind: 'binary', executable: 'velero-plugin-for-aws' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/vmware-tanzu/velero-plugin-for-aws',
        version: 'v1.14.3',
        package: 'github.com/vmware-tanzu/velero-plugin-for-aws/velero-plugin-for-aws',
      },
    ],
    without: 'the cluster drill is skipped by name',
  },
  {
    name: 'rclone',
    version: '1.76.0',
    proves: 'buckets and dumps are copied between clouds by the rendered jobs, and they notice what they must',
    minutes: 3,
    cached: { kind: 'binary', executable: 'rclone' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/rclone/rclone',
        version: 'v1.76.0',
        ownProgram: 'stand-ins/rclone',
      },
    ],
    without: 'the proofs of copies of buckets and of dumps are skipped by name',
  },
  {
    name: 'gateway-translator',
    // Of the program of our own around it: another number has it built again.
    version: '1.9.0-2',
    proves: 'the policies of the gateway hold in the proxies that they become',
    minutes: 5,
    cached: { kind: 'binary', executable: 'gateway-translator' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/envoyproxy/gateway',
        version: 'v1.9.0',
        ownProgram: 'stand-ins/gateway-translator',
        ownPath: 'github.com/envoyproxy/gateway/evenkeel',
      },
    ],
    without: 'the proof of the gateway is skipped by name',
  },
  {
    name: 'coraza-host',
    version: '1.0.0',
    proves: 'attacks are stopped by the rendered directives, and what the services are asked every day is not',
    minutes: 0.6,
    cached: { kind: 'binary', executable: 'coraza-host' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/corazawaf/coraza-proxy-wasm',
        // What has become of 0.6.0 since: Coraza 3.3.3 and the Core Rule Set 4.14.0, as in the release.
        version: 'v0.0.0-20260824140537-b1770f5b0be3',
        ownProgram: 'stand-ins/coraza-host',
        // Those of the image: rules hold as early as they can, and there is no disk to put a body on.
        tags: ['coraza.rule.multiphase_evaluation', 'memoize_builders', 'no_fs_access'],
      },
    ],
    without: 'the proof of the firewall is skipped by name',
  },
];
