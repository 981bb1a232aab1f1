import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MOTO_FORGETS, MOTO_GAPS, MOTO_GAPS_BY_ADDRESS } from './moto-gaps';
import { motoProviders } from './moto-provider';
import { generatedValues, secretsToFillIn, storedSecrets } from './moto-secrets';
import { kindsOfChange, plannedChanges } from './planned-changes';
import { type RenderedStack, renderedSites } from './rendered-sites';
import { session } from './session';
import { proof, skippedByName } from './skips';
import { addressed, type StackCopy, withDependents } from './stack-copy';
import { copyFor, remoteStateSource, sharedInit } from './terraform-stacks';
import { lastWords, runCommand } from './tools/command';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { createTerraform, type Terraform } from './tools/terraform';

const STACKS = ['state', 'governance', 'network', 'cluster', 'data'];

/** In dependency order; stacks that know nothing of each other go together. */
const STEPS = [['state'], ['governance'], ['network'], ['cluster', 'data']];

type Values = Readonly<Record<string, unknown>>;

/** What the changed environment is to change at least, by stack. */
const MEANT: Readonly<Record<string, readonly string[]>> = {
  state: ['update aws_s3_bucket_lifecycle_configuration rule'],
  network: ['create aws_nat_gateway *', 'update aws_route nat_gateway_id'],
  cluster: ['create aws_vpc_security_group_ingress_rule *', 'update aws_cloudwatch_log_group retention_in_days'],
  data: [
    'create aws_db_instance *',
    'update aws_db_instance allocated_storage',
    'update aws_db_instance backup_retention_period',
  ],
};

