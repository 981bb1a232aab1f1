import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import { priceBook } from '../../policies/cost/prices/price-book';
import { childProcesses } from '../../runbooks/engine/command-runner';
import { findOrphans } from '../../runbooks/orphans/find-orphans';
import { treeStacks } from '../../runbooks/platform-backup/tree-stacks';
import { findTerraform } from '../../runbooks/terraform/terraform-program';
import { Workspace } from '../cli/run-cli';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { PROVIDER_OVERRIDE } from './moto-provider';
import { proof, toolPath } from './skips';
import { locateTools } from './tools/locate';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { cliConfiguration, createTerraform, type Terraform } from './tools/terraform';

const name = 'left-aws-eu-west-1';
const region = 'eu-west-1';
const tags = { environment: 'left', site: name, 'managed-by': 'evenkeel' };
const clusterTag = `kubernetes.io/cluster/${name}`;

const input = environmentInput({
  name: 'left',
  organisation: 'acme',
  domain: 'left.example.com',
  services: {},
  sites: [siteInputs.aws],
});

/** A stack of everything that a state may know, and a cluster that keeps what it made. */
const stack = (state: string) => ({
  terraform: { backend: { local: { path: state } }, required_providers: { aws: { source: 'hashicorp/aws' } } },
  provider: { aws: [{ ...PROVIDER_OVERRIDE, region, default_tags: [{ tags }] }] },
  resource: {
    aws_vpc: { one: { cidr_block: '10.0.0.0/16' } },
    aws_subnet: {
      one: { vpc_id: '${aws_vpc.one.id}', cidr_block: '10.0.0.0/24', availability_zone: `${region}a` },
      two: { vpc_id: '${aws_vpc.one.id}', cidr_block: '10.0.1.0/24', availability_zone: `${region}b` },
    },
    aws_security_group: { one: { name: 'managed', vpc_id: '${aws_vpc.one.id}' } },
    aws_ebs_volume: { one: { availability_zone: `${region}a`, size: 10, type: 'gp3' } },
    aws_s3_bucket: { one: { bucket: `acme-${name}-managed`, force_destroy: true } },
    aws_secretsmanager_secret: { one: { name: `evenkeel/${name}/managed`, recovery_window_in_days: 7 } },
    aws_cloudwatch_log_group: { one: { name: `/aws/eks/${name}/managed` } },
    aws_kms_key: { one: { deletion_window_in_days: 7 } },
    aws_lb: {
      one: {
        name: 'managed',
        internal: true,
        load_balancer_type: 'network',
        subnets: ['${aws_subnet.one.id}', '${aws_subnet.two.id}'],
      },
    },
    aws_iam_role: {
      cluster: {
        name: 'cluster',
        assume_role_policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Principal: { Service: 'eks.amazonaws.com' }, Action: 'sts:AssumeRole' }],
        }),
      },
    },
    aws_eks_cluster: {
      one: {
        name,
        role_arn: '${aws_iam_role.cluster.arn}',
        vpc_config: [{ subnet_ids: ['${aws_subnet.one.id}', '${aws_subnet.two.id}'] }],
      },
    },
    aws_route53_zone: { one: { name: 'left.example.com' } },
    aws_route53_record: {
      one: { zone_id: '${aws_route53_zone.one.zone_id}', name: 'known', type: 'A', ttl: 60, records: ['10.0.0.1'] },
    },
  },
});

interface Told {
  readonly left: readonly {
    readonly verdict: string;
    readonly id: string;
    readonly type: string;
    readonly monthly: number | null;
    readonly until?: string;
    readonly remove?: string;
  }[];
  readonly withoutState: readonly string[];
  readonly monthlyTotal: number;
  readonly failures: readonly unknown[];
}

