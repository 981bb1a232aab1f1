import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RenderedStack } from './rendered-sites';

/** The parts of a stack that hold objects with an address. */
const SECTIONS = ['resource', 'data', 'ephemeral'] as const;
type Section = (typeof SECTIONS)[number];

type ByTypeAndName = Record<string, Record<string, Record<string, unknown>>>;
type StackDocument = Partial<Record<Section, ByTypeAndName>> & {
  provider?: Record<string, unknown>;
  output?: Record<string, unknown>;
  locals?: Record<string, unknown>;
  terraform?: { required_providers?: Record<string, unknown>; backend?: Record<string, unknown> };
};

interface Addressed {
  readonly section: Section;
  readonly type: string;
  readonly name: string;
  readonly address: string;
  readonly text: string;
}

const PREFIXES: Readonly<Record<Section, string>> = { resource: '', data: 'data.', ephemeral: 'ephemeral.' };

/** Every resource, data source and ephemeral resource of a stack. */
export function addressed(document: StackDocument): Addressed[] {
  return SECTIONS.flatMap((section) =>
    Object.entries(document[section] ?? {}).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, body]) => ({
        section,
        type,
        name,
        address: `${PREFIXES[section]}${type}.${name}`,
        text: JSON.stringify(body),
      })),
    ),
  );
}

/** A copy of a stack's JSON that may be changed. */
export const documentOf = (stack: Pick<RenderedStack, 'json'>): StackDocument =>
  structuredClone(stack.json) as StackDocument;

const mentions = (text: string, address: string): boolean => {
  const literal = address.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w.-])${literal}(?![\\w-])`).test(text);
};

/** The chosen objects and all that refer to them, directly or through others. */
export function withDependents(all: readonly Addressed[], chosen: readonly Addressed[]): Addressed[] {
  const left = new Set(chosen);
  for (let before = -1; before !== left.size; ) {
    before = left.size;
    for (const candidate of all) {
      if (!left.has(candidate) && [...left].some(({ address }) => mentions(candidate.text, address))) {
        left.add(candidate);
      }
    }
  }
  return all.filter((each) => left.has(each));
}

/** What a stack is without some providers, and the addresses that went with them. */
export function withoutProviders(
  stack: RenderedStack,
  providers: readonly string[],
): { readonly document: StackDocument; readonly removed: readonly string[] } {
  const document = documentOf(stack);
  const all = addressed(document);
  const theirs = all.filter(({ type }) => providers.some((provider) => type.startsWith(`${provider}_`)));
  const removed = withDependents(all, theirs);
  for (const { section, type, name } of removed) {
    const byName = document[section]?.[type];
    delete byName?.[name];
    if (byName !== undefined && Object.keys(byName).length === 0) delete document[section]?.[type];
  }
  for (const section of ['output', 'locals'] as const) {
    for (const [name, value] of Object.entries(document[section] ?? {})) {
      if (removed.some(({ address }) => mentions(JSON.stringify(value), address))) delete document[section]?.[name];
    }
  }
  // Terraform takes no section without a block in it.
  for (const section of [...SECTIONS, 'output', 'locals'] as const) {
    if (Object.keys(document[section] ?? {}).length === 0) delete document[section];
  }
  for (const provider of providers) {
    delete document.provider?.[provider];
    delete document.terraform?.required_providers?.[provider];
  }
  return { document, removed: removed.map(({ address }) => address) };
}

export interface StackCopyOptions {
  /** Providers that cannot be had; what is theirs is left out of the copy. Default: none. */
  readonly without?: readonly string[];
  /** More override files, by name. Default: none. */
  readonly overrides?: Readonly<Record<string, unknown>>;
}

export interface StackCopy {
  readonly stack: RenderedStack;
  readonly dir: string;
  readonly document: StackDocument;
  /** Addresses left out of the copy. */
  readonly removed: readonly string[];
}

/** Resources that refuse to be destroyed: the copy's may be, or no test could clean up. */
function destroyable(document: StackDocument): ByTypeAndName {
  const guarded: ByTypeAndName = {};
  for (const { section, type, name, text } of addressed(document)) {
    if (section === 'resource' && text.includes('"prevent_destroy":true')) {
      guarded[type] = { ...guarded[type], [name]: { lifecycle: { prevent_destroy: false } } };
    }
  }
  return guarded;
}

/**
 * Puts a stack into a scratch folder with local state. The rendered file itself is copied byte for byte, unless some
 * provider cannot be had; everything else is an override file beside it.
 */
export function copyStack(stack: RenderedStack, dir: string, options: StackCopyOptions = {}): StackCopy {
  mkdirSync(dir, { recursive: true });
  const { document, removed } = withoutProviders(stack, options.without ?? []);
  if (options.without === undefined || options.without.length === 0) {
    copyFileSync(join(stack.folder, 'cdk.tf.json'), join(dir, 'cdk.tf.json'));
  } else {
    writeFileSync(join(dir, 'cdk.tf.json'), JSON.stringify(document, null, 2));
  }
  const guarded = destroyable(document);
  const overrides = {
    backend: { terraform: { backend: { local: {} } } },
    ...(Object.keys(guarded).length > 0 ? { lifecycle: { resource: guarded } } : {}),
    ...options.overrides,
  };
  for (const [name, content] of Object.entries(overrides)) {
    writeFileSync(join(dir, `${name}_override.tf.json`), JSON.stringify(content, null, 2));
  }
  return { stack, dir, document, removed };
}
