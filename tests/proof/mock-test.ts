import { MOCK_VALUES, MOCK_VALUES_BY_TYPE, NOT_MOCKED } from './mock-values';
import type { RenderedStack } from './rendered-sites';
import { addressed, type StackCopy } from './stack-copy';
import { remoteStateSource } from './terraform-stacks';

export type Values = Readonly<Record<string, unknown>>;

/** Outputs of the stacks applied so far, by stack. */
export type Outputs = ReadonlyMap<string, Values>;

/** Provider that owns a type. */
const providerOf = (type: string): string => type.slice(0, type.indexOf('_'));

/** Replaces `{name}` by the name a resource is given, where that is plain text. */
function named(values: Values, body: Values): Values {
  const name = typeof body.name === 'string' && !body.name.includes('${') ? body.name : 'mock';
  return JSON.parse(JSON.stringify(values).replaceAll('{name}', name)) as Values;
}

/**
 * A test that applies the stack with every provider mocked, on the outputs of the stacks before it.
 * @param found what the data source of a type and with these arguments finds. Default: random letters
 */
export function mockTest(
  copy: StackCopy,
  stacks: readonly RenderedStack[],
  outputs: Outputs,
  found: (type: string, body: Values) => Values | undefined = () => undefined,
): Values {
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
    .filter(({ section }) => section === 'data')
    .flatMap(({ address, type, body }) => {
      const values =
        type === 'terraform_remote_state'
          ? { outputs: outputs.get(remoteStateSource(stacks, body).name) ?? {} }
          : found(type, body);
      return values ? [{ target: address, values }] : [];
    });
  return {
    mock_provider: Object.fromEntries(mocked.map((provider) => [provider, {}])),
    ...(override_resource.length > 0 ? { override_resource } : {}),
    ...(override_data.length > 0 ? { override_data } : {}),
    run: { apply: { command: 'apply' } },
  };
}
