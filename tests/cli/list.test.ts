import { environmentInput } from '../fixtures/environment';
import { Workspace } from './run-cli';

const workspace = new Workspace();
beforeAll(() => {
  workspace.write({
    'environments/test.ts': `export default ${JSON.stringify(environmentInput())};`,
    'environments/local.ts': `export default ${JSON.stringify(environmentInput({ name: 'local', sites: [{ cloud: 'local' }] }))};`,
  });
});
afterAll(() => workspace.remove());

it('lists every site with what a script needs', () => {
  const { code, stdout, stderr } = workspace.run('list', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { sites } = JSON.parse(stdout) as { sites: Record<string, unknown>[] };
  expect(sites.map(({ site }) => site)).toEqual([
    'local',
    'test-aws-eu-west-1',
    'test-google-europe-west1',
    'test-azure-westeurope',
  ]);
  expect(sites[1]).toEqual({
    environment: 'test',
    site: 'test-aws-eu-west-1',
    cloud: 'aws',
    region: 'eu-west-1',
    role: 'primary',
    block: '10.0.0.0/14',
    services: ['tracking'],
  });
});

it('shows the same as a table without colour', () => {
  const { code, stdout } = workspace.run('list');
  expect(code).toBe(0);
  expect(stdout).toContain('test-azure-westeurope');
  expect(stdout).not.toContain('\u001b[');
});
