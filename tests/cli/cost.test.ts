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
    'environments/tiny.ts': `export default ${JSON.stringify(
      environmentInput({
        name: 'tiny',
        sites: [siteInputs.aws],
        deletionProtection: false,
        pools: { spot: { enabled: false }, gpu: { enabled: false } },
        services: { gateway: {} },
      } as never),
    )};\n`,
    'by-hand/main/main.tf.json': JSON.stringify(stack),
    'by-hand/main/claim.yaml': claim,
    'before/main/main.tf.json': JSON.stringify({ ...stack, resource: { aws_nat_gateway: { one: {} } } }),
    'before/main/claim.yaml': claim,
    'flat-old/main.tf.json': JSON.stringify(stack),
    'flat-new/main.tf.json': JSON.stringify({ ...stack, resource: { aws_nat_gateway: { one: {} } } }),
    'strange/a.tf.json': JSON.stringify({ ...stack, resource: { aws_quantum_computer: { it: {} } } }),
    'broken/a.tf.json': '{ "resource": ',
    'broken/b.yaml': 'a: [1',
    'keeps/main/main.tf.json': JSON.stringify({
      ...stack,
      resource: { aws_nat_gateway: { one: { soft_delete_days: 7 } } },
    }),
    'empty/notes.txt': 'nothing to price',
  });
});
afterAll(() => workspace.remove());

it('shows what an environment costs before it is applied: by site, by stack, its largest lines, and how old prices are', () => {
  const { code, stdout, stderr } = workspace.run('cost', 'small', '--on', '2026-11-22');
  expect({ code, stderr }).toEqual({
    code: 0,
    stderr: expect.stringMatching(
      /^warning: \d+ % of the money stands on prices that are more than 180 days old on 2026-11-22, the oldest of 20/,
    ),
  });
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
  expect(Object.keys(bill)).toEqual([
    'currency',
    'pricesAsOf',
    'monthlyTotal',
    'lines',
    'unpriced',
    'commitments',
    'confidence',
  ]);
  expect(bill.commitments).toMatchObject({ listTotal: bill.monthlyTotal, held: [], advice: [{ cloud: 'aws' }] });
  expect(Object.keys(bill.lines[0]).sort()).toEqual([
    'address',
    'asOf',
    'basis',
    'confidence',
    'item',
    'monthly',
    'quantity',
    'site',
    'source',
    'stack',
    'unit',
    'unitPrice',
  ]);
  const sum = bill.lines.reduce((total: number, { monthly }: { monthly: number }) => total + monthly, 0);
  expect(sum).toBeCloseTo(bill.monthlyTotal, 6);
  expect(bill.unpriced).toEqual([]);
});

it('says how much of the bill stands on prices that can be trusted, as data and as text', () => {
  const { monthlyTotal, confidence } = JSON.parse(workspace.run('cost', 'small', '--json').stdout);
  const { high, medium, low } = confidence;
  expect(high + medium + low).toBeCloseTo(monthlyTotal, 6);
  for (const sum of [high, medium, low]) expect(sum).toBeGreaterThan(0);
  const share = (value: number) => `${Math.round((100 * value) / monthlyTotal)} %`;
  const line = `${share(high)} of it stands on prices read from a price API, ${share(medium)} on list prices written down by hand, read years ago or told by the factor of a region, ${share(low)} on estimates.`;
  expect(workspace.run('cost', 'small').stdout).toContain(`\n${line}\n`);
  expect(workspace.run('cost', 'small', '--format', 'markdown').stdout).toContain(`\n${line}\n`);
});

