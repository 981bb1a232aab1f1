import { environmentInput, siteInputs } from '../fixtures/environment';
import { Workspace } from './run-cli';

// Other work on the machine must not fail it.
jest.setTimeout(120_000);

const workspace = new Workspace();
const imported = { stack: 'network', to: 'aws_vpc.network_vpc_00000000', id: 'vpc-0123456789abcdef0' } as const;
beforeAll(() => {
  workspace.write({
    'environments/test.ts': `export default ${JSON.stringify(environmentInput())};`,
    'environments/wrong.ts': `export default ${JSON.stringify(
      environmentInput({ name: 'wrong', sites: [{ ...siteInputs.aws, import: [imported] }] }),
    )};`,
  });
});
afterAll(() => workspace.remove());

interface Row {
  readonly site: string;
  readonly stack: string;
  readonly address: string;
  readonly path: string;
}

it('lists the addresses of one stack of one site, with what makes them', () => {
  const words = ['addresses', 'test', '--site', 'test-aws-eu-west-1', '--stack', 'network', '--json'];
  const { code, stdout, stderr } = workspace.run(...words);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const { addresses } = JSON.parse(stdout) as { addresses: readonly Row[] };
  expect(new Set(addresses.map(({ site, stack }) => `${site} ${stack}`))).toEqual(
    new Set(['test-aws-eu-west-1 network']),
  );
  expect(addresses.find(({ path }) => path === 'network/vpc')?.address).toMatch(/^aws_vpc\.network_vpc_[0-9A-F]{8}$/);
});

it('refuses a stack and a site that are not there', () => {
  expect(workspace.run('addresses', 'test', '--stack', 'netwrok')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('UNKNOWN_VALUE'),
  });
  expect(workspace.run('addresses', 'test', '--site', 'test')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('UNKNOWN_SITE'),
  });
});

it('refuses an import into an address that no stack has, with the nearest', () => {
  const { code, stderr } = workspace.run('check', 'wrong');
  expect(code).toBe(2);
  expect(stderr).toContain('IMPORT_TARGET_UNKNOWN');
  expect(stderr).toMatch(/allowed: aws_vpc\.network_vpc_[0-9A-F]{8}/);
});
