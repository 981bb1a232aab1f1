import { serviceTenants } from '../../constructs/contracts';
import { inClusterOperators } from '../../constructs/in-cluster/operators';
import { cloudFacts } from '../../environments/facts';
import { isSitePublicCloud, type Site } from '../../environments/model';
import { type OperatorDefinition, type OperatorName, operators, services } from '../../services';

const catalogue: Readonly<Record<OperatorName, OperatorDefinition>> = operators;
const names = Object.keys(catalogue) as OperatorName[];

/** An operator with everything that must be healthy before it. */
const withBefore = (name: OperatorName): OperatorName[] => [
  ...(catalogue[name].after as OperatorName[]).flatMap(withBefore),
  name,
];

/** The operators a site gets: those of every site, and what its services, its in-cluster needs and its cloud ask for. */
export function siteOperators(site: Site): OperatorName[] {
  const asked = serviceTenants(site).flatMap((tenant) => [
    ...services[tenant.name as keyof typeof services].operators,
    ...Object.values(tenant.needs).flatMap((need) =>
      site.providers[need.kind] === 'in-cluster' ? inClusterOperators[need.kind] : [],
    ),
  ]);
  const always = names.filter((name) => catalogue[name].installed === 'always');
  const lacking = isSitePublicCloud(site) ? cloudFacts[site.cloud].operators : [];
  const wanted = new Set([...always, ...asked, ...lacking].flatMap(withBefore));
  return names.filter((name) => wanted.has(name));
}

/** How many operators stand between this one and one that needs nothing before it. */
export const operatorDepth = (name: OperatorName): number =>
  Math.max(0, ...(catalogue[name].after as OperatorName[]).map((before) => operatorDepth(before) + 1));
