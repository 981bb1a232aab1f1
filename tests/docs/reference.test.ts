import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { keysOf, siteKeys } from '../../docs/generate/configuration';
import { environmentJsonSchema } from '../../docs/generate/environment-json-schema';
import { pages } from '../../docs/generate/pages';
import { findingCodes } from '../../environments/model';

const root = join(__dirname, '..', '..');

// The proof `reference` holds those that build the examples over and over.
it('every page that is quickly made is what the code gives', () => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--import', 'tsx', join('docs', 'generate', 'main.ts'), '--check', '--quick'],
    { cwd: root, encoding: 'utf8' },
  );
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
}, 60_000);

it('docs/reference holds nothing but generated pages', () => {
  const generated = new Set(pages.map(({ path }) => path));
  const files = readdirSync(join(root, 'docs', 'reference'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => relative(root, join(parentPath, name)).replaceAll('\\', '/'));
  expect(files.filter((file) => !generated.has(file))).toEqual([]);
});

it('every key of an environment file has a meaning', () => {
  const schema = environmentJsonSchema();
  const keys = [...keysOf(schema), ...siteKeys(schema).flatMap((group) => group.keys)];
  expect(keys.filter(({ meaning }) => meaning === '').map(({ path }) => path)).toEqual([]);
});

it('no code of the catalogue is without a finding', () => {
  const layers = [
    'cli',
    'runbooks',
    'delivery',
    'environments',
    'policies',
    'stacks',
    'charts',
    'constructs',
    'services',
  ];
  const sources = layers.flatMap((layer) =>
    readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.endsWith('finding-codes.ts') && !path.endsWith('complaint.ts'))
      .map((path) => readFileSync(join(root, layer, path), 'utf8')),
  );
  const unused = Object.keys(findingCodes).filter((code) => !sources.some((text) => text.includes(`'${code}'`)));
  expect(unused).toEqual([]);
});
