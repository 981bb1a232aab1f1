import { environmentInput, siteInputs } from '../fixtures/environment';
import { Workspace } from './run-cli';

const input = environmentInput({
  addresses: { supernet: '10.0.0.0/10' },
  governance: { detection: 'organisation' },
  sites: [{ ...siteInputs.aws, pools: { spot: { enabled: false }, gpu: { enabled: false } } }],
  ci: { issuer: 'https://ci.example.com', planSubject: 'plan', applySubject: 'apply' },
});
const workspace = new Workspace().write({
  'environments/test.ts': `export default ${JSON.stringify(input)};\n`,
  'environments/other.ts': `export default ${JSON.stringify({ ...input, name: 'other', addresses: { supernet: '10.64.0.0/10' } })};\n`,
});
afterAll(() => workspace.remove());

it('says what an account must have, and that the pipeline may do all that is needed', () => {
  const { code, stdout } = workspace.run('accounts', 'test');
  expect(code).toBe(0);
  expect(stdout).toContain('test-aws-eu-west-1: account 123456789012');
  expect(stdout).toContain('aws organizations create-account');
  expect(stdout).toContain('apply: all that the stacks need');
  expect(stdout).not.toContain('ec2:CreateVpc');
  expect(workspace.run('accounts', 'test', '--permissions').stdout).toContain('ec2:CreateVpc');
});

it('says the same to programs', () => {
  const { environments, findings } = JSON.parse(workspace.run('accounts', 'test', '--json').stdout);
  expect(findings).toEqual([]);
  const [account] = environments[0].accounts;
  expect(account.stacks.find(({ name }: { name: string }) => name === 'network').apply).toContain('ec2:CreateVpc');
  expect(account.pipeline.map(({ step, missing }: { step: string; missing: object }) => [step, missing])).toEqual([
    ['plan', {}],
    ['apply', {}],
  ]);
});

it('two environments in one account are refused by check and build', () => {
  for (const command of ['check', 'build']) {
    const { code, stdout } = workspace.run(command, '--json');
    expect(code).toBe(2);
    expect(JSON.parse(stdout).findings).toMatchObject([
      { code: 'ACCOUNT_SHARED', place: 'sites[0].accountId', value: '123456789012' },
    ]);
  }
});
