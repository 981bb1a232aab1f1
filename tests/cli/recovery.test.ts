import { environmentInput, siteInputs } from '../fixtures/environment';
import { sixSiteInputs } from '../fixtures/six-sites';
import { Workspace } from './run-cli';

const recovery = { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 480 };
const file = (overrides: object) => `export default ${JSON.stringify(environmentInput(overrides as never))};\n`;

const workspace = new Workspace();
beforeAll(() => {
  workspace.write({
    'environments/far.ts': file({ name: 'far', recovery }),
    'environments/near.ts': file({
      name: 'near',
      sites: [siteInputs.aws, { ...sixSiteInputs.awsSecond, accountId: siteInputs.aws.accountId }],
      recovery: { ...recovery, tier: 'backup' },
    }),
    'environments/quiet.ts': file({ name: 'quiet' }),
    'environments/broken.ts': file({
      name: 'broken',
      recovery: { ...recovery, rpoMinutes: 5, services: { llm: { tier: 'backup' } } },
    }),
  });
});
afterAll(() => workspace.remove());

it('shows the plan of every service and store, its proof and what the other standbys could do', () => {
  const { code, stdout } = workspace.run('recovery', 'far', '--loss', 'site');
  expect(code).toBe(0);
  expect(stdout).toContain(
    'far: warm-standby, RPO 240 min, RTO 480 min; far-aws-eu-west-1 fails over to far-google-europe-west1',
  );
  expect(stdout).toContain('Dumps, copied to the other');
  expect(stdout).toContain('somebody decides');
  expect(stdout).toContain('The site is lost, far-azure-westeurope takes over (not promised: what it could do)');
  expect(stdout).not.toContain('A zone is lost');
  expect(stdout).not.toContain('\u001b[');
});

it('says what stands before a loss, and where nothing is promised', () => {
  const { code, stdout } = workspace.run('recovery', 'near', 'quiet');
  expect(code).toBe(0);
  expect(stdout).toContain('Before a loss a standby has: state, governance, network, data.');
  expect(stdout).toContain('quiet: promises nothing');
});

it('gives the same as data', () => {
  const { code, stdout, stderr } = workspace.run('recovery', 'far', 'quiet', '--service', 'tracking', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { plans, nothingPromised } = JSON.parse(stdout);
  expect(nothingPromised).toEqual(['quiet']);
  expect(plans[0].ways.map(({ loss, standby }: { loss: string; standby?: string }) => [loss, standby])).toEqual([
    ['data', undefined],
    ['zone', undefined],
    ['site', 'far-google-europe-west1'],
    ['site', 'far-azure-westeurope'],
  ]);
  expect(plans[0].ways[2].stores[0]).toMatchObject({
    need: 'database',
    mechanism: 'postgres.dump-copies',
    intervalMinutes: expect.any(Number),
    met: true,
  });
});

it('refuses what cannot be met, all at once, and names that nobody knows', () => {
  const broken = workspace.run('recovery', 'broken', '--json');
  expect(broken.code).toBe(2);
  expect(broken.stdout + broken.stderr).toContain('RECOVERY_UNREACHABLE');
  expect(broken.stdout + broken.stderr).toContain('RECOVERY_SERVICE_OFF');
  const unknown = workspace.run('recovery', 'far', '--service', 'mlflow');
  expect(unknown.code).toBe(2);
  expect(unknown.stderr).toContain('UNKNOWN_SERVICE');
  expect(unknown.stderr).toContain('tracking');
  expect(workspace.run('recovery', 'far', '--loss', 'moon').code).toBe(2);
});
