import type { ProcessSample } from './measured-process';
import type { Ratio, Target } from './result';
import { median, pairedRatio } from './statistics';

/** A figure of a process sample that two subjects can be compared by. */
interface Figure {
  readonly of: (sample: ProcessSample) => number;
  readonly shown: (value: number) => string;
}

export const figures = {
  time: { of: ({ seconds }) => seconds, shown: (value) => `${value.toFixed(3)} s` },
  processor: { of: ({ processorSeconds }) => processorSeconds, shown: (value) => `${value.toFixed(3)} s` },
  memory: { of: ({ peakMiB }) => peakMiB, shown: (value) => `${value.toFixed(0)} MiB` },
} as const satisfies Readonly<Record<string, Figure>>;

/** The line of the table that divides one subject by another. */
export function compare(
  measure: string,
  figure: Figure,
  over: readonly ProcessSample[],
  under: readonly ProcessSample[],
  target?: Target,
): Ratio {
  const shown = (samples: readonly ProcessSample[]): string => figure.shown(median(samples.map(figure.of)));
  return {
    measure,
    of: `${shown(over)} / ${shown(under)}`,
    ratio: pairedRatio(over, under, figure.of),
    ...(target ? { target } : {}),
  };
}
