import { pinnedCharts } from '../../../../delivery/chart-values/pinned-charts';
import { DEFINITIONS } from '../definitions';
import type { GoSource, Tool } from '../tool';

const KUBERNETES_VERSION = '1.34.2';
const KUBERNETES_STAGING = 'v0.34.2';

const kubernetesProgram = (program: string): GoSource => ({
  kind: 'go',
  module: 'k8s.io/kubernetes',
  version: `v${KUBERNETES_VERSION}`,
  package: `k8s.io/kubernetes/cmd/${program}`,
  localReplacesAs: KUBERNETES_STAGING,
  linkedVariables: {
    'k8s.io/component-base/version.gitVersion': `v${KUBERNETES_VERSION}`,
    'k8s.io/component-base/version.gitMajor': '1',
    'k8s.io/component-base/version.gitMinor': '34',
  },
});

const fluxController = (program: string, version: string): Tool => ({
  name: `flux-${program}`,
  version,
  proves: 'a site is synced from Git, wave by wave, by the real controllers',
  minutes: 4,
  cached: { kind: 'binary', executable: program },
  sources: [{ kind: 'go', module: `github.com/fluxcd/${program}`, version: `v${version}`, publishedReplaces: true }],
  without: 'the proof of GitOps by Flux is skipped by name',
});