proof('AWS stacks on moto', ['terraform', 'provider-aws', 'moto'], () => {
  const awsOf = ({ json }: RenderedStack): Values | undefined =>
    (json.provider as { readonly aws?: readonly Values[] } | undefined)?.aws?.[0];
  const site = renderedSites().find(
    ({ environment, stacks }) => environment === 'dev' && stacks.some((stack) => awsOf(stack) !== undefined),
  );
  if (site === undefined) throw new Error('the dev environment has no AWS site');
  const provider: Values = site.stacks.map(awsOf).find((found) => found !== undefined) ?? {};
  const region = String(provider.region);
  const accountId = (provider.allowed_account_ids as readonly string[] | undefined)?.[0];
  const folder = join(session().folder, 'moto');

  /** Where the scratch copy of a stack keeps the state another one reads. */
  const localState = (body: unknown): Values => ({
    backend: 'local',
    config: { path: join(folder, remoteStateSource(site.stacks, body).title, 'terraform.tfstate') },
  });

  /** A scratch copy of one of these stacks; a second one of the same name takes the place of the first. */
  const copyOf = (name: string, stacks: readonly RenderedStack[]): StackCopy => {
    const stack = stacks.find((candidate) => candidate.name === name);
    if (stack === undefined) throw new Error(`${site.name} has no stack ${name}`);
    const data = stack.json.data as { readonly terraform_remote_state?: Values } | undefined;
    const states = Object.entries(data?.terraform_remote_state ?? {}).map(([key, body]) => [key, localState(body)]);
    const overrides = {
      provider: { provider: { aws: motoProviders(stack) } },
      ...(states.length > 0 ? { state: { data: { terraform_remote_state: Object.fromEntries(states) } } } : {}),
    };
    return copyFor('moto', stack, { overrides });
  };
  const copies = STACKS.map((name) => copyOf(name, site.stacks));

  const reasonOf = (type: string, address: string) => MOTO_GAPS_BY_ADDRESS[address] ?? MOTO_GAPS[type];
  /** What of a stack moto cannot make, and what needs it. */
  const leftOut = (all: ReturnType<typeof addressed>) =>
    withDependents(
      all,
      all.filter(({ type, address }) => reasonOf(type, address) !== undefined),
    );
  const targetsIn = (all: ReturnType<typeof addressed>) => {
    const left = leftOut(all);
    return all.filter((each) => each.section === 'resource' && !left.includes(each)).map(({ address }) => address);
  };

  /** Addresses moto can make, and those left out with their reason. */
  const split = new Map(
    copies.map((copy) => {
      const all = addressed(copy.document);
      const left = leftOut(all);
      const whyLeft = new Map(
        left.map(({ type, address }) => [address, reasonOf(type, address) ?? 'it needs one of those left out']),
      );
      for (const reason of new Set(whyLeft.values())) {
        const addresses = [...whyLeft].filter(([, why]) => why === reason).map(([address]) => address);
        skippedByName(`real apply of ${copy.stack.title}: ${addresses.join(', ')}`, reason);
      }
      return [copy, targetsIn(all)] as const;
    }),
  );
  const targetsOf = (copy: StackCopy) => ({ targets: split.get(copy) ?? [] });

  let moto: MotoServer;
  let terraform: Terraform;

  beforeAll(async () => {
    moto = await startMotoServer({ dir: folder, accountId });
    const env = { AWS_ENDPOINT_URL: moto.url, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: region };
    terraform = await createTerraform({ env, timeoutMinutes: 8 });
    const init = sharedInit(terraform);
    for (const copy of copies) await init(copy);
  });
  afterAll(async () => {
    terraform?.close();
    await moto?.stop();
  });

  it('is answered once more when the answer of a request was lost, and no other request is', async () => {
    const createKey = async (invocation: string): Promise<string> => {
      const response = await fetch(moto.url, {
        method: 'POST',
        headers: {
          'amz-sdk-invocation-id': invocation,
          authorization: `AWS4-HMAC-SHA256 Credential=key/20260101/${region}/kms/aws4_request, SignedHeaders=host, Signature=0`,
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': 'TrentService.CreateKey',
        },
        body: '{}',
      });
      const { KeyMetadata } = (await response.json()) as { KeyMetadata: { KeyId: string } };
      return KeyMetadata.KeyId;
    };
    const [first, again, other] = [await createKey('one'), await createKey('one'), await createKey('two')];
    expect(again).toBe(first);
    expect(other).not.toBe(first);
    await moto.reset();
  });

  const copiesOf = (step: readonly string[]) => copies.filter(({ stack }) => step.includes(stack.name));
  const steps = STEPS.map((step) => [step.join(' and '), copiesOf(step)] as const);

  it.each(steps)('%s: applied', async (_, step) => {
    const added = await Promise.all(step.map((copy) => terraform.apply(copy.dir, targetsOf(copy))));
    expect(added.map(({ add }) => add)).toEqual(step.map((copy) => targetsOf(copy).targets.length));
  });

  it.each(copies.map((copy) => [copy.stack.name, copy] as const))('%s: a second plan is empty', async (_, copy) => {
    const plan = await plannedChanges(terraform, copy.dir, targetsOf(copy).targets);
    const forgotten = plan.filter(({ type, attribute }) => MOTO_FORGETS[type]?.includes(attribute));
    if (forgotten.length > 0) {
      const names = forgotten.map(({ address, attribute }) => `${address}.${attribute}`);
      skippedByName(
        `second plan of ${copy.stack.title}: ${names.join(', ')}`,
        'moto forgets it or gives it back differently',
      );
    }
    expect(plan.filter((change) => !forgotten.includes(change))).toEqual([]);
  });

  it('keeps generated secrets out of every state file', async () => {
    const secrets = await storedSecrets(moto.url, region);
    const unfilled = secrets.flatMap(({ name, text }) => (text === undefined ? [name] : []));
    expect(unfilled.sort()).toEqual(copies.flatMap(({ document }) => secretsToFillIn(document)).sort());
    const values = secrets.flatMap(({ text }) => generatedValues(text ?? ''));
    expect(values.length).toBeGreaterThan(0);
    const states = copies.flatMap(({ dir }) =>
      readdirSync(dir)
        .filter((name) => name.includes('.tfstate'))
        .map((name) => join(dir, name)),
    );
    expect(states.length).toBeGreaterThanOrEqual(copies.length);
    expect(states.filter((path) => values.some((value) => readFileSync(path, 'utf8').includes(value)))).toEqual([]);
  });

  describe('a changed environment', () => {
    const tree = join(folder, 'changed');
    beforeAll(async () => {
      const file = join(__dirname, 'changed-environment', 'dev.ts');
      const words = ['run', '--silent', 'evenkeel', '--', 'build', file, '--site', site.name, '--out', tree];
      const build = await runCommand('npm', words, { cwd: join(__dirname, '..', '..') });
      if (build.exitCode !== 0) throw new Error(lastWords(build, 40));
    });

    it.each(STACKS)('%s: changes what it should, in place', async (name) => {
      const stacks = renderedSites(tree).find((changed) => changed.name === site.name)?.stacks ?? [];
      const { dir, document } = copyOf(name, stacks);
      const plan = await plannedChanges(terraform, dir, targetsIn(addressed(document)));
      const meant = plan.filter(({ type, attribute }) => !MOTO_FORGETS[type]?.includes(attribute));
      expect(kindsOfChange(meant)).toEqual(expect.arrayContaining([...(MEANT[name] ?? [])]));
      expect(meant.filter(({ action }) => action === 'replace' || action === 'delete')).toEqual([]);
    });
  });

  it.each([...steps].reverse())('%s: destroyed', async (_, step) => {
    await Promise.all(step.map((copy) => terraform.destroy(copy.dir, targetsOf(copy))));
    for (const { dir } of step) {
      const left = (await terraform.show(dir)).values?.root_module?.resources ?? [];
      expect(left.filter(({ mode }) => mode === 'managed').map(({ address }) => address)).toEqual([]);
      rmSync(join(dir, '.terraform'), { recursive: true, force: true });
    }
  });
});