it('shows the same bill by whatever somebody asks for', () => {
  const { code, stdout } = workspace.run('cost', 'small', '--json', '--by', 'service', 'need', '--by', 'tag:owner');
  const { views, monthlyTotal } = JSON.parse(stdout);
  expect({ code, by: views.map(({ by }: { by: string }) => by) }).toEqual({
    code: 0,
    by: ['service', 'need', 'tag:owner'],
  });
  for (const { rows } of views) {
    const sum = rows.reduce((total: number, { monthly }: { monthly: number }) => total + monthly, 0);
    expect(sum).toBeCloseTo(monthlyTotal, 6);
  }
  const text = workspace.run('cost', 'small', '--by', 'service', '--format', 'markdown').stdout;
  expect(text).toMatch(/\| service \| fixed \| usage \| USD a month \|\n\| --- \| ---: \| ---: \| ---: \|/);
  expect(text).toMatch(/\| tracking \| [\d,.]+ \|/);
});

it('says what one customer and a thousand predictions cost, where the environment counts them', () => {
  const business = { customers: 1000, predictionsPerMonth: 2_000_000 };
  workspace.write({
    'environments/counted.ts': `export default ${JSON.stringify(environmentInput({ name: 'counted', sites: [siteInputs.aws], business } as never))};\n`,
  });
  const { monthlyTotal, unitCosts } = JSON.parse(workspace.run('cost', 'counted', '--json').stdout);
  expect(unitCosts).toMatchObject([
    { per: 'customer', quantity: 1000, unitCost: monthlyTotal / 1000 },
    { per: '1,000 predictions', quantity: 2000, unitCost: monthlyTotal / 2000 },
    { per: 'GPU hour' },
  ]);
  expect(workspace.run('cost', 'counted').stdout).toMatch(/\n[\d.]+ per customer, counting 1,000 of them\.\n/);
});

it('takes off what is committed, shows how well it is used, and warns of what is too much', () => {
  const withPlan = (usdPerHour: number) =>
    workspace.run(
      'cost',
      'small',
      '--what-if',
      'budget.monthlyUsd=90000',
      `budget.commitments.aws=[{"kind":"compute-savings-plan","usdPerHour":${usdPerHour},"years":1}]`,
      '--json',
    );
  const { change, lines } = JSON.parse(withPlan(0.1).stdout);
  expect(change).toBeLessThan(0);
  expect(lines[0].item).toBe('commitment/compute-savings-plan-1y-none');
  const commitments = { aws: [{ kind: 'compute-savings-plan', usdPerHour: 50, years: 1 }] };
  const budget = { monthlyUsd: 90_000, commitments };
  workspace.write({
    'environments/committed.ts': `export default ${JSON.stringify(environmentInput({ name: 'committed', sites: [siteInputs.aws], budget } as never))};\n`,
  });
  const { code, stdout, stderr } = workspace.run('cost', 'committed', '--on', '2025-11-01');
  expect(code).toBe(0);
  expect(stdout).toMatch(/By list [\d,.]+; before taxes/);
  expect(stdout).toMatch(/aws compute-savings-plan 1y none .* 36,500\.00/);
  expect(stderr).toMatch(
    /^warning: aws compute-savings-plan 1y none is larger than what always runs: .* of its 36,500\.00 USD a month are paid for nothing\n$/,
  );
});

it('looks ahead as storage grows, and says when the budget is exceeded', () => {
  const { monthlyTotal } = JSON.parse(workspace.run('cost', 'small', '--json').stdout);
  const budget = { monthlyUsd: Math.ceil(monthlyTotal) + 5 };
  workspace.write({
    'environments/growing.ts': `export default ${JSON.stringify(environmentInput({ name: 'growing', sites: [siteInputs.aws], budget } as never))};\n`,
  });
  const { forecast } = JSON.parse(workspace.run('cost', 'growing', '--months', '12', '--json').stdout);
  expect(forecast.months).toHaveLength(13);
  expect(forecast).toMatchObject({ budgetUsd: budget.monthlyUsd, exceededIn: expect.any(Number) });
  const { stdout } = workspace.run('cost', 'growing', '--months', '12', '--format', 'markdown');
  expect(stdout).toMatch(/over 12 months; the budget of [\d,.]+ USD a month is exceeded in month \d+\./);
  expect(stdout).toMatch(/\| month \| buckets \|.*\| USD a month \|/);
  const wrong = workspace.run('cost', 'growing', '--months', 'soon');
  expect({ code: wrong.code, stdout: wrong.stdout }).toEqual({ code: 2, stdout: '' });
});

