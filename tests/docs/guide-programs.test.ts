import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const guide = readFileSync(join(root, 'docs', 'guides', 'use-one-construct.md'), 'utf8');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  exports: Record<string, string | { default: string }>;
};

/** The package's exports, led to the sources that they are compiled from. */
const paths = Object.fromEntries(
  Object.entries(manifest.exports).flatMap(([name, target]) =>
    typeof target === 'string'
      ? []
      : [[`evenkeel${name.slice(1)}`, [join(root, target.default.replace('./lib/', '').replace(/\.js$/, '.ts'))]]],
  ),
);

const programs = [...guide.matchAll(/^```ts\n([\s\S]*?)^```/gm)].flatMap((match) => match[1] ?? []);

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'programs-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({
      extends: join(root, 'tsconfig.json'),
      compilerOptions: { paths, types: ['node'], typeRoots: [join(root, 'node_modules', '@types')] },
      include: ['program-*.ts'],
      exclude: [],
    }),
  );
  for (const [index, program] of programs.entries()) writeFileSync(join(folder, `program-${index}.ts`), program);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const node = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, TSX_TSCONFIG_PATH: join(folder, 'tsconfig.json') },
  });
  return { status, output: `${stdout}${stderr}` };
};

it('shows one program with a construct and one with a chart', () => expect(programs).toHaveLength(2));

it('every program of the guide compiles', () => {
  expect(node(join(root, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', folder)).toEqual({ status: 0, output: '' });
}, 60_000);

it('the program with one construct makes a stack of its own', () => {
  expect(node('--import', 'tsx', 'program-0.ts')).toMatchObject({ status: 0 });
  const stack = JSON.parse(readFileSync(join(folder, 'cdktf.out', 'stacks', 'network', 'cdk.tf.json'), 'utf8')) as {
    resource: Record<string, unknown>;
    terraform: object;
  };
  expect(Object.keys(stack.resource)).toContain('aws_vpc');
  expect(stack.terraform).not.toHaveProperty('backend.s3');
}, 60_000);

it('the program with one chart writes its objects', () => {
  expect(node('--import', 'tsx', 'program-1.ts')).toMatchObject({ status: 0 });
  const text = readdirSync(join(folder, 'dist'))
    .map((name) => readFileSync(join(folder, 'dist', name), 'utf8'))
    .join('\n');
  expect(text).toContain('kind: Deployment');
  expect(text).toContain('secretKeyRef');
}, 60_000);
