/** The names of the values that one Helm chart reads; nothing of what they say. */
export interface RecordedChart {
  /** Version that was pinned when the chart was read. */
  readonly pinned: string;
  /** Version that was read: the same one, or the nearest that could be had. `git-<commit>`: the chart's own repository. */
  readonly read: string;
  /**
   * One text a value of the first level. `name`: one value; `name*`: anything may stand below it; `name{a,b*}`: what may
   * stand below it.
   */
  readonly values: readonly string[];
}
