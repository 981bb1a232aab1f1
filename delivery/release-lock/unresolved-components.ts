import type { ReleaseComponents } from './release-record';

/** Paths of components of which nobody can say what runs: images without a digest, models by an alias. */
export const unresolvedComponents = ({ images, models }: Pick<ReleaseComponents, 'images' | 'models'>): string[] => [
  ...Object.entries(images).flatMap(([name, digest]) => (digest === null ? [`images/${name}`] : [])),
  ...Object.entries(models).flatMap(([name, { version }]) => (version === null ? [`models/${name}`] : [])),
];
