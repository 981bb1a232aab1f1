import type { Finding } from '../environments/model';
import type { Manifest } from './site-output';

const fields = ['data', 'stringData'] as const;

/** A Secret with content, which whoever keeps the object would keep, too. */
export const holdsSecret = (manifest: Manifest): boolean =>
  manifest.kind === 'Secret' && fields.some((field) => Object.keys(manifest[field] ?? {}).length > 0);

/** Secrets with content among rendered objects: the tree lies in Git, where everybody who may read it reads for ever. */
export const renderedSecrets = (site: string, manifests: readonly Manifest[]): Finding[] =>
  manifests.filter(holdsSecret).map(({ metadata }) => ({
    code: 'SECRET_RENDERED',
    file: site,
    place: `Secret ${metadata.namespace}/${metadata.name}`,
    message: 'it would be in Git with its content',
    fix: 'ask for a need of kind secret or credential, which the store of the site keeps, and read it by an ExternalSecret',
  }));
