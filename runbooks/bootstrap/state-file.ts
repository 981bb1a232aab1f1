import { createHash } from 'node:crypto';

/** What tells one state from another. */
export interface StateFacts {
  /** Made once, when a state is begun: two states of one lineage are versions of one another. */
  readonly lineage: string;
  /** Grows with every change. */
  readonly serial: number;
  /** Resources that the state manages, each instance counted. */
  readonly resources: number;
  /** SHA-256 of what it holds, whatever the spacing. */
  readonly digest: string;
}

interface StateDocument {
  readonly version?: number;
  readonly lineage?: string;
  readonly serial?: number;
  readonly resources?: readonly { readonly mode?: string; readonly instances?: readonly unknown[] }[];
  readonly outputs?: unknown;
}

/** Keys sorted, so that equal documents have one text. */
const ordered = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(ordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, ordered(inner)]),
  );
};

/**
 * Reads a state as Terraform writes it; `undefined`: there is none. Throws where it is no state.
 * @param text as `terraform state pull` gives it: where there is no state, nothing, or a state that was never begun
 */
export function stateFacts(text: string): StateFacts | undefined {
  if (text.trim() === '') return undefined;
  const facts = factsIn(text);
  return facts.lineage === '' ? undefined : facts;
}

/** The same of a state that may have no lineage yet, because it was never written to its place. Throws where it is no state. */
export function factsIn(text: string): StateFacts {
  const { version, lineage, serial, resources = [], outputs } = JSON.parse(text) as StateDocument;
  if (version !== 4 || typeof lineage !== 'string' || typeof serial !== 'number') {
    throw new SyntaxError('not a state of Terraform, version 4');
  }
  return {
    lineage,
    serial,
    resources: resources
      .filter(({ mode }) => mode === 'managed')
      .reduce((sum, { instances = [] }) => sum + instances.length, 0),
    digest: createHash('sha256')
      .update(JSON.stringify(ordered({ resources, outputs })))
      .digest('hex'),
  };
}

/**
 * Whether one is a faithful copy of the other: every resource and output. Lineage and serial do not tell: the first
 * write into an empty remote place begins both anew, whatever was pushed.
 */
export const hasSameContent = (one: StateFacts, other: StateFacts): boolean => one.digest === other.digest;
