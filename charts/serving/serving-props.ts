import type { serving } from '../../services';
import { serving as definition, objectivesOf } from '../../services';
import type { ModelSource, ServedModel } from '../../services/serving-models';
import type { ServiceChartProps } from '../chart-context';

export type ServingProps = ServiceChartProps<typeof serving>;

/** A model with its name. */
export interface NamedModel extends ServedModel {
  readonly name: string;
}

/** Models in the order of their names. */
export const namedModels = ({ config: { models } }: Pick<ServingProps, 'config'>): NamedModel[] =>
  Object.entries(models)
    .map(([name, model]) => ({ name, ...model }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** What a set of pods serves, and under which name it runs. */
export interface Workload {
  readonly name: string;
  readonly model: NamedModel;
  readonly source: ModelSource;
}

export const objectives = ({ config }: Pick<ServingProps, 'config'>) => objectivesOf(definition, config);
