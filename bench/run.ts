import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { measureAppStart } from './measures/app-start';
import { measureFloor, measureStock } from './measures/engines';
import { measureGrowth } from './measures/growth';
import { measureHelm } from './measures/helm';
import { measureRebuild } from './measures/rebuild';
import { type MeasureResult, meets, type Ratio } from './result';
import { inSetting, type Setting } from './setting';

const measures: Readonly<Record<string, (setting: Setting) => Promise<MeasureResult>>> = {
  floor: measureFloor,
  stock: measureStock,
  helm: measureHelm,
  rebuild: measureRebuild,
  growth: measureGrowth,
  'app-start': measureAppStart,
};

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(measures).join(',') },
    rounds: { type: 'string', default: '5' },
    json: { type: 'string' },
    strict: { type: 'boolean', default: false },
  },
});

const verdict = (ratio: Ratio): string => (ratio.target === undefined ? '' : meets(ratio) ? 'met' : 'MISSED');

function table(ratios: readonly Ratio[]): string {
  const lines = new Table({
    head: ['measure', 'medians', 'ratio', 'target', ''],
    colAligns: ['left', 'left', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  });
  for (const ratio of ratios) {
    const target = ratio.target === undefined ? '' : `${ratio.target.bound} ${ratio.target.value}`;
    lines.push([ratio.measure, ratio.of, ratio.ratio.toFixed(3), target, verdict(ratio)]);
  }
  return lines.toString();
}

async function main(): Promise<void> {
  const repository = process.cwd();
  const results: Record<string, MeasureResult> = {};
  for (const name of values.only.split(',')) {
    const measure = measures[name];
    if (!measure) throw new Error(`no measure "${name}"; there are ${Object.keys(measures).join(', ')}`);
    process.stderr.write(`${name} ...\n`);
    // One measure that fails does not throw the others away.
    results[name] = await inSetting(repository, Number(values.rounds), measure).catch((error: unknown) => {
      process.exitCode = 3;
      return { ratios: [], notes: [`FAILED: ${error instanceof Error ? error.message : String(error)}`] };
    });
  }
  const ratios = Object.values(results).flatMap((result) => result.ratios);
  const notes = Object.entries(results).flatMap(([name, result]) => result.notes.map((note) => `${name}: ${note}`));
  process.stdout.write(`${table(ratios)}\n${notes.map((note) => `${note}\n`).join('')}`);
  if (values.json !== undefined) writeFileSync(join(repository, values.json), `${JSON.stringify(results, null, 2)}\n`);
  if (values.strict && !ratios.every(meets)) process.exitCode ??= 1;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 3;
});
