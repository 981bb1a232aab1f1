import type { StorageClass } from '../../services';

/** StorageClasses of a cluster of a cloud, by the word that chooses them; the standard one is the default. */
export const volumeClasses: Readonly<Record<StorageClass, string>> = { standard: 'encrypted', fast: 'encrypted-fast' };

/** The class that a volume names; `undefined`: the default one. */
export const namedClass = (chosen: StorageClass | undefined): string | undefined =>
  chosen === 'fast' ? volumeClasses.fast : undefined;
