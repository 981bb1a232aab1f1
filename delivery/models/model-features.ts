import type { ModelSignature } from './model-signature';

/** Feature views of a store, each with its features and their types, as Feast writes them. */
export type FeatureViews = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What the tag `evenkeel.features` of a version says: `customer_stats:spend_30d,customer_stats:visits`. */
export const featuresTag = 'evenkeel.features';

/** Types of Feast that a column of MLflow takes without losing anything. */
const taken: Readonly<Record<string, readonly string[]>> = {
  boolean: ['Bool'],
  integer: ['Int32'],
  long: ['Int32', 'Int64'],
  float: ['Float32'],
  double: ['Float32', 'Float64', 'Int32'],
  string: ['String'],
  binary: ['Bytes'],
  datetime: ['UnixTimestamp'],
};

/** Names of features as they stand in the tag; what is no `view:feature` is told as it is. */
export const featuresIn = (tag: string): { readonly view: string; readonly feature: string }[] =>
  tag
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((word) => {
      const [view = '', feature = ''] = word.split(':');
      return { view, feature };
    });

/** What of a model's features a store does not have, or has in a type that the model does not take. */
export function featureBreaks(tag: string, views: FeatureViews, signature?: ModelSignature): string[] {
  return featuresIn(tag).flatMap(({ view, feature }) => {
    const features = Object.hasOwn(views, view) ? views[view] : undefined;
    if (!features) return [`there is no feature view ${view}`];
    const type = Object.hasOwn(features, feature) ? features[feature] : undefined;
    if (type === undefined) return [`feature view ${view} has no feature ${feature || '(none is named)'}`];
    // Feast names columns by the feature, or by both where asked for full names.
    const input = signature?.inputs.find(({ name }) => name === feature || name === `${view}__${feature}`);
    const takes = input && taken[input.type];
    return takes && !takes.includes(type) ? [`${view}:${feature} is ${type}, and the model takes ${input.type}`] : [];
  });
}
