import type { StackJson } from './site-output';

/** One resource of a stack, as Terraform and as the code calls it. */
export interface ResourceAddress {
  /** `<type>.<name>`, unique in its stack. */
  readonly address: string;
  /** Where in the code it is made: names of constructs, e.g. `network/private-endpoints/s3`. */
  readonly path: string;
}

interface Described {
  readonly '//'?: { readonly metadata?: { readonly path?: string } };
}

/** Every resource that a stack makes, sorted by address. */
export const addressesOf = ({ resource = {} }: StackJson): ResourceAddress[] =>
  Object.entries(resource)
    .flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, body]) => {
        const path = (body as Described)['//']?.metadata?.path ?? name;
        return { address: `${type}.${name}`, path: path.slice(path.indexOf('/') + 1) };
      }),
    )
    .sort((a, b) => (a.address < b.address ? -1 : 1));
