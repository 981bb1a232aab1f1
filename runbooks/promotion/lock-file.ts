import { environmentsFolder } from '../../environments/model/environment-files';

/** Of an environment, relative to its repository, as Git writes paths. */
export const lockFileOf = (environment: string): string => `${environmentsFolder}/${environment}.lock.json`;

/** The SBOM of its release, beside the lock. */
export const sbomFileOf = (environment: string): string => `${environmentsFolder}/${environment}.sbom.json`;
