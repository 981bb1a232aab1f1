import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { inParallel } from './in-parallel';
import { mockTestFile } from './mock-test-file';
import { type RenderedStack, renderedEnvironmentStacks, renderedSites } from './rendered-sites';
import { session } from './session';
import { proof } from './skips';
import { addressed, type StackCopy } from './stack-copy';
import { copyFor, errorsIn, hasContent, missingProviders, nameRemoved, sharedInit, WIDTH } from './terraform-stacks';
import { createTerraform, type Diagnostic, type Terraform, type TestResult } from './tools/terraform';

type Values = Readonly<Record<string, unknown>>;

/** Stacks that are applied one after the other: those of a site, or one of a whole environment. */
type Sequence = readonly RenderedStack[];

/** What the clouds' command lines were told while stacks were applied. */
const toldKeysFile = (): string => join(session().folder, 'told-keys');
const toldKeys = (): { readonly program: string; readonly key: string }[] =>
  (existsSync(toldKeysFile()) ? readFileSync(toldKeysFile(), 'utf8') : '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => ({
      program: line.slice(0, line.indexOf(' ')),
      key: /"PreSharedKey":"([^"]*)"/.exec(line)?.[1] ?? '',
    }));

/** What they were told to keep, as `<program> <value>`. */
const copiedSecretsFile = (): string => join(session().folder, 'copied-secrets');
const copiedSecrets = (): string[] =>
  (existsSync(copiedSecretsFile()) ? readFileSync(copiedSecretsFile(), 'utf8') : '').split('\n').filter(Boolean);

const managed = ({ document }: StackCopy): string[] =>
  addressed(document)
    .filter(({ section }) => section === 'resource')
    .map(({ address }) => address)
    .sort();

proof('terraform test with every provider mocked', ['terraform'], () => {
  const ofEnvironments = renderedEnvironmentStacks();
  const sequences: Sequence[] = [...renderedSites().map(({ stacks }) => stacks), ...ofEnvironments.map((one) => [one])];
  const copies = new Map<string, StackCopy>(
    sequences.flat().map((stack) => [stack.title, copyFor('mock-apply', stack)] as const),
  );
  const results = new Map<string, TestResult>();
  let terraform: Terraform;

  /** Applies stacks one after the other: each sees the outputs of those before. */
  async function applyInTurn(sequence: Sequence, init: (copy: StackCopy) => Promise<void>): Promise<void> {
    const outputs = new Map<string, Values>();
    for (const { title, name } of sequence) {
      const copy = copies.get(title);
      if (copy === undefined || !hasContent(copy)) continue;
      await init(copy);
      writeFileSync(join(copy.dir, 'mock.tftest.json'), JSON.stringify(mockTestFile(copy, sequence, outputs), null, 2));
      const result = await terraform.test(copy.dir).catch((error: Error): TestResult => {
        const diagnostics: Diagnostic[] = [{ severity: 'error', summary: error.message }];
        return { status: 'error', runs: [], states: [], diagnostics };
      });
      results.set(title, result);
      const made = Object.entries(result.states.at(-1)?.outputs ?? {});
      outputs.set(name, Object.fromEntries(made.map(([key, { value }]) => [key, value])));
    }
  }

  beforeAll(async () => {
    const standIns = join(__dirname, 'stand-ins', 'cloud-commands');
    terraform = await createTerraform({
      env: {
        PATH: [standIns, process.env.PATH].join(delimiter),
        TOLD_KEYS: toldKeysFile(),
        COPIED_SECRETS: copiedSecretsFile(),
      },
    });
    const init = sharedInit(terraform);
    await inParallel(sequences, WIDTH, (sequence) => applyInTurn(sequence, init));
  });
  afterAll(() => terraform?.close());

  const stacks = sequences.flat();
  const isWhole = (stack: RenderedStack) => missingProviders(stack).length === 0;

  for (const stack of stacks) {
    const copy = copies.get(stack.title);
    if (copy === undefined) continue;
    nameRemoved('mock apply', copy);
    const but = isWhole(stack) ? '' : ' but for what is skipped by name';
    if (hasContent(copy)) {
      it(`${stack.title} applies and is destroyed${but}`, () => {
        const result = results.get(stack.title);
        expect(errorsIn(result?.diagnostics ?? [])).toEqual([]);
        expect(result?.status).toBe('pass');
        const made = result?.states.at(-1)?.root_module?.resources ?? [];
        const addresses = made.filter(({ mode }) => mode === 'managed').map(({ address }) => address);
        expect([...new Set(addresses.map((address) => address.replace(/\[.*\]$/, '')))].sort()).toEqual(managed(copy));
      });
    }
    if (!isWhole(stack)) {
      it.skip(`${stack.title}: ${copy.removed.length} resources of ${missingProviders(stack).join(' and ')}`, () =>
        undefined);
    }
  }

  const linking = ofEnvironments.filter(({ name }) => name === 'interconnect');
  const joining = linking.filter(isWhole);
  // Only a missing provider is a reason to leave it out; that is named above.
  const isLeftOut = joining.length === 0 && linking.length > 0;
  (isLeftOut ? it.skip : it)('tells both ends of a tunnel one key, and keeps it out of every state', () => {
    expect(joining).not.toEqual([]);
    const told = toldKeys();
    const setters = joining
      .flatMap((stack) => addressed(stack.json as StackCopy['document']))
      .flatMap(({ text }) => [...text.matchAll(/"TUNNEL_KEY"/g)]);
    expect(told).toHaveLength(setters.length);
    expect(told.filter(({ key }) => !/^k[A-Za-z0-9]{32}$/.test(key))).toEqual([]);
    const twice = told.filter(({ key, program }) =>
      told.some((other) => other.key === key && other.program !== program),
    );
    const pairs = joining.flatMap(({ json }) =>
      Object.values(json.resource?.terraform_data ?? {}).filter((body) => JSON.stringify(body).includes('TUNNEL_KEY')),
    );
    expect(new Set(twice.map(({ key }) => key)).size).toBe(pairs.length);
    const states = JSON.stringify(joining.map(({ title }) => results.get(title)?.states));
    expect(told.filter(({ key }) => states.includes(key))).toEqual([]);
  });

  const sharing = ofEnvironments.filter(({ name }) => name === 'secrets');
  it('gives every other site the secrets of the primary one, and keeps them out of every state', () => {
    expect(sharing).not.toEqual([]);
    const asked = sharing
      .flatMap((stack) => addressed(stack.json as StackCopy['document']))
      .flatMap(({ text }) => text.match(/\| (aws|gcloud|az) /g) ?? [])
      .map((program) => `${program.slice(2).trim()} made-on-aws`);
    // Where both are on one cloud, the stand-in has the same value twice, and nothing is written.
    expect(copiedSecrets().sort()).toEqual(asked.filter((line) => !line.startsWith('aws ')).sort());
    expect(JSON.stringify(sharing.map(({ title }) => results.get(title)?.states))).not.toContain('made-on-');
  });
});
