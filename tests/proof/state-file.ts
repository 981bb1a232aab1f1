import type { TestState } from './tools/terraform';

type StateResource = NonNullable<NonNullable<TestState['root_module']>['resources']>[number];

/** Resource in the words of a state file, where every instance of it stands under one name. */
const written = ({ mode, type, name, provider_name: provider, schema_version, index, values }: StateResource) => ({
  mode,
  type,
  name,
  provider: `provider["${provider}"]`,
  instances: [{ schema_version, attributes: values, ...(index === undefined ? {} : { index_key: index }) }],
});

/** A state file that holds these resources and outputs, as if they had been applied. */
export function stateFile({ root_module: module, outputs = {} }: TestState): string {
  const resources = (module?.resources ?? []).filter(({ mode }) => mode === 'managed');
  const stated = Object.entries(outputs).map(([name, { value, sensitive }]) => [
    name,
    { value, sensitive, type: typeOf(value) },
  ]);
  return JSON.stringify({
    version: 4,
    terraform_version: '1.11.0',
    serial: 1,
    lineage: 'proof',
    outputs: Object.fromEntries(stated),
    resources: resources.map(written),
  });
}

/** Terraform's own word for the type of a value. */
function typeOf(value: unknown): unknown {
  if (Array.isArray(value)) return ['tuple', value.map(typeOf)];
  if (typeof value === 'object' && value !== null) {
    return ['object', Object.fromEntries(Object.entries(value).map(([key, each]) => [key, typeOf(each)]))];
  }
  return { boolean: 'bool', number: 'number' }[typeof value as string] ?? 'string';
}
