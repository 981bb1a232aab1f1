import { type FileSource, type ModelSource, type ServedModel, sourcesOf } from './serving-models';

export type RegistrySource = Extract<FileSource, { from: 'registry' }>;

/** A place of `services.serving` that loads a model of the registry. */
export interface RegistryPlace {
  /** Path below `services.serving.models`: `churn.source`, `churn.alongside.win-back`. */
  readonly place: string;
  /** Name of the served model, whose pods load it. */
  readonly served: string;
  readonly model: ServedModel;
  readonly source: RegistrySource;
  /** Variants of a comparison and shadows try a version; whoever promotes means what callers get. */
  readonly tries: boolean;
}

const isRegistry = (source: ModelSource): source is RegistrySource => source.from === 'registry';

const isTrial = (place: string): boolean => place.startsWith('delivery.variants.') || place.startsWith('shadow.');

/** Everything that is loaded from the registry, in the order of the file. */
export const registryPlaces = (models: Readonly<Record<string, ServedModel>>): RegistryPlace[] =>
  Object.entries(models).flatMap(([served, model]) =>
    sourcesOf(model).flatMap(([place, source]) =>
      isRegistry(source) ? [{ place: `${served}.${place}`, served, model, source, tries: isTrial(place) }] : [],
    ),
  );
