import { allCommands, type Command } from '../../../constructs/contracts/command';
import type { EnvironmentInput } from '../../../environments/schema';
import type { Step } from '../../../runbooks/engine/step';
import type { RecoveryContext } from '../../../runbooks/recovery/recovery-scope';
import { siteInputs } from '../../fixtures/environment';
import { SimulatedClouds } from '../../fixtures/simulated-clouds';
import { bound, recoveryEnvironment } from '../recovery-input';

interface Case {
  readonly from: string;
  readonly to: string;
  readonly sites: readonly object[];
  /** Of the 100 GiB that tracking asks for, as the plan counts. */
  readonly minutes: number;
  /** What sets the password of the restored server. */
  readonly sets: RegExp;
}

const cases: [cloud: string, Case][] = [
  [
    'aws',
    {
      from: 'test-aws-eu-west-1',
      to: 'test-aws-eu-central-1',
      sites: [siteInputs.aws, { ...siteInputs.aws, region: 'eu-central-1', role: 'standby', addressSlot: 3 }],
      minutes: 80,
      sets: /modify-db-instance .*--cli-input-json file:\/\/\/dev\/stdin/,
    },
  ],
  [
    'azure',
    {
      from: 'test-azure-westeurope',
      to: 'test-azure-northeurope',
      sites: [
        { ...siteInputs.azure, role: 'primary' },
        { ...siteInputs.azure, region: 'northeurope', role: 'standby', addressSlot: 3 },
      ],
      minutes: 140,
      sets: /rest --method patch .*--body @-/,
    },
  ],
];

const commandsOf = ({ action, verify }: Step<RecoveryContext>): readonly Command[] =>
  [...(action.commands ?? []), ...('command' in verify ? [verify.command] : [])].flatMap(allCommands);

describe.each(cases)('databases that come back from backups in another region on %s', (_cloud, { sites, ...words }) => {
  let steps: readonly Step<RecoveryContext>[];
  const step = (id: string) => {
    const found = steps.find((one) => one.id === id);
    if (!found) throw new Error(`no ${id} among ${steps.map((one) => one.id).join(' ')}`);
    return found;
  };

  beforeAll(async () => {
    const environment = recoveryEnvironment({
      recovery: { tier: 'backup', rpoMinutes: 90, rtoMinutes: 1440 },
      services: { tracking: {} },
      sites: sites as EnvironmentInput['sites'],
    });
    const { runbook, input } = await bound('failover', { to: words.to }, environment);
    steps = runbook.steps(input) as readonly Step<RecoveryContext>[];
  });

  it('are restored without a word to the site that is lost', () => {
    const ids = ['restore-tracking-database', 'password-tracking-database', 'swap-tracking-database'];
    const restoring = steps.filter(({ id }) => /^(restore|reach|password|note-host|swap|refresh)-/.test(id));
    expect(restoring.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(ids);
    expect(step('restore-tracking-database').expectedMinutes).toBe(words.minutes);
    for (const { reaches = [] } of restoring) expect(reaches.map(({ name }) => name)).toEqual([words.to]);
    const reached = restoring.flatMap(commandsOf).flatMap(({ reaches = [] }) => reaches);
    expect([...new Set(reached)].filter((name) => name.startsWith('test-'))).toEqual([words.to]);
  });

  it('sign in with the password of the site that takes over, which no list of processes shows', async () => {
    const given: Command[] = [];
    const answer = (command: Command) => {
      given.push(command);
      return '';
    };
    const world = new SimulatedClouds(
      { steps: [] },
      {
        primary: words.from,
        given: [
          { word: /get-secret-value|keyvault secret show/, answer: () => '{"host":"first","password":"hunter2"}' },
          { word: words.sets, answer },
        ],
      },
    );
    const { action } = step('password-tracking-database');
    if (!('run' in action)) throw new Error('no code');
    await action.run(world.context, () => undefined, {});
    expect(given.map(({ stdin }) => stdin)).toEqual([expect.stringContaining('"hunter2"')]);
    expect(given.flatMap(({ args }) => args).join(' ')).not.toContain('hunter2');
  });

  it('keep no password that nobody can read', async () => {
    const { action } = step('password-tracking-database');
    if (!('run' in action)) throw new Error('no code');
    for (const secret of ['{"host":"first"}', '"hunter2"', '{"password":"hunter2"}']) {
      const word = /get-secret-value|keyvault secret show/;
      const world = new SimulatedClouds(
        { steps: [] },
        { primary: words.from, given: [{ word, answer: () => secret }] },
      );
      const said = await action.run(world.context, () => undefined, {}).then(String, String);
      expect(said).toMatch(/RunbookFailure: the secret (has no password|is no connection)/);
      expect(said).not.toContain('hunter2');
    }
  });
});

it('puts what Azure restores under the key and into the network of the site that takes over', async () => {
  const [, words] = cases[1] ?? [];
  if (!words) throw new Error('no case');
  const environment = recoveryEnvironment({
    recovery: { tier: 'backup', rpoMinutes: 90, rtoMinutes: 1440 },
    services: { tracking: {} },
    sites: words.sites as EnvironmentInput['sites'],
  });
  const { runbook, input } = await bound('failover', { to: words.to }, environment);
  const restore = runbook.steps(input).find(({ id }) => id === 'restore-tracking-database') as Step<RecoveryContext>;
  const [command] = restore.action.commands ?? [];
  const body = JSON.parse(command?.args[command.args.indexOf('--body') + 1] ?? '{}') as object;
  expect(body).toMatchObject({
    location: 'northeurope',
    identity: { userAssignedIdentities: { '{identity}': {} } },
    properties: {
      createMode: 'GeoRestore',
      sourceServerResourceId: expect.stringContaining('/resourceGroups/test-azure-westeurope-data/'),
      backup: { geoRedundantBackup: 'Disabled' },
      network: { publicNetworkAccess: 'Disabled' },
      dataEncryption: { primaryKeyURI: '{key}', primaryUserAssignedIdentityId: '{identity}' },
    },
  });
  expect(Object.keys(command?.lookups ?? {})).toEqual(['key', 'identity']);
});