it('shows a bill, a change and a comparison as a page of its own, and nothing else on it', () => {
  for (const more of [[], ['--what-if', 'pools.system.minNodes=5'], ['--compare', 'google']]) {
    const { code, stdout } = workspace.run('cost', 'small', '--format', 'html', '--on', '2025-11-01', ...more);
    expect({ code, begin: stdout.slice(0, 15) }).toEqual({ code: 0, begin: '<!doctype html>' });
    expect(stdout).toMatch(/<svg class="drawing medium" role="img"/);
    expect(stdout.endsWith('</html>\n')).toBe(true);
  }
});

it('tells what a change costs a standby from what it costs who serves, also against a folder', () => {
  const { views, change } = JSON.parse(
    workspace.run('cost', 'small', '--against', 'before', '--json', '--by', 'recovery').stdout,
  );
  expect(views).toMatchObject([
    { by: 'recovery', rows: expect.arrayContaining([expect.objectContaining({ name: 'serving' })]) },
  ]);
  expect(views[0].rows.reduce((sum: number, row: { change: number }) => sum + row.change, 0)).toBeCloseTo(change, 6);
});

it('takes off what clouds give for nothing, where somebody asks', () => {
  workspace.write({
    'free/main/main.tf.json': JSON.stringify({ ...stack, resource: { aws_vpc: { it: {} } } }),
  });
  const told = workspace.run('cost', '--from', 'free', '--free-tiers').stdout;
  expect(told).toMatch(/Free tiers take off [\d.]+, once a cloud\./);
  const totalOf = (...options: string[]): number =>
    JSON.parse(workspace.run('cost', '--from', 'free', '--json', ...options).stdout).monthlyTotal;
  expect(totalOf() - totalOf('--free-tiers')).toBeCloseTo(9, 6);
});

it('prices a built tree as the environment that it was built from, by service as well', () => {
  expect(workspace.run('lock').code).toBe(0);
  expect(workspace.run('build', 'small').code).toBe(0);
  const billOf = (...what: string[]) => JSON.parse(workspace.run('cost', ...what, '--json', '--by', 'service').stdout);
  expect(billOf('--from', 'dist/small')).toEqual(billOf('small'));
});

it('prices what an environment file could say in its place, and leaves the file as it is', () => {
  const { code, stdout } = workspace.run('cost', 'small', '--what-if', 'pools.system.minNodes=5', '--json');
  const { before, after, change, views, lines } = JSON.parse(stdout);
  expect({ code, now: JSON.parse(workspace.run('cost', 'small', '--json').stdout).monthlyTotal }).toEqual({
    code: 0,
    now: before,
  });
  expect(change).toBeGreaterThan(0);
  expect(after - before).toBeCloseTo(change, 6);
  expect(views).toMatchObject([{ by: 'site', rows: [{ name: 'small-aws-eu-west-1' }] }]);
  expect(lines[0]).toMatchObject({
    kind: 'changed',
    stack: 'cluster',
    quantityBefore: 3 * 730,
    quantityAfter: 5 * 730,
  });
});

it('warns of pods that find no room any more where pools become smaller', () => {
  const smaller = ['pools.general.maxNodes=1', 'pools.general.minNodes=1', 'pools.system.maxNodes=3'];
  const more = ['services.tracking.replicas=20', 'services.tracking.size=large'];
  const { code, stdout } = workspace.run('cost', 'small', '--json', '--what-if', ...more, ...smaller);
  const { waitingPods } = JSON.parse(stdout);
  expect({ code, waitingPods }).toEqual({
    code: 0,
    waitingPods: expect.arrayContaining([
      { site: 'small-aws-eu-west-1', workload: 'Deployment/tracking/mlflow', pods: expect.any(Number) },
    ]),
  });
  const markdown = workspace.run('cost', 'small', '--format', 'markdown', '--what-if', ...more, ...smaller).stdout;
  expect(markdown).toMatch(/Warning: \d+ pods find no room any more/);
  expect(markdown).toMatch(/\| \d+ \| Deployment\/tracking\/mlflow \| small-aws-eu-west-1 \|/);
  const roomy = JSON.parse(workspace.run('cost', 'small', '--json', '--what-if', 'pools.general.maxNodes=11').stdout);
  expect(roomy.waitingPods).toEqual([]);
});