/** A real control plane, the controllers that run on it, and what is checked against it. */
export const kubernetesTools: readonly Tool[] = [
  {
    name: 'kubectl',
    version: KUBERNETES_VERSION,
    proves: 'rendered objects are applied with strict field validation',
    minutes: 2,
    onSystem: { commands: ['kubectl'], versionArguments: ['version', '--client'], minimum: '1.29.0' },
    cached: { kind: 'binary', executable: 'kubectl' },
    sources: [kubernetesProgram('kubectl')],
    without: 'all API server proofs are skipped by name',
  },
  {
    name: 'etcd',
    version: '3.4.23',
    proves: 'storage of the API server',
    minutes: 0.2,
    onSystem: { commands: ['etcd'], versionArguments: ['--version'] },
    sources: [
      { kind: 'apt', packages: ['etcd-server'] },
      { kind: 'manual', instruction: 'install etcd 3.4 or newer' },
    ],
    without: 'all API server proofs are skipped by name',
  },
  {
    name: 'kubeconform',
    version: '0.8.0',
    proves: 'objects fit their schemas without an API server',
    minutes: 0.5,
    onSystem: { commands: ['kubeconform'], versionArguments: ['-v'] },
    cached: { kind: 'binary', executable: 'kubeconform' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/yannh/kubeconform',
        version: 'v0.8.0',
        package: 'github.com/yannh/kubeconform/cmd/kubeconform',
        linkedVariables: { 'main.version': 'v0.8.0' },
      },
    ],
    without: 'schema checks lean on the API server alone',
  },
  {
    name: 'definitions',
    version: '1',
    proves: 'custom resources are checked against the definitions of their operators',
    minutes: 0.2,
    cached: { kind: 'folder' },
    sources: [
      { kind: 'files', urls: DEFINITIONS },
      { kind: 'manual', instruction: 'put the YAML of the definitions into a folder and name it in EVENKEEL_CRDS' },
    ],
    without: 'the API server proofs take them from EVENKEEL_CRDS or from beside the checkout',
  },
  {
    name: 'definitions-percona-mongodb',
    version: '1.23.0',
    proves: 'replica sets of MongoDB are checked against the definitions of their operator',
    minutes: 0.2,
    cached: { kind: 'folder' },
    sources: [
      {
        kind: 'go-files',
        module: 'github.com/percona/percona-server-mongodb-operator',
        version: 'v1.23.0',
        files: { 'percona-mongodb.yaml': 'deploy/crd.yaml' },
      },
    ],
    without: 'sites with a MongoDB need it from EVENKEEL_CRDS or from beside the checkout',
  },
  {
    name: 'kube-apiserver',
    version: KUBERNETES_VERSION,
    proves: 'a real API server takes every rendered object',
    minutes: 7,
    cached: { kind: 'binary', executable: 'kube-apiserver' },
    sources: [kubernetesProgram('kube-apiserver')],
    without: 'all API server proofs are skipped by name',
  },
  {
    name: 'kube-controller-manager',
    version: KUBERNETES_VERSION,
    proves: 'a canary is promoted or rolled back by the real controllers',
    minutes: 3,
    cached: { kind: 'binary', executable: 'kube-controller-manager' },
    sources: [kubernetesProgram('kube-controller-manager')],
    without: 'the canary proof is skipped by name',
  },
  {
    name: 'kube-scheduler',
    version: KUBERNETES_VERSION,
    proves: 'a canary is promoted or rolled back by the real controllers',
    minutes: 1,
    cached: { kind: 'binary', executable: 'kube-scheduler' },
    sources: [kubernetesProgram('kube-scheduler')],
    without: 'the canary proof is skipped by name',
  },
  {
    name: 'kwok',
    version: '0.8.0',
    proves: 'a canary is promoted or rolled back; it plays nodes and their pods',
    minutes: 1,
    cached: { kind: 'binary', executable: 'kwok' },
    sources: [{ kind: 'go', module: 'sigs.k8s.io/kwok', version: 'v0.8.0', package: 'sigs.k8s.io/kwok/cmd/kwok' }],
    without: 'the canary proof is skipped by name',
  },
  {
    name: 'argo-rollouts',
    version: '1.9.1',
    proves: 'a canary is promoted or rolled back by the real controller',
    minutes: 6,
    cached: { kind: 'binary', executable: 'rollouts-controller' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/argoproj/argo-rollouts',
        version: 'v1.9.1',
        package: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
        publishedReplaces: true,
      },
    ],
    without: 'the canary proof is skipped by name',
  },
  fluxController('source-controller', '1.9.1'),
  fluxController('kustomize-controller', '1.9.4'),
  {
    name: 'gateway-api-plugin',
    version: '0.17.0',
    proves: 'a canary gets its share of the traffic from the plugin that runs in production',
    minutes: 1,
    cached: { kind: 'binary', executable: 'gateway-api-plugin' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi',
        version: 'v0.17.0',
      },
    ],
    without: 'a stand-in of ours, on the same plugin protocol, sets the weights of the canary',
  },
  {
    name: 'gateway-api-plugin-stand-in',
    version: '1.0.0',
    proves: 'a canary gets its share of the traffic where its plugin cannot be had',
    minutes: 0.5,
    cached: { kind: 'binary', executable: 'gateway-api-plugin' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/argoproj/argo-rollouts',
        version: 'v1.9.1',
        publishedReplaces: true,
        ownProgram: 'stand-ins/gateway-api-plugin',
      },
    ],
    without: 'the canary proof is skipped by name unless the plugin itself is there',
  },
  {
    name: 'helm',
    version: '4.3.1',
    proves: 'the benchmark against helm template, and what charts make of the values that releases pass',
    minutes: 2,
    onSystem: { commands: ['helm'], versionArguments: ['version', '--short'], minimum: '4.0.0' },
    cached: { kind: 'binary', executable: 'helm' },
    sources: [{ kind: 'go', module: 'helm.sh/helm/v4', version: 'v4.3.1', package: 'helm.sh/helm/v4/cmd/helm' }],
    without: 'the benchmark leaves out the comparison with helm, and the proof of releases is skipped by name',
  },
  {
    name: 'charts',
    version: '1',
    proves: 'every third-party chart renders with the values of its release',
    minutes: 1,
    cached: { kind: 'folder' },
    sources: [
      { kind: 'helm', charts: pinnedCharts },
      {
        kind: 'manual',
        instruction: 'put packages or unpacked folders of the charts into a folder and name it in EVENKEEL_CHARTS',
      },
    ],
    without: 'releases are rendered with the charts in EVENKEEL_CHARTS; those of no chart are skipped by name',
  },
];
