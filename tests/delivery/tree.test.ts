import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { healTree, replaceFile, replaceTree } from '../../delivery/tree';

let out: string;
beforeEach(() => {
  out = mkdtempSync(join(tmpdir(), 'tree-'));
});
afterEach(() => rmSync(out, { recursive: true, force: true }));

const plant = (folder: string, text: string): void => {
  mkdirSync(join(out, folder, 'sub'), { recursive: true });
  writeFileSync(join(out, folder, 'sub', 'file'), text);
};
const seen = (): string | undefined =>
  existsSync(join(out, 'dev', 'sub', 'file')) ? readFileSync(join(out, 'dev', 'sub', 'file'), 'utf8') : undefined;

/** Every state that a kill can leave behind, in the order a replacement passes through them. */
const states: readonly [string, () => void, string | undefined][] = [
  ['before anything', () => plant('dev', 'old'), 'old'],
  [
    'while the new tree is written',
    () => {
      plant('dev', 'old');
      mkdirSync(join(out, '.new-dev'));
    },
    'old',
  ],
  [
    'between the two renames',
    () => {
      plant('.old-dev', 'old');
      plant('.new-dev', 'new');
    },
    'old',
  ],
  [
    'before the old tree is removed',
    () => {
      plant('.old-dev', 'old');
      plant('dev', 'new');
    },
    'new',
  ],
  ['during the very first build', () => plant('.new-dev', 'new'), undefined],
];

describe.each(states)('killed %s', (_when, arrange, survivor) => {
  beforeEach(arrange);

  it('leaves one whole tree and nothing else', () => {
    healTree(out, 'dev');
    expect(seen()).toBe(survivor);
    expect(readdirSync(out)).toEqual(survivor === undefined ? [] : ['dev']);
  });

  it('lets the next build replace it', () => {
    replaceTree(out, 'dev', [{ path: 'sub/file', content: 'next' }]);
    expect(seen()).toBe('next');
    expect(readdirSync(out)).toEqual(['dev']);
  });
});

it('removes files that the new tree does not have', () => {
  plant('dev', 'old');
  replaceTree(out, 'dev', [{ path: 'other/file', content: 'x' }]);
  expect(readdirSync(join(out, 'dev'))).toEqual(['other']);
});

it('leaves other trees alone', () => {
  plant('prod', 'theirs');
  replaceTree(out, 'dev', [{ path: 'a', content: 'x' }]);
  expect(readFileSync(join(out, 'prod', 'sub', 'file'), 'utf8')).toBe('theirs');
});

it('keeps the old tree when the new one cannot be written', () => {
  plant('dev', 'old');
  const impossible = [
    { path: 'a', content: 'x' },
    { path: 'a/b', content: 'a file cannot be a folder' },
  ];
  expect(() => replaceTree(out, 'dev', impossible)).toThrow();
  expect(seen()).toBe('old');
});

it('replaces a file and leaves no part of one beside it', () => {
  replaceFile(join(out, 'new', 'folder', 'file'), 'one');
  replaceFile(join(out, 'new', 'folder', 'file'), 'two');
  expect(readFileSync(join(out, 'new', 'folder', 'file'), 'utf8')).toBe('two');
  expect(readdirSync(join(out, 'new', 'folder'))).toEqual(['file']);
});
