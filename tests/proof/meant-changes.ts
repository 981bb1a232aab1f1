import { MOTO_FORGETS } from './moto-gaps';

interface Attribute {
  readonly path: string;
}

interface Explained {
  readonly address: string;
  readonly type: string;
  readonly attributes: readonly Attribute[];
}

/** The parts of a stack of `evenkeel diff --json` that are looked at. */
interface Diffed {
  readonly name: string;
  readonly plan?: {
    readonly changes: readonly (Explained & { readonly kind: string })[];
    readonly drift: readonly Explained[];
  };
}

export const noChanges = { changes: [], drift: [] };

const forgets = (type: string, { path }: Attribute): boolean =>
  (MOTO_FORGETS[type] ?? []).includes(path.split(/[.[]/)[0] ?? '');

const meant = <T extends Explained>(all: readonly T[] = []): T[] =>
  all.filter(({ type, attributes }) => !(attributes.length > 0 && attributes.every((one) => forgets(type, one))));

/** What a diff finds in each stack, without what moto gives back differently. */
export const meantChanges = (diff: string) =>
  Object.fromEntries(
    (JSON.parse(diff) as { readonly stacks: readonly Diffed[] }).stacks.map(({ name, plan }) => [
      name,
      { changes: meant(plan?.changes), drift: meant(plan?.drift) },
    ]),
  );
