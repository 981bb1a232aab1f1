import type { Site } from '../../environments/model';

/** The class a site names for its volumes; `undefined`: the cluster's default. */
export const storageClassOf = (site: Site): string | undefined =>
  'storageClass' in site ? site.storageClass : undefined;
