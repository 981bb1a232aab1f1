/** Middle value; of an even number of values the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/**
 * Runs every subject once a round, so that whatever slows the machine for a while slows all of them. The first round
 * warms the disk and is thrown away where there are several.
 * @returns the samples of each subject, in order
 */
export async function interleave<Name extends string, Sample>(
  rounds: number,
  subjects: Readonly<Record<Name, () => Promise<Sample>>>,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(subjects) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of names) {
      const sample = await subjects[name]();
      if (round > 0) samples[name].push(sample);
    }
  }
  return samples;
}

/**
 * How many times more `over` takes than `under`: the median of the ratios of each round, whose two samples were taken
 * one after the other.
 */
export function pairedRatio<Sample>(
  over: readonly Sample[],
  under: readonly Sample[],
  figure: (sample: Sample) => number,
): number {
  return median(
    over.flatMap((sample, round) => {
      const other = under[round];
      return other === undefined ? [] : [figure(sample) / figure(other)];
    }),
  );
}
