import type { QualityBound } from '../../services/serving-models';

type Metrics = Readonly<Record<string, number>>;

const shown = (value: number): string => `${Number(value.toPrecision(6))}`;

/** What keeps a version from its callers by one bound; nothing where it holds. */
function broken(
  { metric, better, atLeast, atMost, notWorseThanChampionBy: by }: QualityBound,
  now: Metrics,
  champion?: Metrics,
): string[] {
  const value = now[metric];
  if (value === undefined || Number.isNaN(value)) return [`${metric} was not measured`];
  const before = champion?.[metric];
  const worse = before === undefined ? 0 : better === 'higher' ? before - value : value - before;
  return [
    ...(atLeast !== undefined && value < atLeast ? [`${metric} is ${shown(value)}, below ${shown(atLeast)}`] : []),
    ...(atMost !== undefined && value > atMost ? [`${metric} is ${shown(value)}, above ${shown(atMost)}`] : []),
    ...(by !== undefined && champion && before === undefined
      ? [`${metric} of the version that callers have was not measured: there is nothing to compare with`]
      : []),
    // The last digits of a difference are rounding.
    ...(by !== undefined && worse > by + 1e-12
      ? [
          `${metric} is ${shown(value)}, worse by ${shown(worse)} than the ${shown(before ?? 0)} that callers have; ${shown(by)} is allowed`,
        ]
      : []),
  ];
}

/**
 * Judges a version by what was measured of it.
 * @param champion metrics of the version that callers have; `undefined`: they have none yet
 */
export const qualityBreaks = (bounds: readonly QualityBound[], now: Metrics, champion?: Metrics): string[] =>
  bounds.flatMap((bound) => broken(bound, now, champion));
