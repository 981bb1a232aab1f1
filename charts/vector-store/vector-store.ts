import { componentLabels } from '../../constructs/kubernetes/component-labels';
import { headlessName } from '../../constructs/kubernetes/workloads';
import { vectorStore } from '../../services';

const qdrantVersion = 'v1.19.2';
const pythonVersion = '3.13.9';
/** The variant that runs as user 1000 and writes below `/qdrant` only. */
export const qdrantImage = `docker.io/qdrant/qdrant:${qdrantVersion}-unprivileged`;
/** Only its standard library is used. */
export const pythonImage = `docker.io/library/python:${pythonVersion}-slim-trixie`;

export const user = 1000;
export const { namespace } = vectorStore;
/** The service in kebab case. */
export const owner = 'vector-store';
export const qdrantName = 'qdrant';

/** Of Qdrant's own file and of the proxy before its metrics. */
export const configMapName = 'qdrant';

export const ports = { http: 6333, grpc: 6334, p2p: 6335, metrics: 6336 } as const;

/** Under this name each member is found by the others, ready or not. */
export const memberHost = (ordinal: number | string): string =>
  `${qdrantName}-${ordinal}.${headlessName(qdrantName)}.${namespace}.svc`;

export const components = {
  server: { name: 'qdrant', version: qdrantVersion, component: 'server' },
  snapshots: { name: 'qdrant-snapshots', version: pythonVersion, component: 'snapshots' },
  extension: { name: 'pgvector', version: 'server', component: 'extension' },
} as const;

/** Labels that select the pods of a part. */
export const podsOf = (component: keyof typeof components) => componentLabels(owner, components[component]).selector;
