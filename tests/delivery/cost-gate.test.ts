import { costGate } from '../../delivery/cost-gate';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema';
import type { StackJson } from '../../policies/site-output';
import { environmentInput } from '../fixtures/environment';

jest.mock('../../policies/cost/estimate', () => {
  loaded();
  return jest.requireActual('../../policies/cost/estimate');
});
const loaded = jest.fn();

/** A NAT gateway costs 0.048 USD an hour in Ireland, and the same amount of data is on top of it. */
const gateway = { aws_nat_gateway: { one: {} } };
const stackOf = (resource: object) =>
  ({ provider: { aws: [{ region: 'eu-west-1' }] }, resource }) as unknown as StackJson;

async function found(budget: EnvironmentInput['budget'], resource: object = gateway, sitesBuilt = 3, customers = 1) {
  const environment = resolveEnvironment(environmentInput(budget ? { budget, business: { customers } } : {}));
  const gate = await costGate(environment, 'environments/test.ts');
  const built = environment.sites.slice(0, sitesBuilt).map((site) => ({
    site,
    output: { stacks: site.cloud === 'aws' ? { network: stackOf(resource) } : {}, manifests: [] },
  }));
  const { findingsOf } = gate.judge({}, built);
  return environment.sites.flatMap((site) =>
    findingsOf(site).map(({ code, file, place }) => `${site.name}: ${code} ${file} ${place}`),
  );
}

it('without a budget prices nothing, and loads nothing that could', async () => {
  expect(await found(undefined)).toEqual([]);
  expect(loaded).not.toHaveBeenCalled();
});

it('is silent below the budget', async () => {
  expect(await found({ monthlyUsd: 100, sites: { 'test-aws-eu-west-1': 100 } })).toEqual([]);
});

it('finds a bill over the budget at the primary, and that of a site at the site', async () => {
  expect(await found({ monthlyUsd: 30, sites: { 'test-aws-eu-west-1': 20, 'test-google-europe-west1': 1 } })).toEqual([
    'test-aws-eu-west-1: BUDGET_EXCEEDED environments/test.ts budget.monthlyUsd',
    'test-aws-eu-west-1: BUDGET_EXCEEDED environments/test.ts budget.sites.test-aws-eu-west-1',
  ]);
});

it('divides the bill by the customers that the environment states', async () => {
  const budget = { monthlyUsd: 100, perCustomerUsd: 5 };
  expect(await found(budget, gateway, 3, 10)).toEqual([]);
  expect(await found(budget, gateway, 3, 2)).toEqual([
    'test-aws-eu-west-1: BUDGET_EXCEEDED environments/test.ts budget.perCustomerUsd',
  ]);
});

it('judges the sum only where every site was built', async () => {
  const budget = { monthlyUsd: 30, sites: { 'test-aws-eu-west-1': 20 } };
  expect(await found(budget, gateway, 1)).toEqual([
    'test-aws-eu-west-1: BUDGET_EXCEEDED environments/test.ts budget.sites.test-aws-eu-west-1',
  ]);
});

it('takes what has no price for a finding', async () => {
  expect(await found({ monthlyUsd: 100 }, { ...gateway, aws_quantum_computer: { it: {} } })).toEqual([
    'test-aws-eu-west-1: UNPRICED environments/test.ts test-aws-eu-west-1 network aws_quantum_computer.it',
  ]);
});

it('takes what the environment knows better, and refuses names that nothing reads', async () => {
  // 35.04 for the gateway alone; 0.048 a GiB more.
  expect(await found({ monthlyUsd: 36, assumptions: { natGiB: 0 } })).toEqual([]);
  expect(await found({ monthlyUsd: 36, assumptions: { natGiB: 100 } })).toHaveLength(1);
  await expect(found({ monthlyUsd: 36, assumptions: { natGib: 0, bucketGiB: 1 } })).rejects.toMatchObject({
    findings: [{ code: 'COST_ASSUMPTION', file: 'environments/test.ts', place: 'budget.assumptions.natGib' }],
  });
});

it('holds what is paid after commitments, and what of them nobody uses', async () => {
  const machines = {
    aws_eks_node_group: { it: { instance_types: ['m7i.xlarge'], scaling_config: { min_size: 2, max_size: 2 } } },
  };
  const plan = (usdPerHour: number) => ({
    aws: [{ kind: 'compute-savings-plan' as const, usdPerHour, years: 1 as const }],
  });
  // 328.06 by list.
  expect(await found({ monthlyUsd: 300 }, machines)).toHaveLength(1);
  expect(await found({ monthlyUsd: 300, commitments: plan(0.33) }, machines)).toEqual([]);
  expect(await found({ monthlyUsd: 300, commitments: plan(0.5) }, machines)).toEqual([
    'test-aws-eu-west-1: BUDGET_EXCEEDED environments/test.ts budget.monthlyUsd',
  ]);
});
