export { gitopsNamespace } from './names';
export { rootSource } from './root-source';
