import { serviceTenants } from '../../constructs/contracts';
import { archiveTenants } from '../../constructs/contracts/archive-tenants';
import { inClusterOperators } from '../../constructs/in-cluster/operators';
import { cloudFacts } from '../../environments/facts';
import {
  type CloudSite,
  clusterState,
  isSitePublicCloud,
  provisioningModesOf,
  type Site,
} from '../../environments/model';
import {
  isClusterNeed,
  type OperatorDefinition,
  type OperatorName,
  operators,
  type ServiceDefinition,
  type ServiceName,
  services,
} from '../../services';

const catalogue: Readonly<Record<OperatorName, OperatorDefinition>> = operators;
const names = Object.keys(catalogue) as OperatorName[];

const definitions: Readonly<Record<ServiceName, ServiceDefinition>> = services;

const operatorsOf = (site: Site, service: ServiceName): readonly OperatorName[] =>
  definitions[service].operators(site.services[service] as Record<string, unknown>);

/** An operator with everything that must be healthy before it. */
const withBefore = (name: OperatorName): OperatorName[] => [
  ...(catalogue[name].after as OperatorName[]).flatMap(withBefore),
  name,
];

/** What the cloud's clusters do not bring, and what moves machines where the cloud does not. */
function lackingOn(site: CloudSite): readonly OperatorName[] {
  const { operators: always, machineOperators } = cloudFacts[site.cloud];
  return [...always, ...provisioningModesOf(site).flatMap((mode) => machineOperators[mode])];
}

/** The operators a site gets: those of every site, and what its services, its in-cluster needs and its cloud ask for. */
export function siteOperators(site: Site): OperatorName[] {
  const asked = serviceTenants(site).flatMap((tenant) => [
    ...operatorsOf(site, tenant.service),
    ...Object.values(tenant.needs).flatMap((need) =>
      isClusterNeed(need.kind) || site.providers[need.kind] === 'in-cluster' ? inClusterOperators[need.kind] : [],
    ),
  ]);
  const always = names.filter((name) => catalogue[name].installed === 'always');
  const lacking = isSitePublicCloud(site) ? lackingOn(site) : [];
  const archiving = archiveTenants(site).flatMap(({ operators: needed }) => needed);
  const keeping: OperatorName[] = clusterState(site) ? ['velero'] : [];
  const breaking: OperatorName[] = site.chaos ? ['chaos-mesh'] : [];
  const wanted = new Set([...always, ...asked, ...archiving, ...keeping, ...breaking, ...lacking].flatMap(withBefore));
  return names.filter((name) => wanted.has(name));
}

/** How many operators stand between this one and one that needs nothing before it. */
export const operatorDepth = (name: OperatorName): number =>
  Math.max(0, ...(catalogue[name].after as OperatorName[]).map((before) => operatorDepth(before) + 1));
