import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inParallel } from './in-parallel';
import { MOCK_VALUES, MOCK_VALUES_BY_TYPE, NOT_MOCKED } from './mock-values';
import { type RenderedSite, type RenderedStack, renderedSites } from './rendered-sites';
import { proof } from './skips';
import { addressed, type StackCopy } from './stack-copy';
import {
  copyFor,
  errorsIn,
  hasContent,
  missingProviders,
  nameRemoved,
  remoteStateSource,
  sharedInit,
  WIDTH,
} from './terraform-stacks';
import { createTerraform, type Diagnostic, type Terraform, type TestResult } from './tools/terraform';

type Values = Readonly<Record<string, unknown>>;

/** Provider that owns a type. */
const providerOf = (type: string): string => type.slice(0, type.indexOf('_'));

/** Outputs of the stacks applied so far, by stack. */
type Outputs = ReadonlyMap<string, Values>;

/** Replaces `{name}` by the name a resource is given, where that is plain text. */
function named(values: Values, body: Values): Values {
  const name = typeof body.name === 'string' && !body.name.includes('${') ? body.name : 'mock';
  return JSON.parse(JSON.stringify(values).replaceAll('{name}', name)) as Values;
}

/** A test that applies the stack with every provider mocked, on the outputs of the stacks before it. */
function testFile(copy: StackCopy, site: RenderedSite, outputs: Outputs): Values {
  const providers = Object.keys(copy.document.terraform?.required_providers ?? {});
  const mocked = providers.filter((provider) => !NOT_MOCKED.includes(provider));
  const all = addressed(copy.document).map((each) => ({ ...each, body: JSON.parse(each.text) as Values }));
  const override_resource = all
    .filter(({ section, type }) => section === 'resource' && mocked.includes(providerOf(type)))
    .map(({ address, type, body }) => ({
      target: address,
      values: named({ ...MOCK_VALUES[providerOf(type)], ...MOCK_VALUES_BY_TYPE[type] }, body),
    }))
    .filter(({ values }) => Object.keys(values).length > 0);
  const override_data = all
    .filter(({ type }) => type === 'terraform_remote_state')
    .map(({ address, body }) => ({
      target: address,
      values: { outputs: outputs.get(remoteStateSource(site.stacks, body).name) ?? {} },
    }));
  return {
    mock_provider: Object.fromEntries(mocked.map((provider) => [provider, {}])),
    ...(override_resource.length > 0 ? { override_resource } : {}),
    ...(override_data.length > 0 ? { override_data } : {}),
    run: { apply: { command: 'apply' } },
  };
}

const managed = ({ document }: StackCopy): string[] =>
  addressed(document)
    .filter(({ section }) => section === 'resource')
    .map(({ address }) => address)
    .sort();

proof('terraform test with every provider mocked', ['terraform'], () => {
  const sites = renderedSites();
  const copies = new Map<string, StackCopy>(
    sites.flatMap(({ stacks }) => stacks.map((stack) => [stack.title, copyFor('mock-apply', stack)] as const)),
  );
  const results = new Map<string, TestResult>();
  let terraform: Terraform;

  /** Applies the stacks of one site one after the other: each sees the outputs of those before. */
  async function applySite(site: RenderedSite, init: (copy: StackCopy) => Promise<void>): Promise<void> {
    const outputs = new Map<string, Values>();
    for (const { title, name } of site.stacks) {
      const copy = copies.get(title);
      if (copy === undefined || !hasContent(copy)) continue;
      await init(copy);
      writeFileSync(join(copy.dir, 'mock.tftest.json'), JSON.stringify(testFile(copy, site, outputs), null, 2));
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
    terraform = await createTerraform();
    const init = sharedInit(terraform);
    await inParallel(sites, WIDTH, (site) => applySite(site, init));
  });
  afterAll(() => terraform?.close());

  const stacks = sites.flatMap((site) => site.stacks);
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
});
