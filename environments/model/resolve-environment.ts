import { environmentRules } from '../rules';
import type { EnvironmentConfig } from '../schema/environment-schema';
import { parseEnvironment } from '../schema/parse-environment';
import { type CloudSiteConfig, isCloudSite, type SiteConfig } from '../schema/site-schema';
import { inAccountOf } from './account';
import { type EdgePlan, planEdge } from './edge';
import { type Finding, InputError } from './finding';
import type { FindingCode } from './finding-codes';
import { governanceOf } from './governance';
import { type InterconnectPlan, planInterconnect } from './interconnect';
import type { Maintenance } from './maintenance';
import { stopByDefault } from './may-stop';
import { nodePools } from './pools';
import { providersOf } from './providers';
import { siteRecovery } from './recovery/site-recovery';
import { registryCopies } from './registry-copies';
import { zonesOfSite } from './reservations';
import { planRotation, recoveryDays, sharesSecrets } from './secrets';
import type { CloudSite, Site, SitePeer } from './site';
import { siteAddresses } from './site-addresses';
import { siteName } from './site-name';
import { sharedService } from './site-tags';
import { siteSpending } from './spending';

/** An environment that was checked, with all that can be derived from it. Plain data. */
export interface Environment {
  readonly name: string;
  readonly config: EnvironmentConfig;
  readonly sites: readonly Site[];
  /** Links between the sites; `undefined`: none. */
  readonly interconnect?: InterconnectPlan;
  /** The public way in; `undefined`: none. */
  readonly edge?: EdgePlan;
}

/**
 * Checks an environment and derives its sites.
 * @param file where it came from, for the findings
 * @param unkept codes of findings that stop nobody who only asks what it would be. Default: none
 * @throws InputError with every finding of the file at once
 */
export function resolveEnvironment(input: unknown, file = '', unkept: readonly FindingCode[] = []): Environment {
  const parsed = parseEnvironment(input, file);
  const findings: Finding[] = [
    ...parsed.findings,
    ...environmentRules.flatMap((rule) => rule(parsed.view)).map((finding) => ({ ...finding, file })),
  ];
  const { config } = parsed;
  if (!config || findings.some(({ code }) => !unkept.includes(code))) throw new InputError(findings);
  const interconnect = planLinks(config);
  const edge = planPublic(config);
  return {
    name: config.name,
    config,
    sites: config.sites.map((site) => resolveSite(config, site, { interconnect, edge })),
    ...(interconnect ? { interconnect } : {}),
    ...(edge ? { edge } : {}),
  };
}

function planLinks({ name, interconnect, sites }: EnvironmentConfig): InterconnectPlan | undefined {
  if (!interconnect) return undefined;
  const planned = sites
    .filter(isCloudSite)
    .map(({ cloud, region, addressSlot }) => ({ name: siteName(name, cloud, region), cloud, addressSlot }));
  return planInterconnect(interconnect, planned);
}

function planPublic({ name, domain, edge, interconnect, sites }: EnvironmentConfig): EdgePlan | undefined {
  if (!edge) return undefined;
  const onClouds = sites
    .filter(isCloudSite)
    .map(({ cloud, region, role }) => ({ name: siteName(name, cloud, region), cloud, role }));
  return planEdge(edge, domain, onClouds, interconnect?.gatewayAddresses);
}

const linkedTo = (plan: InterconnectPlan | undefined, name: string) => {
  const othersOf = (links: readonly { readonly ends: readonly [string, string] }[] = []) =>
    links.filter(({ ends }) => ends.includes(name)).flatMap(({ ends }) => ends.filter((end) => end !== name));
  const peeredTo = othersOf(plan?.peerings);
  const others = [...othersOf(plan?.links), ...peeredTo];
  const resolves = others.filter((other) => plan?.gatewayAddresses[other]);
  return others.length > 0 ? { linkedTo: others, resolves, ...(peeredTo.length > 0 ? { peeredTo } : {}) } : {};
};

