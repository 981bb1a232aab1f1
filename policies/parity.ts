import {
  type CapabilityId,
  capabilities,
  type Evidence,
  type InClusterEvidence,
  isAbsent,
} from '../constructs/contracts';
import type { SiteOutput } from './site-output';

export interface CapabilityResult {
  readonly capability: CapabilityId;
  /** `kept`: seen in the output; `absent`: openly not offered here; `idle`: nothing on the site that it speaks of. */
  readonly status: 'kept' | 'absent' | 'idle' | 'broken';
  /** Where it was looked for, or why it is absent. */
  readonly because: string;
}

type Json = Readonly<Record<string, unknown>>;

/**
 * Every value at a path; a list in between is entered by `[]`, or silently where Terraform wraps single blocks. Entered
 * by `[+]`, an element without the value gives `undefined`.
 */
export function valuesAt(value: unknown, path: string): unknown[] {
  const [list = '', ...rest] = path.split('[+].');
  if (rest.length > 0) {
    return valuesAt(value, `${list}[]`).flatMap((element) => {
      const found = valuesAt(element, rest.join('[+].'));
      return found.length === 0 ? [undefined] : found;
    });
  }
  return path.split(/[.]|(?=\[\])/).reduce<unknown[]>(
    (values, key) =>
      values.flatMap((entry) => {
        if (key === '[]') return Array.isArray(entry) ? entry : [entry];
        const entered = Array.isArray(entry) ? entry : [entry];
        return entered.flatMap((item) => {
          const found = typeof item === 'object' && item !== null ? (item as Json)[key] : undefined;
          return found === undefined ? [] : [found];
        });
      }),
    [value],
  );
}

const isPresent = (value: unknown): boolean =>
  value !== null &&
  value !== undefined &&
  value !== false &&
  value !== '' &&
  !(Array.isArray(value) && value.length === 0);

const matches = (pattern: RegExp, value: unknown): boolean =>
  value !== undefined && pattern.test(typeof value === 'string' ? value : JSON.stringify(value));

function satisfies(object: unknown, { path, is }: Evidence): boolean {
  const values = valuesAt(object, path);
  if ('absent' in is) return values.every((value) => !isPresent(value));
  if (values.length === 0) return false;
  if ('present' in is) return values.every(isPresent);
  if ('equals' in is) return values.every((value) => JSON.stringify(value) === JSON.stringify(is.equals));
  if ('atLeast' in is) {
    const { atLeast } = is;
    return values.every((value) => (Array.isArray(value) ? value.length : Number(value)) >= atLeast);
  }
  return values.every((value) => matches(is.matches, value));
}

/** The objects an evidence speaks of. */
function subjects(output: SiteOutput, evidence: Evidence): unknown[] {
  const all =
    evidence.in === 'kubernetes'
      ? output.manifests.filter(({ kind }) => [evidence.type, ...(evidence.alsoTypes ?? [])].includes(kind))
      : Object.values(output.stacks[evidence.in]?.[evidence.block ?? 'resource']?.[evidence.type] ?? {});
  const { where } = evidence;
  if (where === undefined) return all;
  if ('absent' in where) return all.filter((object) => valuesAt(object, where.path).length === 0);
  const isMeant = (value: unknown): boolean =>
    'equals' in where ? value === where.equals : matches(where.matches, value);
  return all.filter((object) => valuesAt(object, where.path).some(isMeant));
}

function holds(output: SiteOutput, evidence: Evidence): boolean {
  const objects = subjects(output, evidence);
  if (objects.length === 0) return 'absent' in evidence.is || evidence.optional === true;
  return evidence.quantifier === 'some'
    ? objects.some((object) => satisfies(object, evidence))
    : objects.every((object) => satisfies(object, evidence));
}

const show = ({ in: source, block, type, path, is }: Evidence): string =>
  `${source}: ${block ? `${block}.` : ''}${type} ${path}${block && 'matches' in is ? ` ${is.matches.source}` : ''}`;

/** Looks every promise up in what a site synthesized. `applies` says which promises the site makes at all. */
export function checkParity(
  output: SiteOutput,
  evidence: InClusterEvidence,
  applies: (capability: CapabilityId) => boolean,
): CapabilityResult[] {
  return (Object.keys(capabilities) as CapabilityId[]).map((capability): CapabilityResult => {
    const stated = evidence[capability];
    if (isAbsent(stated)) return { capability, status: 'absent', because: stated.absent };
    if (!applies(capability)) return { capability, status: 'idle', because: 'nothing on this site asks for it' };
    const broken = stated.filter((entry) => !holds(output, entry));
    return broken.length === 0
      ? { capability, status: 'kept', because: stated.map(show).join('; ') }
      : { capability, status: 'broken', because: broken.map(show).join('; ') };
  });
}
