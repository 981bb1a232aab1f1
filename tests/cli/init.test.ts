import { packageVersion } from '../../cli/package-root';
import { Workspace } from './run-cli';

const workspace = new Workspace();
afterAll(() => workspace.remove());

it("makes a team's repository that stands on the package", () => {
  const { code, stdout } = workspace.run('init', 'team');
  expect(code).toBe(0);
  expect(stdout).toContain('cd team');
  const files = workspace.files('team');
  expect(Object.keys(files)).toEqual([
    '.github/workflows/check.yml',
    '.gitignore',
    'README.md',
    'cdktf.json',
    'environments/dev.lock.json',
    'environments/dev.ts',
    'environments/local.lock.json',
    'environments/local.ts',
    'package.json',
    'tsconfig.json',
  ]);
  expect(JSON.parse(files['package.json'] ?? '')).toMatchObject({ dependencies: { evenkeel: packageVersion } });
  for (const name of ['dev', 'local']) {
    expect(files[`environments/${name}.ts`]).toContain("from 'evenkeel/environments'");
    expect(files[`environments/${name}.ts`]).not.toContain("from './");
  }
});

it('leaves nothing half-made beside it', () =>
  expect(new Set(Object.keys(workspace.files()).map((path) => path.split('/')[0]))).toEqual(new Set(['team'])));

it.each([
  ['gitlab', '.gitlab-ci.yml'],
  ['argo-workflows', 'pipelines/argo-workflows/check.yaml'],
])('has its pipeline for %s', (system, path) => {
  expect(workspace.run('init', `for-${system}`, '--pipeline', system).code).toBe(0);
  expect(Object.keys(workspace.files(`for-${system}`))).toContain(path);
});
