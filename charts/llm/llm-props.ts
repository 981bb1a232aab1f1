import type { llm } from '../../services';
import type { LlmModel } from '../../services/llm-models';
import type { ServiceChartProps } from '../chart-context';

export type LlmProps = ServiceChartProps<typeof llm>;

/** A model with the name that callers use. */
export interface NamedModel extends LlmModel {
  readonly name: string;
}

/** Models that run here, in the order of their names. */
export const namedModels = ({ config: { models } }: Pick<LlmProps, 'config'>): NamedModel[] =>
  Object.entries(models)
    .map(([name, model]) => ({ name, ...model }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
