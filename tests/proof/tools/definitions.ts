const github = (repository: string, version: string, asset: string): string =>
  `https://github.com/${repository}/releases/download/${version}/${asset}`;

const raw = (repository: string, version: string, path: string): string =>
  `https://raw.githubusercontent.com/${repository}/${version}/${path}`;

const ARGO_CD = 'v3.5.1';
const ARGO_ROLLOUTS = 'v1.9.1';

const argoRollouts = (kind: string): string =>
  raw('argoproj/argo-rollouts', ARGO_ROLLOUTS, `manifests/crds/${kind}-crd.yaml`);

const karpenterAws = (definition: string): string =>
  raw('aws/karpenter-provider-aws', 'v1.14.1', `pkg/apis/crds/${definition}.yaml`);
const karpenterAzure = (definition: string): string =>
  raw('Azure/karpenter-provider-azure', 'v1.14.2', `pkg/apis/crds/${definition}.yaml`);

/** File name to URL: definitions of custom resources, from the releases of the projects themselves. */
export const DEFINITIONS: Readonly<Record<string, string>> = {
  'argo-cd-application.yaml': raw('argoproj/argo-cd', ARGO_CD, 'manifests/crds/application-crd.yaml'),
  'argo-cd-applicationset.yaml': raw('argoproj/argo-cd', ARGO_CD, 'manifests/crds/applicationset-crd.yaml'),
  'argo-cd-appproject.yaml': raw('argoproj/argo-cd', ARGO_CD, 'manifests/crds/appproject-crd.yaml'),
  'argo-rollouts-analysis-run.yaml': argoRollouts('analysis-run'),
  'argo-rollouts-analysis-template.yaml': argoRollouts('analysis-template'),
  'argo-rollouts-cluster-analysis-template.yaml': argoRollouts('cluster-analysis-template'),
  'argo-rollouts-experiment.yaml': argoRollouts('experiment'),
  'argo-rollouts-rollout.yaml': argoRollouts('rollout'),
  'cert-manager.yaml': github('cert-manager/cert-manager', 'v1.21.1', 'cert-manager.crds.yaml'),
  'cloudnative-pg-barman-cloud.yaml': raw('cloudnative-pg/plugin-barman-cloud', 'v0.15.0', 'manifest.yaml'),
  'cloudnative-pg.yaml': raw('cloudnative-pg/cloudnative-pg', 'v1.30.0', 'releases/cnpg-1.30.0.yaml'),
  'envoy-gateway.yaml': github('envoyproxy/gateway', 'v1.9.0', 'envoy-gateway-crds.yaml'),
  'external-secrets.yaml': raw('external-secrets/external-secrets', 'v2.9.0', 'deploy/crds/bundle.yaml'),
  'flux-helm.yaml': github('fluxcd/helm-controller', 'v1.6.3', 'helm-controller.crds.yaml'),
  'flux-kustomize.yaml': github('fluxcd/kustomize-controller', 'v1.9.4', 'kustomize-controller.crds.yaml'),
  'flux-source.yaml': github('fluxcd/source-controller', 'v1.9.1', 'source-controller.crds.yaml'),
  'karpenter-aws-nodeclass.yaml': karpenterAws('karpenter.k8s.aws_ec2nodeclasses'),
  'karpenter-aws-nodepool.yaml': karpenterAws('karpenter.sh_nodepools'),
  'karpenter-azure-nodeclass.yaml': karpenterAzure('karpenter.azure.com_aksnodeclasses'),
  'karpenter-azure-nodepool.yaml': karpenterAzure('karpenter.sh_nodepools'),
  'prometheus-operator.yaml': github('prometheus-operator/prometheus-operator', 'v0.95.1', 'stripped-down-crds.yaml'),
  'gateway-api.yaml': github('kubernetes-sigs/gateway-api', 'v1.6.1', 'standard-install.yaml'),
};
