import { fullImageName } from '../../constructs/contracts';
import type { Environment } from '../../environments/model/resolve-environment';
import { type ModelSource, sourcesOf } from '../../services/serving-models';
import type { ReleaseComponents } from './release-record';

type Services = Environment['config']['services'];
type LlmSource = NonNullable<Services['llm']>['models'][string]['source'];
type Source = ModelSource | LlmSource;
type Model = ReleaseComponents['models'][string];

const nameAndVersion = (whole: string, between: string): { name: string; version: string } => {
  const at = whole.lastIndexOf(between);
  return at === -1 ? { name: whole, version: whole } : { name: whole.slice(0, at), version: whole.slice(at + 1) };
};

/** What each kind of source says of name and version. */
const modelBy: { readonly [F in Source['from']]: (source: Extract<Source, { from: F }>) => Omit<Model, 'from'> } = {
  registry: ({ model, version, alias }) => ({
    name: model,
    version: version === undefined ? null : String(version),
    ...(alias === undefined ? {} : { alias }),
  }),
  bucket: ({ path }) => nameAndVersion(path, '/'),
  image: ({ image }) => {
    const [named = '', digest] = fullImageName(image).split('@');
    const { name, version } = named.includes(':', named.lastIndexOf('/'))
      ? nameAndVersion(named, ':')
      : { name: named, version: digest ?? named };
    return { name, version, ...(digest === undefined ? {} : { digest }) };
  },
  'hugging-face': ({ id, revision }) => ({ name: id, version: revision }),
};

const modelOf = <S extends Source>(source: S): Model => ({
  from: source.from,
  ...(modelBy[source.from] as (one: Source) => Omit<Model, 'from'>)(source),
});

/** Every model that services load, by `<service>/<model>`; what stands beside or behind it has its place as well. */
export function referencedModels({ serving, llm }: Services): ReleaseComponents['models'] {
  const served = Object.entries(serving?.models ?? {}).flatMap(([name, model]) =>
    sourcesOf(model).map(([place, source]): [string, Model] => [
      `serving/${name}${place === 'source' ? '' : `/${place}`}`,
      modelOf(source),
    ]),
  );
  const spoken = Object.entries(llm?.models ?? {}).map(([name, { source }]): [string, Model] => [
    `llm/${name}`,
    modelOf(source),
  ]);
  return Object.fromEntries([...served, ...spoken].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Feature views come with the definitions: their version is that of the definitions. */
export const referencedFeatureViews = ({ featureStore }: Services): ReleaseComponents['featureViews'] => {
  const { repository, folder, revision: version } = featureStore?.definitions ?? {};
  if (repository === undefined || folder === undefined || version === undefined) return {};
  return { featureStore: { repository, folder, version } };
};
