import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { operators } from '../../services';
import type { OperatorKinds } from '../../services/operator-kinds';
import { gitopsEngineCharts } from '../../stacks/gitops-releases';
import { writeRecord } from '../written-record';
import { readKinds } from './read-kinds';
import { definitionReleases } from './releases';
import { type DefinitionOwner, definitionFiles } from './sources';

const target = join('services', 'operator-definitions.ts');

interface IndexEntry {
  readonly file: string;
  readonly version: string;
}

const versionsOf = (folder: string): readonly IndexEntry[] => {
  const index = join(folder, 'index.json');
  return existsSync(index) ? (JSON.parse(readFileSync(index, 'utf8')) as IndexEntry[]) : [];
};

const chartVersions: Readonly<Record<DefinitionOwner, string>> = {
  ...(Object.fromEntries(Object.entries(operators).map(([name, { chart }]) => [name, chart.version])) as Record<
    keyof typeof operators,
    string
  >),
  ...gitopsEngineCharts,
};

const byKey = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** What the definitions in these folders say of every pinned chart; the first folder that has a file counts. */
function recorded(folders: readonly string[]): [string, OperatorKinds][] {
  const release = new Map(
    [...folders].reverse().flatMap((folder) => versionsOf(folder).map(({ file, version }) => [file, version] as const)),
  );
  return Object.entries(definitionFiles).map(([owner, files]) => {
    const chart = chartVersions[owner as DefinitionOwner];
    const kinds = files.flatMap((file) => {
      const folder = folders.find((one) => existsSync(join(one, file)));
      if (folder === undefined) throw new Error(`no folder has ${file}, the definitions of ${owner}`);
      return Object.entries(readKinds(readFileSync(join(folder, file), 'utf8')));
    });
    const releases = [...new Set(files.map((file) => release.get(file) ?? definitionReleases[file]))];
    return [owner, { chart, releases, kinds: Object.fromEntries(kinds.sort(byKey)) }];
  });
}

/** One line a kind: a difference between two records is read by people. */
const written = ([owner, { chart, releases, kinds }]: readonly [string, OperatorKinds]): string =>
  [
    `'${owner}': {`,
    `chart: '${chart}',`,
    `releases: ${JSON.stringify(releases)},`,
    'kinds: {',
    ...Object.entries(kinds).map(([kind, versions]) => `'${kind}': ${JSON.stringify(versions)},`),
    '} },',
  ].join('\n');

/** Writes the record of definitions from folders that hold them as their projects release them. */
function main(folders: readonly string[]): void {
  process.exitCode = writeRecord(target, [
    "import type { OperatorKinds } from './operator-kinds';",
    '',
    '/** Written by `npm run definitions`; never edited by hand. */',
    'export const operatorDefinitions = {',
    ...recorded(folders).map(written),
    '} as const satisfies Readonly<Record<string, OperatorKinds>>;',
  ]);
}

main(process.argv.slice(2));
