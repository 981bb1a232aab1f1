import { environmentInput, siteInputs } from '../fixtures/environment';
import { type CliResult, Workspace } from './run-cli';

const primary = (site: object) => ({
  ...site,
  role: 'primary',
  pools: { spot: { enabled: false }, gpu: { enabled: false } },
});
const file = (overrides: object) => `export default ${JSON.stringify(environmentInput(overrides as never))};\n`;

const workspace = new Workspace();
beforeAll(() => {
  workspace.write({
    'environments/test.ts': file({}),
    // All that a small site needs, granted.
    'environments/granted.ts': file({
      name: 'granted',
      sites: [{ ...primary(siteInputs.aws), quotas: { 'L-1216C47A': 200 } }],
    }),
    'environments/local.ts': file({ name: 'local', services: {}, sites: [{ cloud: 'local' }] }),
  });
});
afterAll(() => workspace.remove());

const asOf = ['--as-of', '2026-11-21'];
const json = ({ stdout }: CliResult) => JSON.parse(stdout);

/** The same, whoever is signed in where the tests run. */
const signedOut = {
  AWS_ACCESS_KEY_ID: '',
  AWS_PROFILE: '',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_CONFIG_FILE: '/nowhere',
  AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
  METADATA_SERVER_DETECTION: 'none',
  GOOGLE_APPLICATION_CREDENTIALS: '',
  CLOUDSDK_CONFIG: '/nowhere',
  AZURE_TOKEN_CREDENTIALS: 'EnvironmentCredential',
  AZURE_CLIENT_ID: '',
};
const before = Object.fromEntries(Object.keys(signedOut).map((key) => [key, process.env[key]]));
const withoutAccounts = (run: () => CliResult): CliResult => {
  Object.assign(process.env, signedOut);
  try {
    return run();
  } finally {
    for (const [key, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  }
};

it('lists what to ask for on every cloud, worst first, with the command', () => {
  const { code, stdout, stderr } = workspace.run('preflight', 'test', ...asOf);
  expect(code).toBe(1);
  expect(stderr).toMatch(/^test: not ready/);
  for (const text of [
    'test-aws-eu-west-1: 3 quotas to ask for; facts of 2026-11-21',
    'Running On-Demand G and VT instances',
    'aws service-quotas request-service-quota-increase --region eu-west-1 --service-code ec2 --quota-code L-DB2E81BA',
    '--quota-id=CPUS-PER-VM-FAMILY-per-project-region --dimensions=region=europe-west1,vm_family=N4',
    '--resource-name StandardDsv6Family',
    'Fine (',
  ]) {
    expect(stdout).toContain(text);
  }
  expect(stdout.indexOf('L-DB2E81BA')).toBeLessThan(stdout.indexOf('L-1216C47A'));
  expect(stdout).not.toContain('\u001b[');
});

it('is fine where the account was granted enough, and shows all on request', () => {
  const told = workspace.run('preflight', 'granted', ...asOf, '--all');
  expect(told.code).toBe(0);
  expect(told.stdout).toContain('200 (stated)');
  expect(told.stdout).toContain('standard support until 2027-03-27');
  expect(told.stdout).not.toContain('Ask before the first apply');
});

it('holds the ends of support against the day it is asked for', () => {
  const told = workspace.run('preflight', 'granted', '--as-of', '2027-03-01', '--json');
  expect({ code: told.code, stderr: told.stderr }).toEqual({ code: 1, stderr: '' });
  const [site] = json(told).environments[0].sites;
  expect(site.facts.filter(({ status }: { status: string }) => status === 'act')).toMatchObject([
    { topic: 'kubernetes', message: expect.stringContaining('ends on 2027-03-27, in 26 days') },
  ]);
});

it('has nothing to say of clusters that are there already', () => {
  expect(workspace.run('preflight', 'local', ...asOf)).toMatchObject({ code: 0, stdout: '' });
});

it.each<[string, readonly string[], object]>([
  ['a day that is none', ['--as-of', '2026-02-30'], { code: 'PREFLIGHT_DATE', place: '--as-of', value: '2026-02-30' }],
  ['a site that is not there', ['--site', 'nowhere'], { code: 'UNKNOWN_SITE', allowed: ['granted-aws-eu-west-1'] }],
])('refuses %s', (_what, options, finding) => {
  const told = workspace.run('preflight', 'granted', ...options, '--json');
  expect(told.code).toBe(2);
  expect(json(told).findings).toMatchObject([finding]);
});

it('asks accounts with --live: those that do not answer are named with exit code 3, and hide nothing', () => {
  const told = withoutAccounts(() => workspace.run('preflight', 'test', ...asOf, '--live', '--json'));
  expect(told.code).toBe(3);
  const { environments, failures } = json(told);
  expect(failures.map(({ code, place }: { code: string; place: string }) => `${code} ${place.split(' ')[0]}`)).toEqual([
    'LIVE_NO_CREDENTIALS test-aws-eu-west-1',
    'LIVE_NO_CREDENTIALS test-google-europe-west1',
    'LIVE_NO_CREDENTIALS test-azure-westeurope',
  ]);
  const [aws, google, azure] = environments[0].sites;
  expect([aws.cloud, google.cloud, azure.cloud]).toEqual(['aws', 'google', 'azure']);
  expect(aws.quotas[0]).toMatchObject({
    status: 'request',
    key: 'L-DB2E81BA',
    limit: 0,
    limitFrom: 'new account',
    because: [expect.stringContaining('pool gpu: 4 x g5.xlarge')],
  });
  for (const { fix } of failures) expect(fix).toContain('sign in');
}, 60_000);
