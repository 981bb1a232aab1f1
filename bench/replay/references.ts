import { isObject, type Json, type PlannedReference, type PlannedText } from './plan';

/** `${aws_vpc.main.id}` anywhere in a text; functions and other expressions stay text. */
const reference = /\$\{((?:data\.)?[a-z][a-z0-9_]*)\.([\w-]+)\.([\w.[\]"*-]+)\}/g;

/** Every simple reference in a text. */
export interface FoundReference {
  /** `aws_vpc` or `data.aws_vpc`. */
  readonly type: string;
  readonly name: string;
  readonly attribute: string;
}

/** Where a reference leads: an address of the plan, or nowhere that the replay could follow. */
export type Follow = (found: FoundReference) => PlannedReference | undefined;

/** Replaces references in a value by planned ones wherever `follow` finds their target. */
export function planReferences(value: Json, follow: Follow): Json {
  if (typeof value === 'string') return planText(value, follow);
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => planReferences(item, follow));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, planReferences(item, follow)]));
}

function planText(text: string, follow: Follow): Json {
  const parts: (string | PlannedReference)[] = [];
  let from = 0;
  for (const match of text.matchAll(reference)) {
    const [whole, type = '', name = '', attribute = ''] = match;
    const target = follow({ type, name, attribute });
    if (!target) continue;
    if (match.index > from) parts.push(text.slice(from, match.index));
    parts.push(target);
    from = match.index + whole.length;
  }
  if (parts.length === 0) return text;
  if (from < text.length) parts.push(text.slice(from));
  return { '~': parts } as unknown as Json;
}

const isPlannedText = (value: Json): value is PlannedText & Json => isObject(value) && '~' in value;

/** The addresses a planned value refers to. */
export function referencedAddresses(value: Json): string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap(referencedAddresses);
  if (!isObject(value)) return [];
  if (isPlannedText(value)) return value['~'].flatMap((part) => (typeof part === 'string' ? [] : [part[0]]));
  return Object.values(value).flatMap(referencedAddresses);
}

/** Gives planned references back as the tokens that `token` makes of them. */
export function reviveReferences(value: Json, token: (reference: PlannedReference) => string): unknown {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => reviveReferences(item, token));
  if (!isObject(value)) return value;
  if (isPlannedText(value)) return value['~'].map((part) => (typeof part === 'string' ? part : token(part))).join('');
  const revived: Record<string, unknown> = {};
  for (const key of Object.keys(value)) revived[key] = reviveReferences(value[key] as Json, token);
  return revived;
}
