import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { databaseName } from '../../constructs/aws/names';
import { recoveryCommands } from '../../constructs/aws/recovery-commands';
import { allCommands, shownCommand } from '../../constructs/contracts/command';
import type { AwsSite } from '../../environments/model';
import type { TypedOptions } from '../../runbooks/catalogue/option-kinds';
import { type Command, printedBy } from '../../runbooks/engine/command';
import type { CommandRunner } from '../../runbooks/engine/command-runner';
import { commandsOf } from '../../runbooks/engine/lost-sites';
import type { Step } from '../../runbooks/engine/step';
import { databasesOf } from '../../runbooks/recovery/store-steps';
import { bound, recoveryEnvironment } from '../runbooks/recovery-input';
import { awsOnMoto } from './aws-on-moto';
import { session } from './session';
import { proof } from './skips';
import { type MotoServer, startMotoServer } from './tools/moto-server';

const time = '2026-11-20T10:00:00Z';
const [primary, standby] = ['test-aws-eu-west-1', 'test-aws-eu-central-1'];
const runs: readonly [string, TypedOptions][] = [
  ['failover', { to: standby }],
  ['failback', { to: standby }],
  ['restore', { service: 'tracking', to: time }],
  ['cluster-rebuild', { site: primary }],
  ['credential-compromise', { since: time }],
  ['ransomware', { to: time }],
];

/** What the command line says of words that it does not take, before it asks anybody. */
const refused =
  /usage:|Unknown options|Parameter validation failed|Bad value for --query|In function|Invalid choice|invalid literal/;

/** Commands of one shape differ in names only. */
const shapeOf = ({ args }: Command): string => args.filter((word) => /^(--)?[a-z-]+$/.test(word)).join(' ');

proof('commands of recovery on AWS', ['moto', 'aws-cli'], () => {
  const folder = join(session().folder, 'recovery-commands');
  const environment = recoveryEnvironment();
  const site = environment.sites.find(({ name }) => name === primary) as AwsSite;
  let moto: MotoServer;
  let runner: CommandRunner;
  const options = { timeoutMs: 60_000 };
  const printed = (command: Command): Promise<string> => printedBy(runner, command, options);
  const aws = (...args: string[]): Promise<string> => printed({ program: 'aws', args: ['--output', 'text', ...args] });
  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    moto = await startMotoServer({ dir: folder });
    runner = awsOnMoto(moto.url, folder, site);
  });
  afterAll(() => moto?.stop());

  const refusals = async (command: Command): Promise<string[]> => {
    // As if every look-up had found something.
    const args = command.args.map((word) => word.replaceAll(/\{\w+\}/g, 'id-1'));
    const { stderr } = await runner.run({ ...command, args, stdin: command.stdin ?? 'held' }, options);
    return refused.test(stderr) ? [`${shownCommand(command)}\n${stderr.trim()}`] : [];
  };

  it('are words that the command line takes, in every runbook', async () => {
    const shapes = new Map<string, Command>();
    for (const [name, typed] of runs) {
      const { runbook, input } = await bound(name, typed);
      for (const step of runbook.steps(input))
        for (const command of commandsOf(step as Step<never>).flatMap(allCommands))
          if (command.program === 'aws' && !command.args.includes(standby)) shapes.set(shapeOf(command), command);
    }
    expect(shapes.size).toBeGreaterThan(15);
    const found: string[] = [];
    for (const command of shapes.values()) found.push(...(await refusals(command)));
    expect(found).toEqual([]);
  });

  it('would be found out: a flag, a value and a query that nothing takes', async () => {
    const [command] = recoveryCommands.clusterCredentials(site, join(folder, 'kubeconfig'));
    if (!command) throw new Error('no command');
    const broken = [
      ['rds', 'promote-read-replica', '--db-instance-identifier', 'x', '--with-care'],
      ['rds', 'promote-read-replica', '--db-instance-identifier', 'x', '--backup-retention-period', 'long'],
      ['rds', 'describe-db-instances', '--query', "DBInstances[?x=='y'"],
    ];
    for (const args of broken) expect(await refusals({ ...command, args })).toHaveLength(1);
  });

  it('see whether a server is a copy', async () => {
    const [request] = databasesOf({ site } as never);
    if (!request) throw new Error('the site has no database');
    const { check } = recoveryCommands.database.promote(request as never);
    const id = databaseName(site, request.service, request.name);
    const engine = ['--db-instance-class', 'db.t4g.micro', '--engine', 'postgres', '--allocated-storage', '20'];
    await aws('rds', 'create-db-instance', '--db-instance-identifier', id, ...engine);
    expect(await printed(check.command)).toMatch(check.expects);
    const copy = ['--db-instance-identifier', 'copy', '--source-db-instance-identifier', id];
    await aws('rds', 'create-db-instance-read-replica', ...copy);
    const ofCopy = check.command.args.map((word) => word.replace(id, 'copy'));
    expect((await printed({ ...check.command, args: ofCopy })).trim()).toBe(`available ${id}`);
  });
});
