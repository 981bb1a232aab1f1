import type { Finding } from '../../environments/model';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { Workspace } from './run-cli';

const environment = (name: string, supernet: string): string =>
  `export default ${JSON.stringify(environmentInput({ name, addresses: { supernet }, sites: [siteInputs.google].map((site) => ({ ...site, role: 'primary' as const })) }))};\n`;

const workspace = new Workspace().write({
  'environments/one.ts': environment('one', '10.0.0.0/10'),
  'environments/two.ts': environment('two', '10.32.0.0/11'),
  'dist/one/earlier.json': '{}\n',
  'dist/two/earlier.json': '{}\n',
});
afterAll(() => workspace.remove());

it.each(['build', 'check'])(
  '%s refuses environments that claim the same addresses or live in one account, and nothing is written',
  (command) => {
    const { code, stdout } = workspace.run(command, '--json');
    expect(code).toBe(2);
    expect((JSON.parse(stdout) as { findings: Finding[] }).findings).toMatchObject([
      { code: 'ADDRESS_OVERLAP', file: 'environments/two.ts', place: 'addresses.supernet', value: '10.32.0.0/11' },
      { code: 'ACCOUNT_SHARED', file: 'environments/two.ts', place: 'sites[0].projectId', value: 'acme-ml-test' },
    ]);
    expect(workspace.files('dist')).toEqual({ 'one/earlier.json': '{}\n', 'two/earlier.json': '{}\n' });
  },
);

it('each of them alone is fine', () => expect(workspace.run('check', 'one').code).toBe(0));
