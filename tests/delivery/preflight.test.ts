import { LiveFailure } from '../../delivery/live-account/live-failure';
import { preflightEnvironment } from '../../delivery/preflight';
import type { Cloud, CloudSite } from '../../environments/model';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { LiveAccount } from '../../policies/preflight/live-account';
import { environmentInput } from '../fixtures/environment';

// Other work on the machine must not fail it.
jest.setTimeout(60_000);

const environment = resolveEnvironment(environmentInput());
const file = 'environments/test.ts';
const asOf = '2026-11-21';

/** What each account answers; Google's refuses. */
const answers: { readonly [C in Cloud]: (site: CloudSite) => LiveAccount } = {
  aws: () => ({ limits: { 'L-1216C47A': { limit: 9000 } }, offers: { 'm7i.xlarge': ['eu-west-1a'] } }),
  google: ({ name }) => {
    throw new LiveFailure('LIVE_DENIED', `${name} compute.projects.get`, 'no right');
  },
  azure: () => ({ limits: { cores: { limit: 9000, used: 12 } }, offers: {} }),
};

it('shows what the accounts answer, and the others as far as they are known', async () => {
  const wanted: Partial<Record<Cloud, readonly string[]>> = {};
  const { sites, failures } = await preflightEnvironment(environment, file, {
    asOf,
    readLive: async (site, { quotas, machineTypes }) => {
      wanted[site.cloud] = [...quotas.map(({ code }) => code), ...machineTypes];
      return answers[site.cloud](site);
    },
  });
  expect(failures.map(({ code, place, fix }) => ({ code, place, fix }))).toEqual([
    { code: 'LIVE_DENIED', place: 'test-google-europe-west1 compute.projects.get', fix: expect.any(String) },
  ]);
  const from = (cloud: Cloud, key: string) =>
    sites.find((site) => site.cloud === cloud)?.quotas.find((quota) => quota.key === key);
  expect(from('aws', 'L-1216C47A')).toMatchObject({ status: 'fine', limit: 9000, limitFrom: 'account' });
  expect(from('aws', 'L-34B43A08')).toMatchObject({ status: 'request', limitFrom: 'new account' });
  expect(from('azure', 'cores')).toMatchObject({ status: 'fine', limit: 9000, used: 12 });
  expect(from('google', 'GPUS-ALL-REGIONS-per-project')).toMatchObject({ limitFrom: 'new account' });
  const machine = sites[0]?.facts.find(({ subject }) => subject.startsWith('m7i.xlarge'));
  expect(machine).toMatchObject({ status: 'act', message: 'in eu-west-1a; not in eu-west-1b, eu-west-1c' });
  expect(wanted.aws).toEqual(expect.arrayContaining(['L-1216C47A', 'L-0263D0A3', 'm7i.xlarge', 'g5.xlarge']));
});

it('asks no account without being told to, and says the same every time', async () => {
  const once = await preflightEnvironment(environment, file, { asOf, site: 'test-aws-eu-west-1' });
  expect(once.failures).toEqual([]);
  expect(await preflightEnvironment(environment, file, { asOf, site: 'test-aws-eu-west-1' })).toEqual(once);
});

it('passes on what is wrong with Evenkeel itself as such', async () => {
  const { failures } = await preflightEnvironment(environment, file, {
    asOf,
    site: 'test-aws-eu-west-1',
    readLive: async () => {
      throw new TypeError('x is not a function');
    },
  });
  expect(failures).toMatchObject([
    { code: 'LIVE_FAILED', place: 'test-aws-eu-west-1', message: 'x is not a function' },
  ]);
});
