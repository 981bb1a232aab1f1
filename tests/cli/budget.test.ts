import { environmentInput, siteInputs } from '../fixtures/environment';
import { Workspace } from './run-cli';

const workspace = new Workspace();
afterAll(() => workspace.remove());

const state = (budget: object): void => {
  workspace.write({
    'environments/small.ts': `export default ${JSON.stringify(
      environmentInput({ name: 'small', sites: [siteInputs.aws], budget } as never),
    )};\n`,
  });
};

const site = 'small-aws-eu-west-1';

it('fails a build over its budget, and again from the cache; a check finds the same', () => {
  state({ monthlyUsd: 10 });
  const first = workspace.run('build', '--json');
  expect(first).toMatchObject({ code: 1, stderr: '' });
  const { findings, environments } = JSON.parse(first.stdout);
  expect(findings).toMatchObject([
    { code: 'BUDGET_EXCEEDED', file: 'environments/small.ts', place: 'budget.monthlyUsd', value: 10 },
  ]);
  expect(environments[0].cached).toBe(false);
  const again = JSON.parse(workspace.run('build', '--json').stdout);
  expect(again.environments[0].cached).toBe(true);
  expect(again.findings).toEqual(findings);
  const check = workspace.run('check', '--json');
  expect([check.code, JSON.parse(check.stdout).findings]).toEqual([1, findings]);
});

it('passes below it, and builds the same bytes: a budget changes what is judged, not what is made', () => {
  const tree = workspace.files('dist/small');
  state({ monthlyUsd: 100_000, sites: { [site]: 100_000 } });
  expect(workspace.run('build', '--json')).toMatchObject({ code: 0, stderr: '' });
  expect(workspace.files('dist/small')).toEqual(tree);
});

it('holds a site that is built alone to its own budget', () => {
  state({ monthlyUsd: 100_000, sites: { [site]: 10 } });
  const { code, stdout } = workspace.run('build', 'small', '--site', site, '--json');
  expect(code).toBe(1);
  expect(JSON.parse(stdout).findings).toMatchObject([{ place: `budget.sites.${site}` }]);
});

it('refuses an assumption that nothing reads', () => {
  state({ monthlyUsd: 100_000, assumptions: { moons: 3 } });
  for (const command of ['build', 'check', 'cost']) {
    const { code, stderr } = workspace.run(command, 'small');
    expect(code).toBe(2);
    expect(stderr).toContain('COST_ASSUMPTION environments/small.ts budget.assumptions.moons');
  }
});

it('prices by the assumptions of the environment, unless somebody says otherwise', () => {
  const total = (...more: string[]): number =>
    JSON.parse(workspace.run('cost', 'small', '--json', ...more).stdout).monthlyTotal;
  state({ monthlyUsd: 100_000 });
  const usual = total();
  state({ monthlyUsd: 100_000, assumptions: { bucketGiB: 9000 } });
  expect(total()).toBeGreaterThan(usual);
  expect(total('--assume', 'bucketGiB=100')).toBeCloseTo(usual, 6);
});

describe('an exemption', () => {
  const exempted = (until: string) =>
    state({
      monthlyUsd: 100_000,
      gpuHours: 0,
      exemptions: [
        { limit: 'gpuHours', where: 'the environment', owner: 'us', reason: 'the year of the models', until },
      ],
    });
  const inDays = (days: number): string => new Date(Date.now() + days * 24 * 3600 * 1000).toISOString().slice(0, 10);

  it('lets a build pass until its day', () => {
    exempted(inDays(30));
    expect(workspace.run('build', '--json')).toMatchObject({ code: 0, stderr: '' });
  });

  it('fires once it is over, in a build, in one from the cache and in a check', () => {
    exempted(inDays(-2));
    const fired = ['build', 'build', 'check'].map((command) => workspace.run(command, '--json'));
    for (const { code, stdout } of fired) {
      expect(code).toBe(1);
      expect(JSON.parse(stdout).findings).toMatchObject([
        { code: 'COST_EXEMPTION', file: 'environments/small.ts', place: 'budget.exemptions[0].until' },
      ]);
    }
    expect(JSON.parse(fired[1]?.stdout ?? '').environments[0].cached).toBe(true);
  });
});

describe('a last day', () => {
  const day = (days: number): string => new Date(Date.now() + days * 24 * 3600 * 1000).toISOString().slice(0, 10);
  const ending = (days: number) =>
    workspace.write({
      'environments/small.ts': `export default ${JSON.stringify(
        environmentInput({
          name: 'small',
          sites: [siteInputs.aws],
          expires: day(days),
          deletionProtection: false,
        } as never),
      )};\n`,
    });

  it('lets a build pass until it is over, and is listed with what is paid until then', () => {
    ending(9);
    expect(workspace.run('build', '--json')).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(workspace.run('list', '--json').stdout).sites).toMatchObject([{ expires: day(9) }]);
    const { monthlyTotal, expiry } = JSON.parse(workspace.run('cost', 'small', '--json').stdout);
    expect(expiry).toEqual({ expires: day(9), days: 10, total: expect.closeTo((monthlyTotal * 240) / 730, 4) });
  });

  it('fires once it is over, in a build, in one from the cache and in a check', () => {
    ending(-2);
    const fired = ['build', 'build', 'check'].map((command) => workspace.run(command, '--json'));
    for (const { code, stdout } of fired) {
      expect(code).toBe(1);
      expect(JSON.parse(stdout).findings).toMatchObject([
        { code: 'ENVIRONMENT_EXPIRED', file: 'environments/small.ts', place: 'expires' },
      ]);
    }
    expect(JSON.parse(fired[1]?.stdout ?? '').environments[0].cached).toBe(true);
  });
});
