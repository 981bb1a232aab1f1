export { applicationHealth } from './application-health';
export { gitopsNamespace } from './names';
export { rootFiles } from './root-program';
export { rootSource } from './root-source';
