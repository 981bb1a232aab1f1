import type { UpgradePlan } from '../../policies/upgrades/plan-upgrade';
import { environmentInput } from '../fixtures/environment';
import { Workspace } from './run-cli';

const tracking = { highlyAvailable: false, ownKey: false };
const local = environmentInput({ name: 'local', services: { tracking }, sites: [{ cloud: 'local' }] });
const workspace = new Workspace();
beforeAll(() => {
  workspace.write({
    'environments/local.ts': `export default ${JSON.stringify(local)};\n`,
    'others/budget.yaml':
      'apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: { name: web, namespace: shop }\n---\n',
  });
});
afterAll(() => workspace.remove());

it('plans what is asked for, and exits by whether something stands in the way', () => {
  const fine = workspace.run('upgrade', 'local', '--mlflow', '3.18.0', '--json');
  expect([fine.code, fine.stderr]).toEqual([0, '']);
  const { steps, findings } = JSON.parse(fine.stdout) as UpgradePlan;
  expect(findings).toEqual([]);
  expect(steps.map(({ id }) => id)).toEqual(
    ['drain', 'dump', 'migrate', 'go-on'].map((what) => `${what}-mlflow-local`),
  );
  const blocked = workspace.run('upgrade', 'local', '--kubernetes', '1.36', '--from', 'others', '--format', 'markdown');
  expect(blocked.code).toBe(1);
  expect(blocked.stdout).toContain('## Upgrade of local');
  expect(blocked.stdout).toContain('API_REMOVED environments/local.ts others/budget.yaml shop/PodDisruptionBudget/web');
}, 120_000);

describe('environments that come before', () => {
  const stepped = (name: string, promotedFrom?: string) =>
    `export default ${JSON.stringify({ ...local, name, ...(promotedFrom ? { release: { promotedFrom } } : {}) })};\n`;
  const ordered = new Workspace();
  const blockers = (...words: string[]) => {
    const { stdout } = ordered.run('upgrade', ...words, '--kubernetes', '1.36', '--json');
    const { findings, warnings, steps } = JSON.parse(stdout) as UpgradePlan;
    return {
      order: findings.filter(({ code }) => code === 'UPGRADE_ORDER').map(({ message }) => message.split(' ', 1)[0]),
      tried: steps.map(({ id }) => id).filter((id) => id.startsWith('tried-')),
      isSilent: warnings.some((text) => text.startsWith('Nobody says which environments')),
    };
  };
  beforeAll(() => {
    ordered.write({
      'environments/lab.ts': stepped('lab'),
      'environments/pre.ts': stepped('pre', 'lab'),
      'environments/live.ts': stepped('live', 'pre'),
      'environments/aside.ts': stepped('aside'),
    });
  });
  afterAll(() => ordered.remove());

  it('are those that releases come through, whatever they are called', () => {
    expect(blockers('live')).toEqual({ order: ['lab', 'pre'], tried: ['tried-lab', 'tried-pre'], isSilent: false });
    expect(blockers('lab')).toEqual({ order: [], tried: [], isSilent: false });
  }, 120_000);

  it('are named by --after, or the plan says that nobody does', () => {
    expect(blockers('aside')).toEqual({ order: [], tried: [], isSilent: true });
    expect(blockers('aside', '--after', 'lab')).toEqual({ order: ['lab'], tried: ['tried-lab'], isSilent: false });
  }, 120_000);
});

it('refuses what it does not understand, all at once, before anything is rendered', () => {
  const words = ['--kubernetes', '1.x', '--postgres', 'new', '--operator', 'Strimzi'];
  const { code, stderr } = workspace.run('upgrade', 'local', ...words);
  expect(code).toBe(2);
  for (const place of ['--kubernetes', '--postgres', '--operator']) expect(stderr).toContain(place);
  expect(workspace.run('upgrade', 'local').code).toBe(2);
  expect(workspace.run('upgrade', 'local', '--kubernetes', '1.36', '--from', 'none').code).toBe(2);
}, 120_000);