proof('what clouds have and no state knows', ['terraform', 'provider-aws', 'moto', 'aws-cli'], () => {
  const workspace = new Workspace();
  const folder = join(workspace.folder, 'dist', 'left', name, 'infra', 'data');
  const saved = { ...process.env };
  const planted: Record<string, string> = {};
  let moto: MotoServer;
  let terraform: Terraform;

  const aws = (...words: string[]): string =>
    execFileSync('aws', ['--region', region, '--output', 'text', ...words], {
      encoding: 'utf8',
      env: process.env,
    }).trim();
  /** By the command line, as people type it. */
  const typed = (): { readonly code: number | null; readonly told: Told } => {
    const { code, stdout, stderr } = workspace.run('orphans', 'left', '--json');
    if (stdout === '') throw new Error(stderr);
    return { code, told: JSON.parse(stdout) };
  };
  /** The search alone, without what is synthesized. */
  const search = async () =>
    findOrphans({
      environment: resolveEnvironment(input),
      stacks: treeStacks(join(workspace.folder, 'dist'), 'left'),
      leftovers: [],
      book: priceBook(),
      terraform: await findTerraform(join(workspace.folder, 'terraform')),
      runner: childProcesses,
    });
  const ec2Tags = (kind: string, extra: readonly string[] = []): string[] => [
    '--tag-specifications',
    `ResourceType=${kind},Tags=[${[...Object.entries(tags).map(([key, value]) => `{Key=${key},Value=${value}}`), ...extra].join(',')}]`,
  ];
  const short = Object.entries(tags).map(([key, value]) => `Key=${key},Value=${value}`);

  /** Everything of the list that somebody plants, with its full name. */
  const plant = (): void => {
    const account = siteInputs.aws.accountId;
    const ec2 = (kind: string, id: string) => `arn:aws:ec2:${region}:${account}:${kind}/${id}`;
    const volume = aws(
      ...['ec2', 'create-volume', '--availability-zone', `${region}a`, '--size', '30', '--volume-type', 'gp3'],
      ...['--query', 'VolumeId', ...ec2Tags('volume')],
    );
    planted.volume = ec2('volume', volume);
    const snapshot = aws(
      'ec2',
      'create-snapshot',
      '--volume-id',
      volume,
      '--query',
      'SnapshotId',
      ...ec2Tags('snapshot'),
    );
    planted.snapshot = ec2('snapshot', snapshot);
    const [vpc = '', subnet = ''] = aws(
      ...['ec2', 'describe-subnets', '--filters', `Name=tag:site,Values=${name}`],
      ...['--query', 'Subnets[0].[VpcId,SubnetId]'],
    ).split(/\s+/);
    planted.balancer = aws(
      ...['elbv2', 'create-load-balancer', '--name', 'planted', '--type', 'network', '--scheme', 'internal'],
      ...['--subnets', subnet, '--tags', `Key=elbv2.k8s.aws/cluster,Value=gone`, ...short],
      ...['--query', 'LoadBalancers[0].LoadBalancerArn'],
    );
    planted.bucket = `arn:aws:s3:::acme-${name}-planted`;
    aws('s3', 'mb', `s3://acme-${name}-planted`);
    planted.secret = aws(
      ...['secretsmanager', 'create-secret', '--name', `evenkeel/${name}/planted`, '--secret-string', 'x'],
      ...['--tags', ...short, '--query', 'ARN'],
    );
    planted.logs = `arn:aws:logs:${region}:${account}:log-group:/aws/rds/instance/acme-${name}-tracking/postgresql`;
    aws('logs', 'create-log-group', '--log-group-name', `/aws/rds/instance/acme-${name}-tracking/postgresql`);
    planted.key = aws(
      ...[
        'kms',
        'create-key',
        '--tags',
        ...Object.entries(tags).map(([key, value]) => `TagKey=${key},TagValue=${value}`),
      ],
      ...['--query', 'KeyMetadata.Arn'],
    );
    const group = aws(
      ...['ec2', 'create-security-group', '--group-name', 'planted', '--description', 'planted', '--vpc-id', vpc],
      ...['--query', 'GroupId', ...ec2Tags('security-group')],
    );
    planted.group = ec2('security-group', group);
  };

  /** What the cluster bought: it is there as long as the cluster is. */
  const buy = (): string => {
    const [volume] = [
      aws(
        ...['ec2', 'create-volume', '--availability-zone', `${region}a`, '--size', '50', '--volume-type', 'gp3'],
        ...['--query', 'VolumeId', ...ec2Tags('volume', [`{Key=${clusterTag},Value=owned}`])],
      ),
    ];
    return `arn:aws:ec2:${region}:${siteInputs.aws.accountId}:volume/${volume}`;
  };
  let bought = '';
  let record = '';

  beforeAll(async () => {
    moto = await startMotoServer({ dir: workspace.folder, accountId: siteInputs.aws.accountId });
    const env = {
      AWS_ENDPOINT_URL: moto.url,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_PAGER: '',
    };
    const configuration = join(workspace.folder, 'terraform.rc');
    writeFileSync(configuration, cliConfiguration((await locateTools()).providerMirrors));
    Object.assign(process.env, env, {
      TF_CLI_CONFIG_FILE: configuration,
      TERRAFORM_BINARY_NAME: toolPath('terraform'),
      PATH: `${dirname(toolPath('aws-cli') ?? '')}:${process.env.PATH}`,
    });
    mkdirSync(folder, { recursive: true });
    workspace.write({
      'environments/left.ts': `export default ${JSON.stringify(input)};\n`,
    });
    writeFileSync(join(folder, 'cdk.tf.json'), JSON.stringify(stack(join(workspace.folder, 'data.tfstate'))));
    terraform = await createTerraform({ env, timeoutMinutes: 4 });
    await terraform.init(folder);
    await terraform.apply(folder);
  }, 300_000);
  afterAll(async () => {
    terraform?.close();
    await moto?.stop();
    for (const key of Object.keys(process.env)) if (!(key in saved)) delete process.env[key];
    Object.assign(process.env, saved);
    workspace.remove();
  });

  it('is nothing while everything is in a state', async () => {
    expect(await search()).toEqual({ environment: 'left', left: [], monthlyTotal: 0, withoutState: [], failures: [] });
  });

  it('is found, every one of it, with its price and what deletes it; nothing of the state is named', () => {
    plant();
    bought = buy();
    const { code, told } = typed();
    expect(code).toBe(1);
    expect(told.left.map(({ verdict, id }) => `${verdict} ${id}`).sort()).toEqual(
      Object.values(planted)
        .map((id) => `orphan ${id}`)
        .sort(),
    );
    const priceOf = (id = '') => told.left.find((one) => one.id === id)?.monthly;
    // Disks of eu-west-1 cost 0.088 USD a GiB.
    expect(priceOf(planted.volume)).toBeCloseTo(30 * 0.088, 4);
    expect(priceOf(planted.balancer)).toBeGreaterThan(10);
    expect(priceOf(planted.key)).toBe(1);
    expect(priceOf(planted.group)).toBe(0);
    expect(priceOf(planted.bucket)).toBeNull();
    expect(told.left.map(({ remove }) => remove)).toContain(
      `aws --region ${region} --output text s3 rb s3://acme-${name}-planted --force`,
    );
  });

  it('is told apart from what waits for its day, after the destroy of everything', async () => {
    const zone = aws('route53', 'list-hosted-zones', '--query', 'HostedZones[0].Id').replace('/hostedzone/', '');
    await terraform.destroy(folder);
    // A zone that stays has the records that a cluster made.
    aws('route53', 'create-hosted-zone', '--name', 'left.example.com', '--caller-reference', zone);
    const fresh = aws('route53', 'list-hosted-zones', '--query', 'HostedZones[0].Id').replace('/hostedzone/', '');
    record = `${fresh}_app.left.example.com_A`;
    const change = {
      Action: 'CREATE',
      ResourceRecordSet: { Name: 'app.left.example.com', Type: 'A', TTL: 60, ResourceRecords: [{ Value: '10.0.0.1' }] },
    };
    aws(
      ...['route53', 'change-resource-record-sets', '--hosted-zone-id', fresh],
      ...['--change-batch', JSON.stringify({ Changes: [change] })],
    );
    const told = await search();
    const of = (verdict: string) =>
      told.left
        .filter((one) => one.verdict === verdict)
        .map(({ id }) => id)
        .sort();
    expect(of('orphan')).toEqual([...Object.values(planted), bought, record].sort());
    const waiting = told.left.filter(({ verdict }) => verdict === 'kept');
    expect(waiting.filter(({ type }) => type === 'kms:key')).toEqual([
      expect.objectContaining({ monthly: 0, until: expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/) }),
    ]);
  });

  it('is not guessed at where a state or a cloud cannot be read', async () => {
    const before = process.env.AWS_ENDPOINT_URL;
    process.env.AWS_ENDPOINT_URL = 'http://127.0.0.1:9';
    const told = await search();
    process.env.AWS_ENDPOINT_URL = before;
    expect(told.left).toEqual([]);
    expect(told.failures).toEqual([expect.objectContaining({ code: 'COMMAND_FAILED' })]);
  });
});
