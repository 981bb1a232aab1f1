import type { Finding } from '../../environments/model';
import type { Environment } from '../../environments/model/resolve-environment';
import { type ComponentDifference, componentPaths } from './component-paths';
import type { ReleaseComponents, ReleaseRecord } from './release-record';

const isNamed = (path: string, patterns: readonly string[]): boolean =>
  patterns.some((pattern) => (pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern));

/** Components that do not come with the promoted release, as the environment would run them. */
export const ownComponents = (components: ReleaseComponents, patterns: readonly string[]): Record<string, string> =>
  Object.fromEntries([...componentPaths(components)].filter(([path]) => isNamed(path, patterns)));

/**
 * What an environment would run that its release does not say. What the release has and the environment does not run is no
 * drift: a smaller environment runs less of the same.
 */
export function driftedComponents(
  { components, own }: Pick<ReleaseRecord, 'components' | 'own'>,
  rendered: ReleaseComponents,
  patterns: readonly string[],
): ComponentDifference[] {
  const released = componentPaths(components);
  return [...componentPaths(rendered)].flatMap(([path, after]) => {
    const before = isNamed(path, patterns) ? own[path] : released.get(path);
    return before === after ? [] : [{ path, ...(before === undefined ? {} : { before }), after }];
  });
}

/** A release as sites are held to it. */
export type HeldRelease = Pick<ReleaseRecord, 'id' | 'components' | 'own'>;

const mostShown = 6;

const shown = ({ path, before = 'not in the release', after }: ComponentDifference): string =>
  `${path}: ${before} -> ${after}`;

/** A promotion that sites are judged in the middle of. */
export interface UnderWay {
  readonly release: HeldRelease;
  /** Sites that are judged, and have the release before. Default: those that are through are judged. */
  readonly waiting?: readonly string[];
}

/** What there is to do while waves are to come: neither another promotion nor another record is taken then. */
function fixUnderWay(
  name: string,
  promotedFrom: string,
  { release, waiting = [] }: UnderWay,
  isRelease: boolean,
): string {
  const finish = `finish the promotion first, \`evenkeel promote ${promotedFrom} ${name} --continue\`, or take it back, \`evenkeel revert ${name} --reason <why>\``;
  return isRelease
    ? `${finish}: this Evenkeel and the file make the release that is under way, which comes to ${waiting.join(', ')} with its wave; until then keep what Git holds of ${waiting.length === 1 ? 'it' : 'them'} (\`git restore <out>/${name}/${waiting[0]}\`)`
    : `bring back the file and the Evenkeel (${release.components.evenkeel}) that the promotion began with, and ${finish}; change them afterwards`;
}

/**
 * Where an environment takes its release from another one: whether it would run that, and nothing else.
 * @param underWay the promotion whose waves are to come. Default: none is open
 */
export function releaseDrift(
  { name, config }: Pick<Environment, 'name' | 'config'>,
  release: HeldRelease | undefined,
  rendered: ReleaseComponents,
  file: string,
  underWay?: UnderWay,
): Finding[] {
  const { promotedFrom, own = [] } = config.release ?? {};
  if (promotedFrom === undefined) return [];
  const promote = `\`evenkeel promote ${promotedFrom} ${name}\``;
  if (!release) {
    return [
      {
        code: 'RELEASE_MISSING',
        file,
        place: 'release',
        message: `the environment takes its release from ${promotedFrom}, and has none yet`,
        fix: `run ${promote}`,
      },
    ];
  }
  const drifted = driftedComponents(release, rendered, own).map(shown);
  if (drifted.length === 0) return [];
  const more = drifted.length - mostShown;
  const { waiting = [] } = underWay ?? {};
  const where =
    waiting.length > 0 ? ` at ${waiting.join(', ')}, which ${waiting.length === 1 ? 'waits' : 'wait'},` : '';
  return [
    {
      code: 'RELEASE_DRIFT',
      file,
      place: 'release.components',
      message: `${drifted.length} components${where} are not those of release ${release.id.slice(0, 12)}: ${drifted.slice(0, mostShown).join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
      value: drifted,
      fix: underWay
        ? fixUnderWay(
            name,
            promotedFrom,
            underWay,
            waiting.length > 0 && driftedComponents(underWay.release, rendered, own).length === 0,
          )
        : `run ${promote} once ${promotedFrom} runs them, build with the Evenkeel of the release, or name them in \`release.own\` and run \`evenkeel lock ${name} --release\``,
    },
  ];
}
