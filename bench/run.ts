import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import Table from 'cli-table3';
import { measureAppStart } from './measures/app-start';
import { measureFloor, measureStock } from './measures/engines';
import { measureGrowth } from './measures/growth';
import { measureHelm } from './measures/helm';
import { measurePrice } from './measures/price';
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
  price: measurePrice,
};

const names = Object.keys(measures).join(',');

const usage = `Usage: npm run bench -- [options]

  --only <measures>  some of ${names}
  --rounds <number>  how often each subject is measured; default: 5
  --json <file>      writes the results to a file
  --strict           exit code 1 where a target is missed
  --help             this text
`;

const readOptions = () =>
  parseArgs({
    options: {
      only: { type: 'string', default: names },
      rounds: { type: 'string', default: '5' },
      json: { type: 'string' },
      strict: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  }).values;

type Options = ReturnType<typeof readOptions>;

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

async function runMeasures(values: Options): Promise<void> {
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

async function main(): Promise<void> {
  let values: Options;
  try {
    values = readOptions();
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
    process.exitCode = 2;
    return;
  }
  if (values.help) process.stdout.write(usage);
  else await runMeasures(values);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 3;
});
