import type { IApplication } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/Application';
import type { IAppProject } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1/AppProject';
import type { Construct } from 'constructs';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import type { OperatorRelease } from '../operators/operator-release';
import { argoSync, syncWave } from './argo-sync';
import { gitopsNamespace, operatorsProject, thisCluster } from './names';

const namespace = gitopsNamespace['argo-cd'];

/** Argo CD tells an OCI registry by the missing scheme. */
const repositoryUrl = ({ repository }: OperatorRelease): string => repository.replace(/^oci:\/\//, '');

/** What the Helm charts of operators make outside of namespaces, besides objects of their own definitions. */
const clusterKinds = [
  ['apiextensions.k8s.io', 'CustomResourceDefinition'],
  ['apiregistration.k8s.io', 'APIService'],
  ['rbac.authorization.k8s.io', 'ClusterRole'],
  ['rbac.authorization.k8s.io', 'ClusterRoleBinding'],
  ['admissionregistration.k8s.io', 'MutatingWebhookConfiguration'],
  ['admissionregistration.k8s.io', 'ValidatingWebhookConfiguration'],
  ['admissionregistration.k8s.io', 'ValidatingAdmissionPolicy'],
  ['admissionregistration.k8s.io', 'ValidatingAdmissionPolicyBinding'],
] as const;

const byText = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Operators come from these chart repositories, into these namespaces, and from nowhere else. */
export function addArgoOperatorProject(scope: Construct, releases: readonly OperatorRelease[]): void {
  const project: IAppProject = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: operatorsProject, namespace, annotations: syncWave(-1) },
    spec: {
      description: 'Operators as pinned Helm charts',
      sourceRepos: [...new Set(releases.map(repositoryUrl))].sort(byText),
      destinations: [...new Set(releases.flatMap(({ namespace, alsoIn }) => [namespace, ...alsoIn]))]
        .sort(byText)
        .map((destination) => ({ server: thisCluster, namespace: destination })),
      clusterResourceWhitelist: [
        ...clusterKinds,
        ...releases.flatMap((release) => release.clusterKinds.map((kind) => kind.split('/') as [string, string])),
      ].map(([group, kind]) => ({ group, kind })),
    },
  };
  typedObject(scope, project);
}

/** An operator as a pinned Helm chart. Switched off, it stays until a person removes it: its definitions hold data. */
export function addArgoOperator(scope: Construct, release: OperatorRelease): void {
  const application: IApplication = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: release.name, namespace, annotations: syncWave(release.depth) },
    spec: {
      project: operatorsProject,
      source: {
        repoURL: repositoryUrl(release),
        chart: release.chart,
        targetRevision: release.version,
        helm: { releaseName: release.name, valuesObject: { ...release.values } },
      },
      destination: { server: thisCluster, namespace: release.namespace },
      syncPolicy: argoSync,
    },
  };
  typedObject(scope, application);
}