it('advises what saves, with the edit that saves it, and tells how far it is', () => {
  const { code, stdout, stderr } = workspace.run('cost', 'tiny', '--advice', '--json', '--on', '2025-11-01');
  const { advice, total, monthlyTotal } = JSON.parse(stdout);
  expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringMatching(/^1 of \d+: sites\[0\]/) });
  const found = advice.find(({ id }: { id: string }) => id === 'single-nat');
  expect(found.edits).toEqual([
    { path: 'natGateways', before: 'per-zone', after: 'single', whatIf: 'natGateways=single' },
  ]);
  const { change } = JSON.parse(workspace.run('cost', 'tiny', '--what-if', 'natGateways=single', '--json').stdout);
  expect(change).toBeCloseTo(-found.saves, 6);
  expect(total.before).toBe(monthlyTotal);
  expect(total.after).toBeLessThan(monthlyTotal);
  const text = workspace.run('cost', 'tiny', '--advice', '--format', 'markdown').stdout;
  expect(text).toMatch(/\| One NAT gateway for all zones \| natGateways \| [\d,.]+ \| high \| minutes \|/);
  expect(text).toContain("evenkeel cost environments/tiny.ts --what-if 'natGateways=single'");
  expect(text).toContain('together: ');
}, 120_000);

it('prices the same platform on another cloud, beside the environment as it stands', () => {
  const { code, stdout } = workspace.run('cost', 'small', '--compare', 'google', '--json', '--by', 'service');
  const { variants, views } = JSON.parse(stdout);
  expect(code).toBe(0);
  expect(variants).toMatchObject([
    { name: 'as it stands', accountMadeUp: false, findings: [] },
    { name: 'google', accountMadeUp: true, sites: [{ from: 'small-aws-eu-west-1', to: 'small-google-europe-west4' }] },
  ]);
  for (const { name, monthlyTotal } of variants) {
    const sum = views[0].rows.reduce(
      (total: number, { monthly }: { monthly: Record<string, number> }) => total + (monthly[name] ?? 0),
      0,
    );
    expect(sum).toBeCloseTo(monthlyTotal, 6);
  }
});

it('says what is wrong with a change as with any environment file', () => {
  const { code, stdout, stderr } = workspace.run(
    'cost',
    'small',
    '--what-if',
    'pools.general.spot=true',
    'services.moon={}',
  );
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toMatch(/UNKNOWN_KEY environments\/small\.ts with --what-if pools\.general\.spot: unknown key "spot"/);
  expect(stderr).toContain('services.moon');
});

it('shows what a release changes against what was built before, also for a comment', () => {
  const { code, stdout } = workspace.run('cost', '--from', 'by-hand', '--against', 'before', '--format', 'markdown');
  expect(code).toBe(0);
  expect(stdout).toMatch(/by-hand: [\d,.]+ USD a month {2}\n\+[\d,.]+ \(\+[\d.]+ %\) against before: [\d,.]+\./);
  expect(stdout).toMatch(/\| eks\/cluster \| main main<br>aws\\_eks\\_cluster\.it \| new: 730 hour \| \+73\.00 \|/);
  expect(stdout).not.toMatch(/nat\/gateway/);
  const same = workspace.run('cost', '--from', 'by-hand', '--against', 'by-hand', '--json');
  expect(JSON.parse(same.stdout)).toMatchObject({ change: 0, lines: [] });
});

