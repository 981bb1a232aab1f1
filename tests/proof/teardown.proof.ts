import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { siteInputs } from '../fixtures/environment';
import type { Ended } from './aws-behind-proxy';
import { type DeployGround, deployGround } from './deploy-ground';
import { proof } from './skips';

/** The part of a ledger that is looked at. */
interface Ledger {
  readonly entries: readonly {
    readonly kind: string;
    readonly site: string;
    readonly what: string;
    readonly until: string | null;
    readonly remove?: string;
  }[];
}

const { region, accountId } = siteInputs.aws;
const name = 'left';
const site = `${name}-aws-${region}`;

proof('destroy of an AWS site on moto', ['terraform', 'provider-aws', 'moto', 'aws-cli'], () => {
  let ground: DeployGround;
  const events = () => ground.events();
  const start = (...words: string[]) => ground.start(...words);
  const typed = async (command: string): Promise<string> => {
    const { code, stdout, stderr } = await ground.typed(command);
    expect([command, code, code === 0 ? '' : stderr]).toEqual([command, 0, '']);
    return stdout.trim();
  };
  const file = () => join(ground.repository, '.evenkeel', 'deploy', `${name}.ledger.json`);
  const aws = (words: string): Promise<string> => typed(`aws --region ${region} --output text ${words}`);
  const sure = ['--confirm', name, '--without-backup', 'nothing of it is worth keeping'];
  const destroy = (...more: string[]) => start('destroy', name, '--parallel', '2', '--json', ...more);
  const ledgerOf = ({ stdout, stderr }: Ended): Ledger => {
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout).ledger;
  };
  const of = ({ entries }: Ledger, kind: string): string[] =>
    entries.flatMap((one) => (one.kind === kind ? [one.what.replace(/^\S+ /, '')] : [])).sort();
  const planted: string[] = [];

  beforeAll(async () => {
    ground = await deployGround('teardown', {
      [name]: { deletionProtection: false },
      kept: { deletionProtection: true },
    });
    const { code, stderr } = await start('bootstrap', name, '--yes', '--json').ended;
    if (code !== 0) throw new Error(stderr);
    // What moto can make without waiting; the database is deployed elsewhere.
    const words = ['--stack', 'state', '--stack', 'network', '--yes', '--skip-preflight', '--json'];
    const deployed = await start('deploy', name, ...words).ended;
    if (deployed.code !== 0) throw new Error(deployed.stdout + deployed.stderr);
  });
  afterAll(() => ground?.stop());

  it('shows the order and what stays, and changes nothing', async () => {
    const before = events().length;
    const { code, stdout } = await destroy('--plan', '--without-backup', 'a look').ended;
    const { stacks, ledger } = JSON.parse(stdout);
    const place = (kind: string): number => stacks.indexOf(`${site}-${kind}`);
    expect([code, place('state'), place('gitops'), place('data') < place('network')]).toEqual([0, -1, 0, true]);
    expect(of(ledger, 'states')).toHaveLength(1);
    expect(events()).toHaveLength(before);
  });

  it.each([
    ['DESTROY_PROTECTED', ['kept', '--confirm', 'kept', '--without-backup', 'none']],
    ['DESTROY_BACKUP', [name, '--confirm', name]],
    ['DESTROY_UNCONFIRMED', [name, '--without-backup', 'none', '--confirm', 'smal']],
  ])('is refused before anything is touched: %s', async (finding, rest) => {
    const before = events().length;
    const { code, stderr } = await start('destroy', ...rest).ended;
    expect([code, stderr.match(/^DESTROY_\w+/gm)]).toEqual([2, [finding]]);
    expect(events()).toHaveLength(before);
  });

  it('killed in the middle and typed again, it ends every stack, and its ledger names what nobody planned', async () => {
    const tags = `{Key=environment,Value=${name}},{Key=site,Value=${site}}`;
    const ec2Tags = (kind: string) => `--tag-specifications 'ResourceType=${kind},Tags=[${tags}]'`;
    const arn = (service: string, rest: string) => `arn:aws:${service}:${region}:${accountId}:${rest}`;
    const volume = await aws(
      `ec2 create-volume --availability-zone ${region}a --size 30 --volume-type gp3 --query VolumeId ${ec2Tags('volume')}`,
    );
    const snapshot = await aws(`ec2 create-snapshot --volume-id ${volume} --query SnapshotId ${ec2Tags('snapshot')}`);
    const plain = `Key=environment,Value=${name} Key=site,Value=${site}`;
    const secret = await aws(
      `secretsmanager create-secret --name evenkeel/${site}/planted --secret-string x --tags ${plain} --query ARN`,
    );
    await aws(`logs create-log-group --log-group-name /aws/eks/${site}/planted`);
    await aws(`s3 mb s3://acme-${site}-planted`);
    planted.push(
      arn('ec2', `volume/${volume}`),
      arn('ec2', `snapshot/${snapshot}`),
      secret,
      arn('logs', `log-group:/aws/eks/${site}/planted`),
      `arn:aws:s3:::acme-${site}-planted`,
    );
    const before = events().length;
    const held = ground.proxy.hold(() =>
      events()
        .slice(before)
        .some(({ step }) => step === 'apply-begun'),
    );
    const { child, ended } = destroy(...sure);
    const first = await Promise.race([held, ended]);
    if ('code' in first) throw new Error(`it ended before it was killed: ${first.stderr}`);
    process.kill(child.pid ?? 0, 'SIGKILL');
    await ended;
    first.release();

    const second = await destroy(...sure).ended;
    const ledger = ledgerOf(second);
    expect([second.code, of(ledger, 'stack'), of(ledger, 'orphan')]).toEqual([1, [], planted.sort()]);
    expect(ledger.entries.filter(({ kind, remove }) => kind === 'orphan' && !remove)).toEqual([]);
    expect(ledger.entries.filter(({ kind }) => kind === 'states')).toEqual([
      expect.objectContaining({
        site,
        remove: expect.stringContaining(`evenkeel bootstrap ${name} --site ${site} --undo`),
      }),
    ]);
    expect(JSON.parse(readFileSync(file(), 'utf8'))).toEqual(ledger);
    expect(await aws(`ec2 describe-vpcs --filters Name=tag:site,Values=${site} --query Vpcs[].VpcId`)).toBe('');
  });

  it('has nothing more to say once what the ledger names was deleted by the commands in it', async () => {
    const { entries } = JSON.parse(readFileSync(file(), 'utf8')) as Ledger;
    for (const { kind, remove = '' } of entries) if (kind === 'orphan') await typed(remove);
    const last = await destroy(...sure).ended;
    expect([last.code, of(ledgerOf(last), 'orphan')]).toEqual([0, []]);
  });
});
