interface State {
  readonly resources?: readonly {
    readonly mode?: string;
    readonly type?: string;
    readonly instances?: readonly { readonly attributes?: Readonly<Record<string, unknown>> | null }[];
  }[];
}

/** Attributes by which a resource is itself, and not another one that it refers to. */
const own = ['id', 'arn', 'self_link', 'name', 'bucket', 'identifier', 'url', 'resource_id'];

/**
 * One way to write what clouds write in several: letters of Azure's ids, addresses of Google's APIs before the path, the end of
 * ARNs of log groups.
 */
export const normalName = (name: string): string =>
  name
    .toLowerCase()
    .replace(/^(https?:)?\/\/[^/]+\/(?:[a-z]+\/)?(?:v\d\w*\/)?(?=projects\/)/, '')
    .replace(/^(https?:)?\/\/storage\.googleapis\.com\//, '')
    .replace(/:\*$/, '');

/**
 * Every name by which a state knows what it manages, and `<type>:<name>` of each.
 * @param text as `terraform state pull` gives it: nothing where there is none
 */
export function stateNames(text: string): string[] {
  if (text.trim() === '') return [];
  const state = JSON.parse(text) as State;
  return (state.resources ?? [])
    .filter(({ mode }) => mode === 'managed')
    .flatMap(({ type, instances = [] }) =>
      instances.flatMap(({ attributes }) =>
        own.flatMap((field) => {
          const value = attributes?.[field];
          return typeof value === 'string' && value !== '' ? [normalName(value), `${type}:${normalName(value)}`] : [];
        }),
      ),
    );
}
