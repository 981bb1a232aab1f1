import { join } from 'node:path';
import { runNode } from '../measured-process';
import { atMost, type MeasureResult } from '../result';
import type { Setting } from '../setting';
import { interleave, median } from '../statistics';

interface Priced {
  readonly build: number;
  readonly price: number;
  readonly lines: number;
}

/** Pricing `prod`, three sites on three clouds, beside rendering it in the same process: price files and all. */
export async function measurePrice(setting: Setting): Promise<MeasureResult> {
  const program = join(__dirname, '..', 'programs', 'price.js');
  const environment = join(setting.repository, 'environments', 'prod.ts');
  const samples = await interleave(setting.rounds, {
    prod: () => runNode([program, join(setting.repository, 'lib'), environment]),
  });
  const runs = samples.prod.map(({ stdout }) => JSON.parse(stdout) as Priced);
  const of = (what: keyof Priced): number => median(runs.map((run) => run[what]));
  return {
    ratios: [
      {
        measure: 'pricing prod / rendering prod',
        of: `${of('price').toFixed(3)} s / ${of('build').toFixed(3)} s`,
        ratio: median(runs.map(({ price, build }) => price / build)),
        target: atMost(1),
      },
    ],
    notes: [`lines of the bill: ${of('lines')}`],
  };
}
