import type { RuleFinding } from '../environments/rules/rule';
import { operatorDefinitions } from '../services/operator-definitions';
import { type Definitions, kindsOf } from './custom-resources';

/** What an environment's clusters hold of one kind, as far as it is recorded. */
export interface RecordedKind {
  readonly served: readonly string[];
  /** Every version that objects were ever stored in and have not been moved out of since. */
  readonly stored: readonly string[];
}

/** Operators as an environment last ran them, by name. */
export type RecordedOperators = Readonly<
  Record<string, { readonly chart: string; readonly kinds: Readonly<Record<string, RecordedKind>> }>
>;

const withoutRepeats = (words: readonly string[]): string[] => [...new Set(words)];

/** `group/Kind@version`: how people name one version of a kind. */
export const versionName = (kind: string, version: string): string => `${kind}@${version}`;

/** Every version that a record names. */
export const versionNames = (recorded: RecordedOperators): string[] =>
  Object.values(recorded).flatMap(({ kinds }) =>
    Object.entries(kinds).flatMap(([kind, { served, stored }]) =>
      withoutRepeats([...served, ...stored]).map((version) => versionName(kind, version)),
    ),
  );

/** The record once no object is asked for or stored in these versions any more. */
export const withoutVersions = (recorded: RecordedOperators, gone: ReadonlySet<string>): RecordedOperators =>
  Object.fromEntries(
    Object.entries(recorded).map(([owner, { chart, kinds }]) => {
      const left = Object.entries(kinds).map(([kind, { served, stored }]) => {
        const stays = (version: string) => !gone.has(versionName(kind, version));
        return [kind, { served: served.filter(stays), stored: stored.filter(stays) }] as const;
      });
      return [owner, { chart, kinds: Object.fromEntries(left) }];
    }),
  );

/**
 * Versions that the pinned operators drop from what is recorded: served ones, which other objects of the cluster may ask
 * for, and stored ones, with which the API server refuses the new definition. An operator that the environment runs no
 * longer is no upgrade.
 * @param environment its name, for the command that mends it
 */
export function droppedVersions(
  environment: string,
  recorded: RecordedOperators,
  owners: readonly string[],
  definitions: Definitions = operatorDefinitions,
): RuleFinding[] {
  const now = kindsOf(owners, definitions);
  return Object.entries(recorded).flatMap(([owner, { chart, kinds }]) =>
    !owners.includes(owner)
      ? []
      : Object.entries(kinds).flatMap(([kind, before]) => {
          const after = now.get(kind);
          const served = after?.served ?? [];
          const listed = [...served, ...(after?.unserved ?? [])];
          const finding = (
            version: string,
            list: 'served' | 'stored',
            message: string,
            first: string,
          ): RuleFinding => ({
            code: 'VERSION_DROPPED',
            place: `operators.${owner}.kinds["${kind}"].${list}`,
            message: `${owner} ${definitions[owner]?.chart} ${message}; ${chart} is recorded`,
            value: version,
            allowed: served,
            fix: `${first}, then run \`evenkeel lock ${environment} --migrated ${versionName(kind, version)}\`; or stay with the release that runs`,
          });
          const lost = before.stored.filter((version) => !listed.includes(version));
          return [
            ...lost.map((version) =>
              finding(
                version,
                'stored',
                'no longer lists a version that objects may be stored in',
                `store every ${kind} anew and take ${version} out of the definition's status.storedVersions`,
              ),
            ),
            ...before.served
              .filter((version) => !served.includes(version) && !lost.includes(version))
              .map((version) =>
                finding(
                  version,
                  'served',
                  'no longer serves a version that objects may ask for',
                  `bring every manifest of ${kind} that is not Evenkeel's to a version of the list`,
                ),
              ),
          ];
        }),
  );
}

/** The record of an environment with the pinned operators. Versions of earlier releases that hold objects stay in it. */
export const recordOperators = (
  owners: readonly string[],
  before: RecordedOperators,
  definitions: Definitions = operatorDefinitions,
): RecordedOperators =>
  Object.fromEntries(
    [...owners].sort().flatMap((owner) => {
      const known = definitions[owner];
      if (!known || Object.keys(known.kinds).length === 0) return [];
      const kinds = Object.entries(known.kinds).map(([kind, { served, stored }]) => {
        const earlier = Object.values(before).flatMap((one) => one.kinds[kind]?.stored ?? []);
        return [kind, { served, stored: withoutRepeats([...earlier, stored]) }] as const;
      });
      return [[owner, { chart: known.chart, kinds: Object.fromEntries(kinds) }]];
    }),
  );
