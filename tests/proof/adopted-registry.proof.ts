import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StackJson } from '../../policies/site-output';
import { adoptedSites, ownImages } from '../fixtures/adopted-sites';
import { synthesizeSite } from '../fixtures/synthesize';
import { PROVIDER_OVERRIDE } from './moto-provider';
import { session } from './session';
import { proof } from './skips';
import { addressed, copyStack, type StackCopy } from './stack-copy';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { createTerraform, type Terraform } from './tools/terraform';

const region = 'eu-west-1';
const accountId = '123456789012';
const prefix = 'acme/ml';

/** A reference, as Terraform writes one. */
const ref = (what: string): string => `\${${what}}`;

/** Repositories and their key as a central team would make them: plain Terraform, none of ours. */
const byHandRegistry = (tags: 'IMMUTABLE' | 'MUTABLE') => ({
  terraform: { required_providers: { aws: { source: 'hashicorp/aws' } } },
  provider: { aws: { region, ...PROVIDER_OVERRIDE } },
  resource: {
    aws_kms_key: { images: { description: 'Images' } },
    aws_ecr_repository: Object.fromEntries(
      (ownImages.registry?.repositories ?? []).map((name) => [
        name.replaceAll('/', '_'),
        {
          name: `${prefix}/${name}`,
          image_tag_mutability: tags,
          image_scanning_configuration: { scan_on_push: true },
          encryption_configuration: { encryption_type: 'KMS', kms_key: ref('aws_kms_key.images.arn') },
        },
      ]),
    ),
  },
});

proof('a registry made by hand, adopted on moto', ['terraform', 'provider-aws', 'moto'], () => {
  const folder = join(session().folder, 'adopted-registry');
  const byHand = join(folder, 'by-hand');
  let moto: MotoServer;
  let terraform: Terraform;
  let stack: StackCopy;

  const writeByHand = async (tags: 'IMMUTABLE' | 'MUTABLE'): Promise<void> => {
    writeFileSync(join(byHand, 'main.tf.json'), JSON.stringify(byHandRegistry(tags)));
    await terraform.apply(byHand);
  };
  /** The plan of what the stack of data looks at of the registry. */
  const planned = async (): Promise<string> => {
    const targets = addressed(stack.document)
      .filter(({ section, type, address }) => section === 'data' && /ecr_repository|registry/.test(`${type}${address}`))
      .map(({ address }) => `-target=${address}`);
    expect(targets).toHaveLength(4);
    const { stdout, stderr } = await terraform.run(stack.dir, ['plan', '-no-color', '-input=false', ...targets]);
    return `${stdout}\n${stderr}`.replaceAll(/[│╷╵\s]+/g, ' ');
  };

  beforeAll(async () => {
    const rendered = join(folder, 'rendered');
    for (const each of [byHand, rendered]) mkdirSync(each, { recursive: true });
    moto = await startMotoServer({ dir: folder, accountId });
    const env = { AWS_ENDPOINT_URL: moto.url, AWS_EC2_METADATA_DISABLED: 'true', AWS_REGION: region };
    terraform = await createTerraform({ env, timeoutMinutes: 8 });
    writeFileSync(join(byHand, 'main.tf.json'), JSON.stringify(byHandRegistry('IMMUTABLE')));
    await terraform.init(byHand);
    await terraform.apply(byHand);
    const id = `arn:aws:ecr:${region}:${accountId}:repository/${prefix}`;
    const { aws: site } = adoptedSites({ aws: { registry: { id } } }, ownImages);
    const json = (await synthesizeSite(site)).stacks.data as StackJson;
    writeFileSync(join(rendered, 'cdk.tf.json'), JSON.stringify(json, null, 2));
    stack = copyStack(
      { title: `adopted-registry/${site.name}/data`, site: site.name, name: 'data', folder: rendered, json },
      join(folder, 'data'),
      { overrides: { provider: { provider: { aws: PROVIDER_OVERRIDE } } } },
    );
    await terraform.init(stack.dir);
  });
  afterAll(async () => {
    terraform?.close();
    await moto?.stop();
  });

  it('is looked at, each repository with its key, and nothing of it is made', async () => {
    const plan = await planned();
    expect(plan).toContain('No changes.');
    expect(plan).not.toContain('ADOPT_');
  });

  it('stops where its owner lets tags be written twice, and says where, what and how to mend it', async () => {
    await writeByHand('MUTABLE');
    expect(await planned()).toContain(
      'ADOPT_PROPERTY test-aws-eu-west-1 adopt.registry models/churn: a tag of the repository can be written twice (got "MUTABLE"). Fix: let its owner make tags immutable',
    );
    await writeByHand('IMMUTABLE');
    expect(await planned()).not.toContain('ADOPT_');
  });
});
