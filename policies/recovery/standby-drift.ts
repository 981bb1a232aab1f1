import { cloudFacts } from '../../environments/facts';
import { type Cloud, type Finding, isSitePublicCloud, type Site } from '../../environments/model';
import type { RegistryCopies } from '../../environments/model/registry-copies';
import { kebabCase } from '../../environments/model/site-name';
import { services as catalogue, type ServiceDefinition, type ServiceName } from '../../services';
import { imagesIn } from '../images-in';
import type { Manifest, SiteOutput } from '../site-output';

/** One built site as far as its standbys are held against it. */
export interface BuiltSite {
  readonly site: Site;
  readonly output: SiteOutput;
  readonly release: {
    readonly kubernetes: string;
    readonly services: readonly string[];
    /** Helm chart to version. */
    readonly charts: Readonly<Record<string, string>>;
  };
}

/** Workloads that only a primary has: a standby gets them when it becomes one. */
const ofThePrimary: readonly string[] = ['monitoring/thanos-fleet'];

/** Workloads that read a cloud's own metrics, each from its own cloud. */
const ofTheCloud: readonly string[] = [
  'monitoring/yace',
  'monitoring/stackdriver-exporter',
  'monitoring/azure-metrics',
];

const workloadKinds: readonly string[] = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** Hosts of private registries, and whether a standby on the same cloud pulls copies by the primary's own name. */
const registryHosts: { readonly [C in Cloud]: { readonly host: RegExp; readonly sharedName: boolean } } = {
  aws: { host: /^\d{12}\.dkr\.ecr\.[a-z0-9-]+\.amazonaws\.com(?=\/)/, sharedName: false },
  google: { host: /^[a-z0-9-]+-docker\.pkg\.dev\/[^/]+(?=\/)/, sharedName: false },
  azure: { host: /^[a-z0-9]+\.azurecr\.io(?=\/)/, sharedName: true },
};

const contentHash = /-[0-9a-f]{8}$/;

/** What an object is called on every site: one-time jobs carry a hash of what they run. */
const keyOf = ({ kind, metadata }: Manifest): string =>
  `${metadata.namespace ?? ''}/${kind}/${metadata.name.replace(contentHash, '')}`;

const groupOf = ({ apiVersion, kind }: Manifest): string => `${apiVersion.split('/').slice(0, -1).join('/')} ${kind}`;

/** `thanos:v0.42.4`, whichever registry or mirror it is pulled from. */
const versionOf = (image: string): string => image.slice(image.lastIndexOf('/') + 1);

type Found = Pick<Finding, 'code' | 'place' | 'message' | 'fix'> & Partial<Pick<Finding, 'value' | 'allowed'>>;
type Check = (primary: BuiltSite, standby: BuiltSite) => readonly Found[];

const onOneCloud = (primary: BuiltSite, standby: BuiltSite): boolean => primary.site.cloud === standby.site.cloud;

const lacks = (place: string, what: string, primary: BuiltSite): Found => ({
  code: 'STANDBY_SERVICE',
  place,
  message: `${what} runs on ${primary.site.name} and not here: nothing would take over`,
  fix: 'build it for every site, or name it among what only one site has',
});

/** Charts that a cloud needs and others bring themselves. */
const chartsOfCloud = ({ site }: BuiltSite): readonly string[] => {
  if (!isSitePublicCloud(site)) return [];
  const { operators, machineOperators } = cloudFacts[site.cloud];
  return [...operators, ...Object.values(machineOperators).flat()];
};

/** Services, operators and workloads that only the primary has. */
const missingParts: Check = (primary, standby) => {
  const oneCloud = onOneCloud(primary, standby);
  const own = oneCloud ? ofThePrimary : [...ofThePrimary, ...ofTheCloud];
  const there = new Set(standby.output.manifests.map(keyOf));
  const workloads = primary.output.manifests
    .filter(({ kind }) => workloadKinds.includes(kind))
    .filter((one) => !there.has(keyOf(one)))
    .filter(({ metadata }) => !own.includes(`${metadata.namespace}/${metadata.name}`));
  const charts = Object.keys(primary.release.charts).filter(
    (chart) => !(chart in standby.release.charts) && (oneCloud || !chartsOfCloud(primary).includes(chart)),
  );
  const services = primary.release.services.filter((name) => !standby.release.services.includes(name));
  return [
    ...services.map((name) => lacks(`services.${name}`, `the service ${name}`, primary)),
    ...charts.map((chart) => lacks(`charts.${chart}`, `the chart ${chart}`, primary)),
    ...workloads.map((one) => lacks(keyOf(one), `the ${one.kind} ${one.metadata.name}`, primary)),
  ];
};

const differs = (place: string, value: string, expected: string, primary: BuiltSite): Found => ({
  code: 'STANDBY_VERSION',
  place,
  message: `${primary.site.name} has ${expected}`,
  value,
  allowed: [expected],
  fix: 'take the same version on every site: a standby with another one is tried for the first time on the day of a loss',
});

