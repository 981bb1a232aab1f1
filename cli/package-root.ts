export { packageRoot, packageVersion } from '../delivery/package-root';
