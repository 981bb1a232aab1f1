import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { Workspace } from '../../cli/run-cli';
import { environmentInput } from '../../fixtures/environment';

const source = join(__dirname, '..', '..', '..', 'environments', 'model', 'load-environment.ts');

const workspace = new Workspace();
afterAll(() => workspace.remove());

/** Loads the named files one after the other in one process and gives what each is made of. */
function sourcesOf(...names: string[]): string[][] {
  const script = `
    const { loadEnvironment } = require(${JSON.stringify(source)});
    (async () => {
      const all = [];
      for (const name of ${JSON.stringify(names)}) all.push((await loadEnvironment('environments/' + name + '.ts')).sources);
      console.log(JSON.stringify(all));
    })();`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--import', require.resolve('tsx'), '--eval', script], {
    cwd: workspace.folder,
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  return (JSON.parse(stdout) as string[][]).map((paths) =>
    paths.map((path) => path.slice(path.lastIndexOf('environments'))),
  );
}

it('knows every file an environment is made of, also what an earlier environment had loaded', () => {
  const text = (name: string) =>
    `import { owner } from './parts/owner';\nexport default { ...${JSON.stringify(environmentInput({ name }))}, owner };`;
  workspace.write({
    'environments/parts/owner.ts': "import { team } from './team';\nexport const owner = team;",
    'environments/parts/team.ts': "export const team = 'ml-platform';",
    'environments/one.ts': text('one'),
    'environments/two.ts': text('two'),
  });
  const shared = ['environments/parts/owner.ts', 'environments/parts/team.ts'];
  expect(sourcesOf('one', 'two')).toEqual([
    ['environments/one.ts', ...shared, 'environments/one.models.json'],
    [...shared, 'environments/two.ts', 'environments/two.models.json'],
  ]);
});
