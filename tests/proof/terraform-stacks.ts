import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { type RenderedStack, renderedEnvironmentStacks, renderedSites } from './rendered-sites';
import { session } from './session';
import { skippedByName, whyMissing } from './skips';
import { copyStack, type StackCopy, type StackCopyOptions } from './stack-copy';
import type { Diagnostic, Terraform } from './tools/terraform';

/** Stacks worked on at a time: a provider process takes a core. */
export const WIDTH = 2;

export const allStacks = (): RenderedStack[] => [
  ...renderedSites().flatMap(({ stacks }) => stacks),
  ...renderedEnvironmentStacks(),
];

const requiredProviders = ({ json }: RenderedStack): string[] =>
  Object.keys(
    (json.terraform as { required_providers?: Record<string, unknown> } | undefined)?.required_providers ?? {},
  );

/** Providers of a stack that this machine does not have. */
export const missingProviders = (stack: RenderedStack): string[] =>
  requiredProviders(stack).filter((provider) => `provider-${provider}` in session().missing);

/**
 * The stack whose state a `terraform_remote_state` reads: the one whose backend has every setting of it. Throws where
 * there is none, so a reference that leads nowhere is found here.
 */
export function remoteStateSource(stacks: readonly RenderedStack[], body: unknown): RenderedStack {
  type Settings = Readonly<Record<string, unknown>>;
  const { backend, config } = body as { readonly backend: string; readonly config: Settings };
  const source = stacks.find(({ json }) => {
    const settings = (json.terraform as { backend?: Readonly<Record<string, Settings>> } | undefined)?.backend?.[
      backend
    ];
    return settings !== undefined && Object.keys(config).every((key) => isDeepStrictEqual(settings[key], config[key]));
  });
  if (source === undefined) throw new Error(`no stack keeps its state in ${backend} ${JSON.stringify(config)}`);
  return source;
}

/** A scratch copy of a stack for one suite, without what belongs to providers this machine does not have. */
export function copyFor(suite: string, stack: RenderedStack, options: StackCopyOptions = {}): StackCopy {
  return copyStack(stack, join(session().folder, suite, stack.title), { without: missingProviders(stack), ...options });
}

/** Names the resources that were left out of a copy. */
export function nameRemoved(what: string, { stack, removed }: StackCopy): void {
  const absent = missingProviders(stack).map((provider) => whyMissing(`provider-${provider}`));
  if (removed.length > 0) skippedByName(`${what} of ${stack.title}: ${removed.join(', ')}`, absent.join('; '));
}

/** True while something is left to prove in a copy: something made, or something looked at that is not a state. */
export const hasContent = ({ document }: StackCopy): boolean =>
  Object.keys({ ...document.resource, ...document.data }).some((type) => type !== 'terraform_remote_state');

/** Errors as people read them, each once. */
export const errorsIn = (diagnostics: readonly Diagnostic[]): string[] =>
  [
    ...new Set(
      diagnostics
        .filter(({ severity }) => severity === 'error')
        .map(({ address, summary, detail }) => [address, summary, detail].filter((part) => part).join(': ')),
    ),
  ].sort();

/** Initialises folders, each set of providers once: equal sets share what Terraform installed for the first of them. */
export function sharedInit(terraform: Terraform): (copy: StackCopy) => Promise<void> {
  const first = new Map<string, Promise<string>>();
  return async ({ dir, document }) => {
    const providers = JSON.stringify(document.terraform?.required_providers ?? {});
    const known = first.get(providers);
    if (known === undefined) {
      const made = terraform.init(dir).then(() => dir);
      first.set(providers, made);
      await made;
      return;
    }
    const source = await known;
    // A stack without providers locks none.
    for (const name of ['.terraform', '.terraform.lock.hcl'].filter((each) => existsSync(join(source, each)))) {
      cpSync(join(source, name), join(dir, name), { recursive: true, verbatimSymlinks: true });
    }
  };
}
