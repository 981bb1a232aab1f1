import type { HelmValues } from './operator-chart';

const isTree = (value: unknown): value is HelmValues =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Values with others laid over them, as Helm does it: trees meet, everything else is replaced. */
export const mergeValues = (under: HelmValues, over: HelmValues = {}): HelmValues => ({
  ...under,
  ...Object.fromEntries(
    Object.entries(over).map(([key, value]) => {
      const below = under[key];
      return [key, isTree(below) && isTree(value) ? mergeValues(below, value) : value];
    }),
  ),
});
