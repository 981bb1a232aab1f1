import { z } from 'zod';

const defaultEdges = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

/** What is promised of the predictions that callers really get, beside the speed and number of the answers. */
export const predictionQuality = z
  .strictObject({
    edges: z
      .array(z.number())
      .min(1)
      .max(50)
      .default(defaultEdges)
      .describe(
        'Rising bounds of the bins that predictions are counted in. Default: tenths, for probabilities and classes 0 and 1; values of another scale need their own, best the deciles of the reference.',
      ),
    differenceAtMost: z
      .number()
      .positive()
      .max(10)
      .default(0.2)
      .describe(
        'Population stability index of the predictions of a new version against those of the old one at the same time, above which a canary takes it back. By custom 0.1 is little and 0.25 much.',
      ),
    minPredictions: z
      .int()
      .min(30)
      .max(10_000_000)
      .default(500)
      .describe(
        'Predictions of either version within a step below which nothing is said. Chance alone gives an index of about bins / predictions.',
      ),
    driftAtMost: z
      .number()
      .positive()
      .max(10)
      .optional()
      .describe(
        'Population stability index of the predictions of a version against the reference, as modelMonitoring measures it by version. Left out: not judged.',
      ),
    errorAtMost: z
      .number()
      .min(0)
      .optional()
      .describe(
        'Error of a version by labels that came, as modelMonitoring measures it by version. Left out: not judged.',
      ),
    errorNotWorseBy: z
      .number()
      .min(0)
      .optional()
      .describe('By so much the error of a version may be above that of the version before. Left out: not compared.'),
  })
  .describe('What a canary judges predictions by, and alerts after it: with the same bounds.');

export type PredictionQuality = z.output<typeof predictionQuality>;

/** Bounds of what modelMonitoring measures by version, which may come later than a canary ends. */
export const lateBounds = ['driftAtMost', 'errorAtMost', 'errorNotWorseBy'] as const;