it('takes flat folders for the same place, whatever they are called', () => {
  const { lines } = JSON.parse(workspace.run('cost', '--from', 'flat-new', '--against', 'flat-old', '--json').stdout);
  expect(lines.map(({ kind, address }: Record<string, string>) => [kind, address])).toEqual([
    ['gone', 'aws_eks_cluster.it'],
  ]);
});

it('says everything that is wrong with a command at once', () => {
  const { code, stderr } = workspace.run(
    ...['cost', '--from', 'by-hand', '--what-if', 'a', '--assume', 'moons=3', '--by', 'moon'],
  );
  expect(code).toBe(2);
  expect(stderr).toMatch(/COST_INPUT[\s\S]*COST_ASSUMPTION[\s\S]*COST_VIEW[\s\S]*COST_WHAT_IF/);
});

it.each([
  [['--advice', '--format', 'html'], 'COST_INPUT'],
  [['--after-destroy', '--format', 'html'], 'COST_INPUT'],
  [['--advice', '--compare'], 'cannot be used with'],
  [['--months', '3', '--against', 'before'], 'cannot be used with'],
])('refuses %j, which has no answer', (words, says) => {
  const { code, stdout, stderr } = workspace.run('cost', 'small', ...words);
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  expect(stderr).toContain(says);
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
  ['a view that is none', ['small', '--by', 'moon'], 'COST_VIEW'],
  ['a change of a folder', ['--from', 'by-hand', '--what-if', 'pools.general.maxNodes=3'], 'COST_INPUT'],
  ['a change that is none', ['small', '--what-if', 'pools'], 'COST_WHAT_IF'],
  ['a change of a place that is not there', ['small', '--what-if', 'sites[7].region=x'], 'COST_WHAT_IF'],
  ['a comparison of a folder', ['--from', 'by-hand', '--compare', 'aws'], 'COST_INPUT'],
  ['a cloud that is none', ['small', '--compare', 'cumulus'], 'Allowed choices are aws, google, azure'],
  ['a comparison of a change', ['small', '--compare', '--what-if', 'a=1'], 'cannot be used with option'],
  ['advice on a folder', ['--from', 'by-hand', '--advice'], '--advice asks what an environment file says'],
  ['advice on a change', ['small', '--advice', '--what-if', 'a=1'], 'cannot be used with option'],
  ['two questions at once', ['small', '--what-if', 'a=1', '--against', 'by-hand'], 'cannot be used with option'],
  ['a comparison with nothing', ['--from', 'by-hand', '--against', 'nowhere'], 'there is no such folder'],
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

it('says what a destroy leaves, until when and at what price', () => {
  const text = workspace.run('cost', 'small', '--after-destroy', '--on', '2026-11-22');
  expect(text.code).toBe(0);
  expect(text.stdout).toMatch(/^\nenvironments\/small\.ts: after a destroy [\d,.]+ USD a month\nKept by retention/);
  expect(text.stdout).toContain('A destroy is refused as it stands');
  const { code, stdout } = workspace.run('cost', '--from', 'by-hand', '--after-destroy', '--json');
  expect(code).toBe(0);
  const { monthly, leftovers, unread } = JSON.parse(stdout);
  expect(unread).toEqual([]);
  expect(leftovers.map(({ how, address, days }: Record<string, unknown>) => [how, address, days])).toEqual([
    ['undrained', 'PersistentVolumeClaim/ours/data', null],
  ]);
  expect(monthly).toEqual({ refused: 0, kept: 0, undrained: leftovers[0].monthly });
});

it('holds what keeps something, and cannot be read, to be a finding', () => {
  const { code, stderr } = workspace.run('cost', '--from', 'keeps', '--after-destroy', '--on', '2025-11-22');
  expect(code).toBe(1);
  expect(stderr).toBe(
    [
      'UNPRICED keeps main main aws_nat_gateway.one: nobody knows what soft_delete_days keeps after a destroy',
      '    fix: add its price or its type as docs/guides/cost.md says, or take it out',
      '',
    ].join('\n'),
  );
});
