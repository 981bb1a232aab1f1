import type { RuleFinding } from '../../environments/rules/rule';
import { type EndingApi, endingApis, knownUntilMinor } from './kubernetes-apis';
import { kubernetesOf, minorOf } from './minor';

/** An object as somebody wrote it, whoever applies it. */
export interface PlacedObject {
  /** Site or file that it is of. */
  readonly of: string;
  readonly object: {
    readonly apiVersion: string;
    readonly kind: string;
    readonly metadata?: { readonly name?: string; readonly namespace?: string };
    readonly [key: string]: unknown;
  };
}

/** What an upgrade does to API versions that somebody asks for. */
export interface ApiChanges {
  /** API_REMOVED, one for each object that the API server would refuse. */
  readonly removed: readonly RuleFinding[];
  /** What is still served, and until when. */
  readonly warnings: readonly string[];
}

const placeOf = ({ of, object: { kind, metadata } }: PlacedObject): string =>
  `${of} ${[metadata?.namespace, kind, metadata?.name].filter(Boolean).join('/')}`;

const fixOf = ({ use, instead }: EndingApi): string => {
  if (use) return `write it as ${use}, apply that while both are served, and only then upgrade`;
  return instead ? `take it away, and say the same by ${instead}` : 'take it away: no version has the kind';
};

/** A `List` is as many objects as it holds. */
const unpacked = (one: PlacedObject): PlacedObject[] =>
  one.object.kind === 'List' && Array.isArray(one.object.items)
    ? (one.object.items as PlacedObject['object'][]).flatMap((object) => unpacked({ of: one.of, object }))
    : [one];

/** Objects in versions that Kubernetes `target` does not serve any more, or says that it will not serve for long. */
export function apiChanges(
  objects: readonly PlacedObject[],
  target: string,
  apis: readonly EndingApi[] = endingApis,
): ApiChanges {
  const minor = minorOf(target);
  const found = objects.flatMap(unpacked).flatMap((one) => {
    const { apiVersion, kind } = one.object;
    const ending = apis.find((api) => api.apiVersion === apiVersion && api.kinds.includes(kind));
    return ending && ending.deprecatedIn <= minor ? [{ one, ending }] : [];
  });
  const isGone = ({ ending }: (typeof found)[number]): boolean => ending.removedIn <= minor;
  return {
    removed: found.filter(isGone).map(({ one, ending }) => ({
      code: 'API_REMOVED',
      place: placeOf(one),
      message: `Kubernetes ${kubernetesOf(ending.removedIn)} serves it no more; the API server would refuse the object`,
      value: `${one.object.apiVersion} ${one.object.kind}`,
      ...(ending.use ? { allowed: [ending.use] } : {}),
      fix: fixOf(ending),
    })),
    warnings: [
      ...found
        .filter((one) => !isGone(one))
        .map(
          ({ one, ending }) =>
            `${placeOf(one)} is written as ${one.object.apiVersion}, which Kubernetes ${kubernetesOf(ending.removedIn)} takes away: ${fixOf(ending)}`,
        ),
      ...(minor > knownUntilMinor
        ? [
            `What Kubernetes removes is recorded up to ${kubernetesOf(knownUntilMinor)}; read the guide of ${target} itself`,
          ]
        : []),
    ],
  };
}
