import { componentLabels } from '../../../constructs/kubernetes/component-labels';
import { workbench } from '../../../services';
import { notebookUser } from '../../../services/notebooks';

/** 2026: the newest release of Zero to JupyterHub, whose image holds JupyterHub 5.5 with KubeSpawner and OAuthenticator. */
const hubVersion = '4.4.2';
const proxyVersion = '5.3.0';

export const hubImage = `quay.io/jupyterhub/k8s-hub:${hubVersion}`;
export const proxyImage = `quay.io/jupyterhub/configurable-http-proxy:${proxyVersion}`;

/** Of the project's own stacks: JupyterLab with `jupyterhub-singleuser` 5.5, and PyTorch with CUDA 12 on top. */
export const serverImages = {
  plain: 'quay.io/jupyter/scipy-notebook:2026-07-06',
  gpu: 'quay.io/jupyter/pytorch-notebook:cuda12-2026-07-28',
} as const;

/** `jovyan` in the image of the hub and in those of the servers; there in the group `users`. */
export const hubUser = 1000;
export const serverUser = { uid: notebookUser.user, gid: notebookUser.group, home: '/home/jovyan' } as const;
/** `nobody` in the image of the proxy. */
export const proxyUser = 65_534;

export const { namespace } = workbench;
export const hubName = 'notebooks-hub';
export const proxyName = 'notebooks-proxy';
export const serverName = 'notebooks-server';

export const ports = {
  hub: 8081,
  /** Of the hub, apart from its pages: those of the route never show them. */
  hubMetrics: 9101,
  proxy: 8000,
  proxyApi: 8001,
  proxyMetrics: 8002,
  server: 8888,
} as const;

const software = { name: 'jupyterhub', version: hubVersion } as const;
export const components = {
  hub: { ...software, component: 'hub' },
  proxy: { name: 'configurable-http-proxy', version: proxyVersion, component: 'proxy' },
  server: { ...software, component: 'server' },
} as const;

/** Labels that select the pods of a part. */
export const podsOf = (component: keyof typeof components) =>
  componentLabels(workbench.name, components[component]).selector;

export const hubUrl = `http://${hubName}.${namespace}.svc:${ports.hub}`;
export const proxyApiUrl = `http://${proxyName}.${namespace}.svc:${ports.proxyApi}`;

/** Where the configuration lies in the hub's container. */
export const configurationPath = '/etc/jupyterhub';
export const configurationFiles = { script: 'jupyterhub_config.py', settings: 'settings.json' } as const;
