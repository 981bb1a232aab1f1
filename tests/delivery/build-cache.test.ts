import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { recordBuild, recordedBuilds, unchangedBuild } from '../../delivery/build-cache';

let root: string;
let out: string;
let file: string;
let shared: string;
let lock: string;
const summary = { name: 'dev', sites: 3 };

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'cache-'));
  out = join(root, 'dist');
  file = join(root, 'dev.ts');
  shared = join(root, 'shared.ts');
  lock = join(root, 'dev.lock.json');
  mkdirSync(join(out, 'dev'), { recursive: true });
  writeFileSync(file, 'one');
  writeFileSync(shared, 'one');
  writeFileSync(join(out, 'dev', 'a.yaml'), 'a');
  recordBuild(out, 'dev', 'engine 1', [file, shared, lock], summary);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const known = (engine = 'engine 1', from = file): unknown => unchangedBuild(out, 'dev', engine, from);

it('knows an unchanged build and gives its summary back', () => expect(known()).toEqual(summary));

it.each<[string, () => void]>([
  ['the environment file changed', () => writeFileSync(file, 'two')],
  ['a file it imports changed', () => writeFileSync(shared, 'two')],
  ['a file it imports is gone', () => rmSync(shared)],
  ['a file that was not there is', () => writeFileSync(lock, 'one')],
  ['the environment file is gone', () => rmSync(file)],
  ['a file of the tree was edited', () => writeFileSync(join(out, 'dev', 'a.yaml'), 'b')],
  ['a file of the tree is gone', () => rmSync(join(out, 'dev', 'a.yaml'))],
  ['a file was added to the tree', () => writeFileSync(join(out, 'dev', 'b.yaml'), 'b')],
  ['the tree is gone', () => rmSync(join(out, 'dev'), { recursive: true })],
  ['the record is torn', () => writeFileSync(join(out, '.cache', 'dev.json'), '{"engine":')],
])('builds again when %s', (_what, change) => {
  change();
  expect(known()).toBeUndefined();
});

it('builds again with another engine', () => expect(known('engine 2')).toBeUndefined());

it('builds again for another file of the same name', () =>
  expect(known('engine 1', join(root, 'elsewhere', 'dev.ts'))).toBeUndefined());

it('lists the builds whose tree is there', () => {
  recordBuild(out, 'gone', 'engine 1', [file], { name: 'gone' });
  expect(recordedBuilds(out)).toEqual([summary]);
});
