import { MOCK_DATA_BY_TYPE, MOCK_VALUES, MOCK_VALUES_BY_BODY, MOCK_VALUES_BY_TYPE, NOT_MOCKED } from './mock-values';
import type { RenderedStack } from './rendered-sites';
import { addressed, type StackCopy } from './stack-copy';
import { remoteStateSource } from './terraform-stacks';

type Values = Readonly<Record<string, unknown>>;

/** Outputs of the stacks applied so far, by stack. */
type Outputs = ReadonlyMap<string, Values>;

/** One mock for each block of a provider: some stacks have a second one, by another name. */
function mocksOf({ document }: StackCopy, provider: string): Values[] {
  const blocks = (document.provider?.[provider] ?? [{}]) as readonly { readonly alias?: string }[];
  return blocks.map(({ alias }) => (alias === undefined ? {} : { alias }));
}

/** Provider that owns a type. */
const providerOf = (type: string): string => type.slice(0, type.indexOf('_'));

/** Replaces `{name}` by the name a resource is given, where that is plain text. */
function named(values: Values, body: Values): Values {
  const name = typeof body.name === 'string' && !body.name.includes('${') ? body.name : 'mock';
  return JSON.parse(JSON.stringify(values).replaceAll('{name}', name)) as Values;
}

/** A Terraform test that applies a stack with every provider mocked, on the outputs of the stacks before it. */
export function mockTestFile(copy: StackCopy, stacks: readonly RenderedStack[], outputs: Outputs): Values {
  const providers = Object.keys(copy.document.terraform?.required_providers ?? {});
  const mocked = providers.filter((provider) => !NOT_MOCKED.includes(provider));
  const all = addressed(copy.document).map((each) => ({ ...each, body: JSON.parse(each.text) as Values }));
  const override_resource = all
    .filter(({ section, type }) => section === 'resource' && mocked.includes(providerOf(type)))
    .map(({ address, type, body }) => ({
      target: address,
      values: named(
        { ...MOCK_VALUES[providerOf(type)], ...MOCK_VALUES_BY_TYPE[type], ...MOCK_VALUES_BY_BODY[type]?.(body) },
        body,
      ),
    }))
    .filter(({ values }) => Object.keys(values).length > 0);
  const override_data = all
    .filter(({ section }) => section === 'data')
    .flatMap(({ address, type, body }) => {
      const values =
        type === 'terraform_remote_state'
          ? { outputs: outputs.get(remoteStateSource(stacks, body).name) ?? {} }
          : MOCK_DATA_BY_TYPE[type];
      return values ? [{ target: address, values }] : [];
    });
  return {
    ...(mocked.length > 0
      ? { mock_provider: Object.fromEntries(mocked.map((provider) => [provider, mocksOf(copy, provider)])) }
      : {}),
    ...(override_resource.length > 0 ? { override_resource } : {}),
    ...(override_data.length > 0 ? { override_data } : {}),
    run: { apply: { command: 'apply' } },
  };
}
