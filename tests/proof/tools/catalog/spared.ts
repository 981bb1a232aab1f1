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
