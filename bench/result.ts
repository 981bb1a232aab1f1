/** One line of the final table: a ratio of two things measured in the same run. */
export interface Ratio {
  readonly measure: string;
  /** What was divided by what, with their medians. */
  readonly of: string;
  readonly ratio: number;
  readonly target?: Target;
}

export interface Target {
  readonly bound: 'at most' | 'at least';
  readonly value: number;
}

/** What one measure found out. */
export interface MeasureResult {
  readonly ratios: readonly Ratio[];
  /** What a reader must know to judge the ratios. */
  readonly notes: readonly string[];
}

export const atMost = (value: number): Target => ({ bound: 'at most', value });
export const atLeast = (value: number): Target => ({ bound: 'at least', value });

export const meets = ({ ratio, target }: Ratio): boolean =>
  target === undefined || (target.bound === 'at most' ? ratio <= target.value : ratio >= target.value);
