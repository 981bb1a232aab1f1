import { environmentInput, siteInputs } from '../fixtures/environment';
import { Workspace } from './run-cli';

const workspace = new Workspace();
const stack = {
  provider: { aws: [{ region: 'eu-west-1' }] },
  resource: { aws_eks_cluster: { it: { name: 'by-hand' } }, aws_nat_gateway: { one: {} } },
};
const claim = [
  'apiVersion: v1',
  'kind: PersistentVolumeClaim',
  'metadata: { name: data, namespace: ours }',
  'spec: { storageClassName: plain, resources: { requests: { storage: 100Gi } } }',
  '---',
  'apiVersion: storage.k8s.io/v1',
  'kind: StorageClass',
  'metadata: { name: plain }',
  'parameters: { type: gp3 }',
].join('\n');

beforeAll(() => {
  workspace.write({
    'environments/small.ts': `export default ${JSON.stringify(environmentInput({ name: 'small', sites: [siteInputs.aws] } as never))};\n`,
    'by-hand/main/main.tf.json': JSON.stringify(stack),
    'by-hand/main/claim.yaml': claim,
    'strange/a.tf.json': JSON.stringify({ ...stack, resource: { aws_quantum_computer: { it: {} } } }),
    'broken/a.tf.json': '{ "resource": ',
    'broken/b.yaml': 'a: [1',
    'empty/notes.txt': 'nothing to price',
  });
});
afterAll(() => workspace.remove());

it('shows what an environment costs before it is applied: by site, by stack, its largest lines, and how old prices are', () => {
  const { code, stdout, stderr } = workspace.run('cost', 'small', '--on', '2026-11-22');
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('days old on 2026-11-22') });
  expect(stdout).toMatch(/^\nenvironments\/small\.ts: [\d,.]+ USD a month\nPools at their fewest [\d,.]+, as expected/);
  expect(stdout).toContain('all priced or known to be free');
  expect(stdout).toContain('small-aws-eu-west-1');
  expect(stdout).toMatch(/The 10 largest of \d+ lines/);
  expect(stdout).not.toContain('\u001b[');
});

it('gives the bill as data, whose lines are its total', () => {
  const { code, stdout } = workspace.run('cost', 'small', '--json');
  expect(code).toBe(0);
  const bill = JSON.parse(stdout);
  expect(Object.keys(bill)).toEqual(['currency', 'pricesAsOf', 'monthlyTotal', 'lines', 'unpriced']);
  expect(Object.keys(bill.lines[0]).sort()).toEqual(
    ['address', 'basis', 'item', 'monthly', 'quantity', 'site', 'source', 'stack', 'unit', 'unitPrice'].sort(),
  );
  const sum = bill.lines.reduce((total: number, { monthly }: { monthly: number }) => total + monthly, 0);
  expect(sum).toBeCloseTo(bill.monthlyTotal, 6);
  expect(bill.unpriced).toEqual([]);
});

it('prices any folder of Terraform JSON and Kubernetes YAML', () => {
  const { code, stdout, stderr } = workspace.run('cost', '--from', 'by-hand', '--json', '--on', '2025-11-01');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const lines = JSON.parse(stdout).lines.map(({ site, stack: of, address, item }: Record<string, string>) => [
    site,
    of,
    address,
    item,
  ]);
  expect(lines).toEqual([
    ['main', 'main', 'aws_eks_cluster.it', 'eks/cluster'],
    ['main', 'main', 'aws_nat_gateway.one', 'nat/gateway'],
    ['main', 'main', 'aws_nat_gateway.one', 'nat/data'],
    ['main', 'kubernetes', 'PersistentVolumeClaim/ours/data', 'disk/gp3'],
  ]);
});

it('takes assumptions and the load of pools from whoever asks', () => {
  const total = (...more: string[]) =>
    JSON.parse(workspace.run('cost', 'small', '--json', ...more).stdout).monthlyTotal;
  expect(total('--pools', 'min')).toBeLessThan(total('--pools', 'max'));
  expect(total('--assume', 'bucketGiB=0', 'natGiB=0')).toBeLessThan(total());
});

it('fails where something has no price, and names it', () => {
  const { code, stdout, stderr } = workspace.run('cost', '--from', 'strange');
  expect(code).toBe(1);
  expect(stdout).toContain('1 without a price');
  expect(stderr).toContain('UNPRICED strange');
  expect(stderr).toContain('aws_quantum_computer.it: nobody knows what a aws_quantum_computer costs');
});

it.each([
  ['nothing to price', [], 'COST_INPUT'],
  ['two things at once', ['small', '--from', 'by-hand'], 'COST_INPUT'],
  ['a folder that is not there', ['--from', 'nowhere'], 'there is no such folder'],
  ['a folder with nothing in it', ['--from', 'empty'], 'there is nothing to price in it'],
  ['an environment that is not there', ['large'], 'UNKNOWN_ENVIRONMENT'],
  ['an assumption that is none', ['small', '--assume', 'moons=3'], 'COST_ASSUMPTION'],
  ['a load that is none', ['small', '--pools', 'most'], 'Allowed choices are min, expected, max'],
  ['a day that is none', ['small', '--on', '2026-02-30'], 'write a day as 2026-11-22'],
])('refuses %s', (_, args, says) => {
  const { code, stdout, stderr } = workspace.run('cost', ...args);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(says);
});

it('names every file that it cannot read, at once', () => {
  const { code, stderr } = workspace.run('cost', '--from', 'broken');
  expect(code).toBe(2);
  expect(stderr).toMatch(/COST_INPUT broken\/a\.tf\.json[\s\S]*COST_INPUT broken\/b\.yaml/);
});
