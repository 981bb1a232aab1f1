import type { IApplication } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application';
import type { IAppProject } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject';
import type { Construct } from 'constructs';
import { shiftedWeights } from '../../constructs/kubernetes/gateway-names';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import { stopsLabel } from '../../environments/model';
import { argoSync, deletesItsObjects, syncWave } from './argo-sync';
import type { GitopsChartProps } from './gitops-chart';
import { gitopsNamespace, siteProject, thisCluster } from './names';
import type { WaveFolder } from './wave-folder';

const namespace = gitopsNamespace['argo-cd'];

/** What the site's own folders make outside of namespaces. */
const clusterKinds = [
  ['admissionregistration.k8s.io', 'ValidatingAdmissionPolicy'],
  ['admissionregistration.k8s.io', 'ValidatingAdmissionPolicyBinding'],
  ['rbac.authorization.k8s.io', 'ClusterRole'],
  ['rbac.authorization.k8s.io', 'ClusterRoleBinding'],
  ['scheduling.k8s.io', 'PriorityClass'],
  ['storage.k8s.io', 'StorageClass'],
  ['snapshot.storage.k8s.io', 'VolumeSnapshotClass'],
  ['cert-manager.io', 'ClusterIssuer'],
  ['external-secrets.io', 'ClusterSecretStore'],
  ['gateway.networking.k8s.io', 'GatewayClass'],
] as const;

/** Of rights and rules, only those that the site names its own. */
const ownNames = /^(admissionregistration|rbac\.authorization)\.k8s\.io$/;

/** Weights of routes belong to who shifts them: put back, a new version would lose its requests in the middle. */
const [[weightsLabel, shifted]] = Object.entries(shiftedWeights) as [[string, string]];
const weights = {
  group: 'gateway.networking.k8s.io',
  kind: 'HTTPRoute',
  jqPathExpressions: [
    `select(.metadata.labels["${weightsLabel}"] == "${shifted}") | .spec.rules[].backendRefs[].weight`,
  ],
};

/** Numbers of what stops belong to the off-hours job: put back, servers would start again at night. */
const [[stopsName, stopsValue]] = Object.entries(stopsLabel) as [[string, string]];
const numbers = (stops: readonly string[]) =>
  stops.map((one) => {
    const [group, kind] = one.split('/') as [string, string];
    return {
      group,
      kind,
      jqPathExpressions: [`select(.metadata.labels["${stopsName}"] == "${stopsValue}") | .spec.replicas`],
    };
  });

/** What an application makes as Git says, and leaves alone from then on. */
function left({ shiftsWeights, stops }: WaveFolder) {
  const ignoreDifferences = [...(shiftsWeights ? [weights] : []), ...numbers(stops)];
  if (ignoreDifferences.length === 0) return {};
  const syncOptions = [...(argoSync.syncOptions ?? []), 'RespectIgnoreDifferences=true'];
  return { ignoreDifferences, syncPolicy: { ...argoSync, syncOptions } };
}

/** What machines are made from is the cloud's own to name. */
const nodeKinds = ({ kubernetes }: GitopsChartProps['context']) => {
  const kinds = (kubernetes.nodeObjects ?? []).map(({ apiVersion, kind }) => `${apiVersion.split('/')[0]}/${kind}`);
  return [...new Set(kinds)].map((name) => name.split('/') as [group: string, kind: string]);
};

/** One application a folder; the root applies them wave by wave, each when the one before is healthy. */
export function addArgoWaves(scope: Construct, { context, folders, namespaces }: GitopsChartProps): void {
  const { repository, revision } = context.gitops;
  const project: IAppProject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: siteProject, namespace, annotations: syncWave(-1) },
    spec: {
      description: `Everything rendered for ${context.site}`,
      sourceRepos: [repository],
      destinations: namespaces.map(({ name }) => ({ server: thisCluster, namespace: name })),
      clusterResourceWhitelist: [...clusterKinds, ...nodeKinds(context)].map(([group, kind]) => ({
        group,
        kind,
        ...(ownNames.test(group) ? { name: 'evenkeel-*' } : {}),
      })),
    },
  };
  typedObject(scope, project);
  for (const folder of folders) {
    const { name, path, wave } = folder;
    const application: IApplication = {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name, namespace, annotations: syncWave(wave), finalizers: deletesItsObjects },
      spec: {
        project: siteProject,
        source: { repoURL: repository, targetRevision: revision, path },
        destination: { server: thisCluster, namespace },
        syncPolicy: argoSync,
        ...left(folder),
      },
    };
    typedObject(scope, application);
  }
}
