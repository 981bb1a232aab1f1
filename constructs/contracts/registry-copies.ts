import type { CloudSite, RegistryPlace } from '../../environments/model';

/** Where a site's own images are copied to; nowhere but from the primary site of an environment. */
export const copiesOfOwnImages = ({ name, registry }: CloudSite): readonly RegistryPlace[] =>
  registry?.copies?.from.name === name ? registry.copies.to : [];

/** Whose own images a site is given; `undefined`: it has only what is pushed to itself. */
export const sourceOfOwnImages = ({ name, registry }: CloudSite): RegistryPlace | undefined =>
  registry?.copies && registry.copies.from.name !== name ? registry.copies.from : undefined;
