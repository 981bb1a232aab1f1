import { definitionReleases as releases } from '../../../delivery/operator-definitions/releases';

const github = (repository: string, version: string, asset: string): string =>
  `https://github.com/${repository}/releases/download/${version}/${asset}`;

const raw = (repository: string, version: string, path: string): string =>
  `https://raw.githubusercontent.com/${repository}/${version}/${path}`;

const argoRollouts = (kind: string): string =>
  raw('argoproj/argo-rollouts', releases['argo-rollouts.yaml'], `manifests/crds/${kind}-crd.yaml`);

const karpenterAws = (definition: string): string =>
  raw('aws/karpenter-provider-aws', releases['karpenter-aws.yaml'], `pkg/apis/crds/${definition}.yaml`);
const karpenterAzure = (definition: string): string =>
  raw('Azure/karpenter-provider-azure', releases['karpenter-azure.yaml'], `pkg/apis/crds/${definition}.yaml`);

const CLOUDNATIVE_PG = releases['cloudnative-pg.yaml'];

/** File name to URL: definitions of custom resources, from the releases of the projects themselves. */
export const DEFINITIONS: Readonly<Record<string, string>> = {
  'argo-cd-application.yaml': raw('argoproj/argo-cd', releases['argo-cd.yaml'], 'manifests/crds/application-crd.yaml'),
  'argo-cd-applicationset.yaml': raw(
    'argoproj/argo-cd',
    releases['argo-cd.yaml'],
    'manifests/crds/applicationset-crd.yaml',
  ),
  'argo-cd-appproject.yaml': raw('argoproj/argo-cd', releases['argo-cd.yaml'], 'manifests/crds/appproject-crd.yaml'),
  'argo-rollouts-analysis-run.yaml': argoRollouts('analysis-run'),
  'argo-rollouts-analysis-template.yaml': argoRollouts('analysis-template'),
  'argo-rollouts-cluster-analysis-template.yaml': argoRollouts('cluster-analysis-template'),
  'argo-rollouts-experiment.yaml': argoRollouts('experiment'),
  'argo-rollouts-rollout.yaml': argoRollouts('rollout'),
  'cert-manager.yaml': github('cert-manager/cert-manager', releases['cert-manager.yaml'], 'cert-manager.crds.yaml'),
  'cloudnative-pg-barman-cloud.yaml': raw(
    'cloudnative-pg/plugin-barman-cloud',
    releases['cloudnative-pg-barman-cloud.yaml'],
    'manifest.yaml',
  ),
  'cloudnative-pg.yaml': raw(
    'cloudnative-pg/cloudnative-pg',
    CLOUDNATIVE_PG,
    `releases/cnpg-${CLOUDNATIVE_PG.slice(1)}.yaml`,
  ),
  'envoy-gateway.yaml': github('envoyproxy/gateway', releases['envoy-gateway.yaml'], 'envoy-gateway-crds.yaml'),
  'external-secrets.yaml': raw(
    'external-secrets/external-secrets',
    releases['external-secrets.yaml'],
    'deploy/crds/bundle.yaml',
  ),
  'flux-helm.yaml': github(
    'fluxcd/helm-controller',
    releases['flux-helm-controller.yaml'],
    'helm-controller.crds.yaml',
  ),
  'flux-kustomize.yaml': github(
    'fluxcd/kustomize-controller',
    releases['flux-kustomize-controller.yaml'],
    'kustomize-controller.crds.yaml',
  ),
  'flux-source.yaml': github(
    'fluxcd/source-controller',
    releases['flux-source-controller.yaml'],
    'source-controller.crds.yaml',
  ),
  'karpenter-aws-nodeclass.yaml': karpenterAws('karpenter.k8s.aws_ec2nodeclasses'),
  'karpenter-aws-nodepool.yaml': karpenterAws('karpenter.sh_nodepools'),
  'karpenter-azure-nodeclass.yaml': karpenterAzure('karpenter.azure.com_aksnodeclasses'),
  'karpenter-azure-nodepool.yaml': karpenterAzure('karpenter.sh_nodepools'),
  'prometheus-operator.yaml': github(
    'prometheus-operator/prometheus-operator',
    releases['prometheus-operator.yaml'],
    'stripped-down-crds.yaml',
  ),
  'gateway-api.yaml': github(
    'kubernetes-sigs/gateway-api',
    releases['gateway-api-experimental.yaml'],
    'standard-install.yaml',
  ),
};
