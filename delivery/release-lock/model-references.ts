import type { Environment } from '../../environments/model/resolve-environment';
import { type ModelSource, sourcesOf } from '../../services/serving-models';

/** Which version of a model a service loads, and from where. */
export interface ModelReference {
  /** `registry`, `bucket` or `hugging-face`. */
  readonly from: string;
  /** In the registry or on the hub; of a bucket, the model as it is served. */
  readonly name: string;
  /** Of the registry, commit of the hub, or folder of the bucket; `null`: it goes by an alias, which somebody may move. */
  readonly version: string | null;
  readonly alias?: string;
}

/** Where the definitions of features come from. */
export interface FeatureViewReference {
  readonly repository: string;
  readonly folder: string;
  /** Tag or commit. */
  readonly version: string;
}

type Configured = Pick<Environment, 'config'>;

/** An own server has its model inside, and is an image by its digest. */
function referenceOf(served: string, source: ModelSource): ModelReference | undefined {
  if (source.from === 'image') return undefined;
  if (source.from === 'bucket') return { from: 'bucket', name: served, version: source.path };
  const { model: name, version, alias } = source;
  return {
    from: 'registry',
    name,
    version: version === undefined ? null : `${version}`,
    ...(alias === undefined ? {} : { alias }),
  };
}

const servedReferences = ({ config }: Configured): [string, ModelReference][] =>
  Object.entries(config.services.serving?.models ?? {}).flatMap(([served, model]) =>
    sourcesOf(model).flatMap(([place, source]): [string, ModelReference][] => {
      const reference = referenceOf(/^alongside\.(.*)$/.exec(place)?.[1] ?? served, source);
      // The model itself goes by its name alone, what is beside it by its place.
      return reference ? [[place === 'source' ? `serving/${served}` : `serving/${served}/${place}`, reference]] : [];
    }),
  );

const languageReferences = ({ config }: Configured): [string, ModelReference][] =>
  Object.entries(config.services.llm?.models ?? {}).map(([served, { source }]) => [
    `llm/${served}`,
    source.from === 'hugging-face'
      ? { from: 'hugging-face', name: source.id, version: source.revision }
      : { from: 'bucket', name: served, version: source.path },
  ]);

const sorted = <Value>(entries: readonly [string, Value][]): Readonly<Record<string, Value>> =>
  Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));

/** Every model that services of an environment load, by `<service>/<model>` and, beside the model itself, its place. */
export const modelReferences = (environment: Configured): Readonly<Record<string, ModelReference>> =>
  sorted([...servedReferences(environment), ...languageReferences(environment)]);

/** The definitions of features that an environment applies, by their folder. */
export function featureViewReferences({ config }: Configured): Readonly<Record<string, FeatureViewReference>> {
  const definitions = config.services.featureStore?.definitions;
  if (!definitions) return {};
  const { repository, folder, revision } = definitions;
  return { [folder]: { repository, folder, version: revision } };
}
