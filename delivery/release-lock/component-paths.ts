import { canonicalText } from '../../policies/drills/evidence-signature';
import type { ReleaseComponents } from './release-record';

/** An image without a digest, a model by its alias: nobody can say what runs. */
const unresolved = 'unresolved';

type Words = {
  readonly [K in keyof ReleaseComponents]: (part: ReleaseComponents[K]) => [name: string, value: string][];
};

const perName =
  <Part>(words: (part: Part) => string) =>
  (parts: Readonly<Record<string, Part>>): [string, string][] =>
    Object.entries(parts).map(([name, part]) => [name, words(part)]);

const whole = (value: string): [string, string][] => [['', value]];

/** How each kind of component is named and written in one line. */
const words: Words = {
  evenkeel: whole,
  environmentSchema: whole,
  kubernetes: whole,
  images: perName((digest) => digest ?? unresolved),
  charts: perName((version) => version),
  operators: (operators) =>
    Object.entries(operators).flatMap(([operator, { chart, kinds }]): [string, string][] => [
      [operator, chart],
      ...Object.entries(kinds).map(([kind, { served, stored }]): [string, string] => [
        `${operator}/${kind}`,
        `serves ${served.join(', ')}; stores ${stored.join(', ')}`,
      ]),
    ]),
  providers: perName((constraint) => constraint),
  models: perName(({ version, alias, ...of }) =>
    [`${of.from} ${of.name}`, version ?? `${unresolved} alias ${alias}`, of.digest].filter(Boolean).join(' '),
  ),
  featureViews: perName(({ repository, folder, version }) => `${repository} ${folder} ${version}`),
};

/**
 * Every component under a path of its own, e.g. `images/docker.io/library/postgres:17` to its digest: what differences
 * and exemptions name.
 */
export function componentPaths(components: ReleaseComponents): ReadonlyMap<string, string> {
  const of = <K extends keyof ReleaseComponents>(kind: K): [string, string][] =>
    words[kind](components[kind]).map(([name, value]) => [name === '' ? kind : `${kind}/${name}`, value]);
  return new Map((Object.keys(words) as (keyof ReleaseComponents)[]).flatMap(of));
}

/** One component that two releases have differently; a side that does not have it at all is missing. */
export interface ComponentDifference {
  readonly path: string;
  readonly before?: string;
  readonly after?: string;
}

/**
 * What differs between two releases, by path.
 * @param before `undefined`: there was none, so everything is new
 */
export function componentDifferences(
  before: ReleaseComponents | undefined,
  after: ReleaseComponents,
): ComponentDifference[] {
  if (before && canonicalText(before) === canonicalText(after)) return [];
  const [old, fresh] = [before ? componentPaths(before) : new Map<string, string>(), componentPaths(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].sort().flatMap((path) => {
    const [was, is] = [old.get(path), fresh.get(path)];
    if (was === is) return [];
    return [{ path, ...(was === undefined ? {} : { before: was }), ...(is === undefined ? {} : { after: is }) }];
  });
}

/** What people ask for first when predictions change. */
export const isOfModels = ({ path }: ComponentDifference): boolean => /^(models|featureViews)\//.test(path);
