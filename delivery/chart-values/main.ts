import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { chartValues } from '../../services/chart-values';
import type { RecordedChart } from '../../services/recorded-chart';
import { writeRecord } from '../written-record';
import { pinnedCharts } from './pinned-charts';
import { readChart } from './read-chart';
import { treeTexts } from './value-tree';

const target = join('services', 'chart-values.ts');

const isChart = (folder: string): boolean => existsSync(join(folder, 'Chart.yaml'));

/** The folder itself, or the charts in it. */
const chartsIn = (folder: string): string[] =>
  isChart(folder)
    ? [folder]
    : readdirSync(folder)
        .map((name) => join(folder, name))
        .filter(isChart);

/** Records that still stand, with what these folders say in place of the old. */
function recorded(folders: readonly string[]): [string, RecordedChart][] {
  const standing = Object.entries<RecordedChart>(chartValues).filter(
    ([name, { pinned }]) => pinnedCharts[name]?.version === pinned,
  );
  const read = folders.flatMap(chartsIn).map((folder): [string, RecordedChart] => {
    const { name, version, tree } = readChart(folder);
    const pinned = pinnedCharts[name]?.version;
    if (pinned === undefined) throw new Error(`${folder}: no site installs the chart ${name}`);
    return [name, { pinned, read: version, values: treeTexts(tree) }];
  });
  return [...new Map([...standing, ...read])].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** One line a value of the first level: a difference between two records is read by people. */
const written = ([name, { pinned, read, values }]: readonly [string, RecordedChart]): string =>
  [
    `'${name}': {`,
    `pinned: ${JSON.stringify(pinned)},`,
    `read: ${JSON.stringify(read)},`,
    'values: [',
    ...values.map((value) => `${JSON.stringify(value)},`),
    '] },',
  ].join('\n');

/** Writes the record of values from folders of unpacked charts; charts that no folder has keep theirs while pinned so. */
function main(folders: readonly string[]): void {
  process.exitCode = writeRecord(target, [
    "import type { RecordedChart } from './recorded-chart';",
    '',
    '/** Written by `npm run chart-values`; never edited by hand. */',
    'export const chartValues: Readonly<Record<string, RecordedChart>> = {',
    ...recorded(folders).map(written),
    '};',
  ]);
}

main(process.argv.slice(2));
