import type { ReleaseRecord } from '../release-lock/release-record';

/** As much of a release as says which versions of models it has. */
export type ReleasedModels = Pick<ReleaseRecord, 'id'> & {
  readonly components: Pick<ReleaseRecord['components'], 'models'>;
};

/** Id of the release, where it has this version of the model; nothing where the version comes on its own. */
export const releaseWith = ({ id, components }: ReleasedModels, model: string, version: number): string | undefined =>
  Object.values(components.models).some(
    (one) => one.from === 'registry' && one.name === model && one.version === `${version}`,
  )
    ? id
    : undefined;