function resolveSite(
  environment: EnvironmentConfig,
  site: SiteConfig,
  { interconnect, edge }: Pick<Environment, 'interconnect' | 'edge'>,
): Site {
  const region = isCloudSite(site) ? site.region : 'local';
  const name = siteName(environment.name, site.cloud, region);
  const spending = siteSpending(environment, name);
  const shared = {
    environment: environment.name,
    organisation: environment.organisation,
    name,
    role: site.role,
    region,
    domain: environment.domain,
    contact: environment.contact,
    kubernetesVersion: environment.kubernetesVersion,
    services: environment.services,
    peers: environment.sites.map((other) => peerOf(environment, other)).filter((peer) => peer.name !== name),
    gitops: environment.gitops,
    admission: environment.admission,
    ...(environment.release?.digests === 'required' ? { digestsRequired: true as const } : {}),
    rotation: planRotation(environment),
    ...(spending ? { spending } : {}),
    ...offHoursOf(environment, site),
    ...(environment.chaos && site.role === 'primary' ? { chaos: environment.chaos.experiments } : {}),
    tags: {
      environment: environment.name,
      site: name,
      owner: environment.owner,
      'cost-centre': environment.costCentre,
      'data-class': environment.dataClass,
      'managed-by': 'evenkeel',
      // What belongs to one service says so itself.
      service: sharedService,
      ...(environment.expires === undefined ? {} : { expires: environment.expires }),
    },
  };
  if (!isCloudSite(site)) {
    const { kubeContext, storageClass, sharedStorageClass } = site;
    return {
      ...shared,
      cloud: site.cloud,
      kubeContext,
      storageClass,
      sharedStorageClass,
      zones: [region],
      providers: providersOf(environment.services, site),
    };
  }
  const sharing = sharesSecrets(environment);
  const recovery = siteRecovery(environment, site);
  const {
    pools: _changes,
    offHours: _hours,
    role: _role,
    addressSlot: _slot,
    providers: _providers,
    ...account
  } = site;
  return {
    ...shared,
    ...account,
    zones: zonesOfSite(site),
    providers: providersOf(environment.services, site),
    addresses: siteAddresses(environment.addresses.supernet, site),
    ...linkedTo(interconnect, name),
    ...(recovery ? { recovery } : {}),
    ...(sharing ? { sharesSecrets: sharing } : {}),
    ...(edge?.sites[name] ? { edge: edge.sites[name] } : {}),
    pools: nodePools(environment.pools, site, recovery?.tier),
    operatorCidrs: environment.operatorCidrs,
    deletionProtection: environment.deletionProtection,
    natGateways: environment.natGateways,
    auditLogRetentionDays: environment.auditLogRetentionDays,
    maintenance: maintenanceOf(environment),
    recoveryDays: recoveryDays(environment, site),
    governance: governanceOf(environment, site),
    ...togetherOf(environment, site),
    ...registryOf(environment, site),
    ...snapshotsOf(environment),
    bucketInventory: environment.bucketInventory,
    ci: environment.ci,
  };
}

/** The site's own word before that of the environment; nothing where nothing of it would stop. */
function offHoursOf({ offHours, services: enabled }: EnvironmentConfig, site: SiteConfig): Pick<Site, 'offHours'> {
  const stated = site.offHours ?? offHours;
  if (stated === undefined || stated === 'never') return {};
  const { timeZone, workingHours, keep } = stated;
  const services = (stated.services ?? stopByDefault).filter((name) => enabled[name] && !keep.includes(name));
  return services.length > 0 ? { offHours: { timeZone, workingHours, services } } : {};
}

const registryOf = (
  environment: EnvironmentConfig,
  site: CloudSiteConfig,
): Pick<CloudSite, 'registry' | 'adoptedRepositories'> => {
  if (site.adopt?.registry) return { adoptedRepositories: environment.registry?.repositories ?? [] };
  if (!environment.registry) return {};
  const { replicate: _, ...settings } = environment.registry;
  const copies = registryCopies(environment, site);
  return { registry: { ...settings, ...(copies ? { copies } : {}) } };
};

const togetherOf = ({ name, sites }: EnvironmentConfig, site: CloudSiteConfig): Pick<CloudSite, 'accountSites'> => {
  const together = inAccountOf(sites.filter(isCloudSite), site);
  return together.length > 1
    ? { accountSites: together.map(({ cloud, region }) => siteName(name, cloud, region)) }
    : {};
};

const peerOf = (environment: EnvironmentConfig, site: SiteConfig): SitePeer =>
  isCloudSite(site)
    ? {
        name: siteName(environment.name, site.cloud, site.region),
        network: siteAddresses(environment.addresses.supernet, site).network,
        role: site.role,
      }
    : { name: siteName(environment.name, site.cloud, 'local'), role: site.role };

const snapshotsOf = ({ storage: { snapshots } }: EnvironmentConfig) => {
  const { enabled, ...settings } = snapshots;
  return enabled ? { snapshots: settings } : {};
};

const maintenanceOf = ({ maintenance: { window, freezes } }: EnvironmentConfig): Maintenance => ({
  window,
  freezes: [...freezes].sort((a, b) => a.from.localeCompare(b.from)),
});
