import type { Site } from '../../environments/model';
import type { StorageClass } from '../../services';
import { namedClass } from '../kubernetes/volume-classes';

/** The class of a volume: the chosen one, else what the site names for all; `undefined`: the cluster's default. */
export const storageClassOf = (site: Site, chosen?: StorageClass): string | undefined =>
  namedClass(chosen) ?? ('storageClass' in site ? site.storageClass : undefined);
