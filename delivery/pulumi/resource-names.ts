import type { Manifest } from '../../charts/rendered-object';

/** What Pulumi calls one kind of object: `kubernetes:apps/v1:Deployment`, `kubernetes:core/v1:Service`. */
export const typeToken = ({ apiVersion, kind }: Pick<Manifest, 'apiVersion' | 'kind'>): string =>
  `kubernetes:${apiVersion.includes('/') ? apiVersion : `core/${apiVersion}`}:${kind}`;

/** Name of an object in the state: the wave is no part of it, so that an object may move to another one. */
export const resourceName = ({ metadata: { namespace, name } }: Pick<Manifest, 'metadata'>): string =>
  namespace === undefined ? name : `${namespace}/${name}`;

/** Type of the charts in the state. */
export const releaseToken = 'kubernetes:helm.sh/v3:Release';

/** The version is left out: an object is the same under each. */
const withoutVersion = (token: string): string => token.replace(/^(kubernetes:[^/:]+)\/[^:]+:/, '$1:');

/** One object, whatever version it is written in. */
export const identity = (token: string, name: string): string => `${withoutVersion(token)} ${name}`;
