/** Anything JSON can hold. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };

/** Which list of a stack an element stands in. */
export type Block = 'backend' | 'provider' | 'data' | 'resource' | 'output';

/** One construct of the engines, with the arguments a person would write. */
export interface PlannedElement {
  readonly stack: string;
  readonly block: Block;
  /** Terraform's type: `aws_eks_cluster`, `aws` for a provider, `s3` for a backend, empty for an output. */
  readonly type: string;
  /** Logical id; alias of a provider. */
  readonly name: string;
  /** Package of the binding and the folder in its `lib`; none: the engine's own class takes the element. */
  readonly binding?: { readonly package: string; readonly folder: string; readonly exported: string };
  /** Arguments in camelCase; a `{ "~": [...] }` is a text with references, see `reviveReferences`. */
  readonly config: JsonObject;
  /** Attributes the binding does not know, set past it as the build does. */
  readonly overrides: JsonObject;
  readonly dependsOn?: readonly string[];
  readonly provider?: string;
}

/** One Kubernetes object and the file it is written to, relative to the output folder. */
export interface PlannedObject {
  readonly site: string;
  readonly path: string;
  readonly manifest: JsonObject;
}

/** A finished build as a program over bare engines: what to create, in an order in which references exist. */
export interface ReplayPlan {
  readonly stacks: readonly string[];
  readonly elements: readonly PlannedElement[];
  readonly objects: readonly PlannedObject[];
  /** What no element brings about, set on a stack as a whole. */
  readonly stackOverrides: Readonly<Record<string, JsonObject>>;
}

/** A reference to an attribute of another element: its address in the plan, and the attribute. */
export type PlannedReference = readonly [address: string, attribute: string];
export type PlannedText = { readonly '~': readonly (string | PlannedReference)[] };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `<stack>/<type>.<name>`, data sources `<stack>/data.<type>.<name>`: unique in a plan. */
export const addressOf = ({ stack, block, type, name }: Pick<PlannedElement, 'stack' | 'block' | 'type' | 'name'>) =>
  `${stack}/${block === 'resource' ? '' : `${block}.`}${type}.${name}`;
