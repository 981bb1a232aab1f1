import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { deliverableTree } from '../../delivery/deliverable-tree';
import { readLock } from '../../delivery/environment-lock';
import { contentHash } from '../../delivery/site-build';
import type { Finding } from '../../environments/model';

jest.mock('../../delivery/environment-lock', () => ({ readLock: jest.fn() }));

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'deliverable-'));
});
afterEach(() => {
  jest.mocked(readLock).mockReset();
  rmSync(root, { recursive: true, force: true });
});

const files = [
  { path: 'one/gitops/a.yaml', content: 'a' },
  { path: 'one/k8s/50-b/b.yaml', content: 'b' },
];
const built = contentHash(files);

const put = (path: string, content: string): void => {
  const file = join(root, 'dist/test', path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
};

const tree = (): void => {
  for (const { path, content } of files) put(path, content);
  put('one/release.json', JSON.stringify({ contentSha256: built }));
};

const locked = (contentSha256: string): void => {
  const sites = { one: { contentSha256, infrastructureSha256: contentSha256 } };
  jest.mocked(readLock).mockReturnValue({ release: { sites } } as never);
};

const stale = jest.fn(async (): Promise<readonly Finding[]> => []);
const found = (): ReturnType<typeof deliverableTree> =>
  deliverableTree({
    out: join(root, 'dist'),
    environment: 'test',
    environmentFile: join(root, 'environments/test.ts'),
    site: 'one',
    stale,
  });

it('lets the tree of the lock pass, without rendering anything', async () => {
  tree();
  locked(built);
  expect(await found()).toEqual([]);
  expect(stale).not.toHaveBeenCalled();
});

it('asks for a fresh render where the lock has no release', async () => {
  tree();
  const finding: Finding = { code: 'RENDER_STALE', file: 'f', place: '', message: 'm', fix: 'f' };
  stale.mockResolvedValueOnce([finding]);
  expect(await found()).toEqual([finding]);
});

it.each([
  ['TREE_MISSING', (): void => undefined],
  [
    'RENDER_STALE',
    () => {
      tree();
      put('one/k8s/50-b/b.yaml', 'edited');
    },
  ],
  [
    'RENDER_STALE',
    () => {
      tree();
      put('one/k8s/50-b/planted.yaml', 'x');
    },
  ],
  [
    'RELEASE_DRIFT',
    () => {
      tree();
      locked('0'.repeat(64));
    },
  ],
] as const)('refuses with %s', async (code, prepare) => {
  prepare();
  expect((await found()).map((finding) => finding.code)).toEqual([code]);
});
