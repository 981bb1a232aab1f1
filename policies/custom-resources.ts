import { siteOperators } from '../charts/operators';
import type { NodeObject } from '../constructs/contracts';
import type { Site } from '../environments/model';
import type { RuleFinding } from '../environments/rules/rule';
import { operatorDefinitions } from '../services/operator-definitions';
import type { KindVersions, OperatorKinds } from '../services/operator-kinds';
import type { Manifest } from './site-output';

/** What is known of every chart that defines custom resources, by the name of the operator or of the GitOps engine. */
export type Definitions = Readonly<Record<string, OperatorKinds>>;

/** Who brings definitions to a site: its operators, and the GitOps engine that Terraform installs. */
export const definitionOwners = (site: Site): string[] => [...siteOperators(site), site.gitops.engine].sort();

/** Every kind that these owners define together. */
export const kindsOf = (owners: readonly string[], definitions: Definitions): ReadonlyMap<string, KindVersions> =>
  new Map(owners.flatMap((owner) => Object.entries(definitions[owner]?.kinds ?? {})));

/** `example.com/v1` is a version of a group that is no part of Kubernetes itself. */
function customGroup(apiVersion: string, defined: ReadonlySet<string>): readonly [group: string, version: string] | [] {
  const [group = '', version] = apiVersion.split('/');
  if (version === undefined) return [];
  const builtIn = !group.includes('.') || (group.endsWith('.k8s.io') && !defined.has(group));
  return builtIn ? [] : [group, version];
}

/**
 * Custom resources among the objects of a site in a version that its pinned operators do not serve. What machines are made
 * from is defined by the cloud's cluster itself where no operator does it: only the cloud knows which versions it serves.
 */
export function unservedObjects(
  manifests: readonly Manifest[],
  owners: readonly string[],
  nodeObjects: readonly Pick<NodeObject, 'apiVersion' | 'kind'>[] = [],
  definitions: Definitions = operatorDefinitions,
): RuleFinding[] {
  const everywhere = kindsOf(Object.keys(definitions), definitions);
  const groups = new Set([...everywhere.keys()].map((kind) => kind.split('/')[0] ?? ''));
  const here = kindsOf(owners, definitions);
  const ofCluster = new Set(nodeObjects.map(({ apiVersion, kind }) => `${apiVersion} ${kind}`));
  return manifests.flatMap(({ apiVersion, kind, metadata }): RuleFinding[] => {
    const [group, version] = customGroup(apiVersion, groups);
    if (group === undefined || version === undefined) return [];
    const name = `${group}/${kind}`;
    const place = [metadata.namespace, kind, metadata.name].filter(Boolean).join('/');
    const versions = here.get(name);
    if (!versions && ofCluster.has(`${apiVersion} ${kind}`)) return [];
    if (!versions) {
      const owner = Object.keys(definitions).find((one) => definitions[one]?.kinds[name]);
      return [
        {
          code: 'DEFINITION_MISSING',
          place,
          message: 'no operator of the site defines this kind, so the API server would refuse the object',
          value: `${apiVersion} ${kind}`,
          fix: owner
            ? `let the service that renders it name the operator ${owner}`
            : 'add the operator that defines it to services/operators.ts, and run `npm run definitions`',
        },
      ];
    }
    return versions.served.includes(version)
      ? []
      : [
          {
            code: 'VERSION_NOT_SERVED',
            place,
            message: `the pinned operator does not serve this version of ${name}`,
            value: apiVersion,
            allowed: versions.served.map((one) => `${group}/${one}`),
            fix: 'render the object in a version of the list, or pin a release of the operator that serves this one',
          },
        ];
  });
}