/** Kubernetes, charts, APIs and images of another version than the primary's. */
const otherVersions: Check = (primary, standby) => {
  const apis = new Map(standby.output.manifests.map((one) => [groupOf(one), one.apiVersion]));
  const objects = new Map(standby.output.manifests.map((one) => [keyOf(one), one]));
  const kubernetes =
    primary.release.kubernetes === standby.release.kubernetes
      ? []
      : [differs('kubernetesVersion', standby.release.kubernetes, primary.release.kubernetes, primary)];
  const charts = Object.entries(primary.release.charts).flatMap(([chart, version]) => {
    const here = standby.release.charts[chart];
    return here === undefined || here === version ? [] : [differs(`charts.${chart}`, here, version, primary)];
  });
  const usedApis = new Map(primary.output.manifests.map((one) => [groupOf(one), one.apiVersion]));
  const versions = [...usedApis].flatMap(([group, version]) => {
    const here = apis.get(group);
    return here === undefined || here === version ? [] : [differs(`apis.${group.trim()}`, here, version, primary)];
  });
  const images = primary.output.manifests.flatMap((one) => {
    const other = objects.get(keyOf(one));
    const here = new Map(imagesIn(other));
    return imagesIn(one).flatMap(([path, image]) => {
      const same = here.get(path);
      return same === undefined || versionOf(same) === versionOf(image)
        ? []
        : [differs(`${keyOf(one)}${path}`, versionOf(same), versionOf(image), primary)];
    });
  });
  return [...kubernetes, ...charts, ...versions, ...images];
};

/** Names of the Secrets that services ask for as such: the same words on every cloud. */
function askedSecrets({ site }: BuiltSite): ReadonlySet<string> {
  const enabled = new Set(Object.keys(site.services));
  const definitions: Readonly<Record<string, ServiceDefinition>> = catalogue;
  return new Set(
    [...enabled].flatMap((service) => {
      const config = site.services[service as ServiceName] as Record<string, unknown>;
      return Object.entries(definitions[service]?.needs(config, enabled) ?? {})
        .filter(([, { kind }]) => kind === 'secret' || kind === 'credential')
        .map(([need]) => `${kebabCase(service)}-${kebabCase(need)}`);
    }),
  );
}

const secretKeys = ({ spec }: Manifest): readonly string[] => {
  const { data = [] } = (spec ?? {}) as { data?: readonly { secretKey: string }[] };
  return data.map(({ secretKey }) => secretKey);
};

/** Secrets, and keys in them, that only the primary has. */
const missingSecrets: Check = (primary, standby) => {
  const asked = askedSecrets(primary);
  const oneCloud = onOneCloud(primary, standby);
  const there = new Map(standby.output.manifests.map((one) => [keyOf(one), secretKeys(one)]));
  return primary.output.manifests
    .filter(({ kind, metadata }) => kind === 'ExternalSecret' && (oneCloud || asked.has(metadata.name)))
    .flatMap((one): Found[] => {
      const keys = there.get(keyOf(one));
      const missing = keys ? secretKeys(one).filter((key) => !keys.includes(key)) : ['the whole secret'];
      return missing.length === 0
        ? []
        : [
            {
              code: 'STANDBY_SECRET',
              place: keyOf(one),
              message: `lacks what pods find on ${primary.site.name}: ${missing.join(', ')}`,
              fix: 'let both sites meet the need in the same way',
            },
          ];
    });
};

const registryOf = (site: Site): { readonly copies?: RegistryCopies; readonly repositories: readonly string[] } =>
  isSitePublicCloud(site)
    ? {
        ...(site.registry?.copies ? { copies: site.registry.copies } : {}),
        repositories: site.registry?.repositories ?? [],
      }
    : { repositories: [] };

/** Images that a standby could not pull once its primary is lost. */
const lostImages: Check = (primary, standby) => {
  if (!isSitePublicCloud(primary.site)) return [];
  const { host, sharedName } = registryHosts[primary.site.cloud];
  const { copies, repositories } = registryOf(primary.site);
  const isCopied = copies?.to.some(({ name }) => name === standby.site.name) ?? false;
  const all = (built: BuiltSite) => [
    ...new Set(built.output.manifests.flatMap((one) => imagesIn(one).map(([, image]) => image))),
  ];
  const hosts = new Set(all(primary).flatMap((image) => host.exec(image)?.[0] ?? []));
  const pulledThere = all(standby).filter(
    (image) => hosts.has(host.exec(image)?.[0] ?? '') && !(sharedName && isCopied),
  );
  const own = all(primary).filter(
    (image) =>
      !isCopied && repositories.some((repository) => image.replace(/(?:@|:[^/]*$).*$/, '').endsWith(`/${repository}`)),
  );
  return [
    ...pulledThere.map((image) => ({
      code: 'STANDBY_IMAGE' as const,
      place: image,
      message: `is pulled from the registry of ${primary.site.name}, which goes with it`,
      fix: 'pull it from the registry of this site',
    })),
    ...own.map((image) => ({
      code: 'STANDBY_IMAGE' as const,
      place: image,
      message: `is kept in the registry of ${primary.site.name}, and nothing copies it here`,
      fix: 'put the standby on the cloud of the primary with registry.replicate, or pull it from a registry that outlives both',
    })),
  ];
};

const checks: readonly Check[] = [missingParts, otherVersions, missingSecrets, lostImages];

/** What a standby lacks that its primary has, as both were synthesized. */
export const standbyDrift = (primary: BuiltSite, standby: BuiltSite): readonly Finding[] =>
  checks.flatMap((check) => check(primary, standby)).map((finding) => ({ ...finding, file: standby.site.name }));
