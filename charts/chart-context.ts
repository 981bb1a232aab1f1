import type { BindingsOf, KubernetesFacts } from '../constructs/contracts';
import { type GpuSharing, isSitePublicCloud, type Site, type SnapshotSettings } from '../environments/model';
import type { ConfigOf, NeedsOf } from '../services';
import type { SitePrices } from './monitoring/cost/site-prices';

/** What charts know of a site: plain facts, and never which cloud it runs on. */
export interface ChartContext
  extends Pick<
    Site,
    | 'environment'
    | 'organisation'
    | 'role'
    | 'domain'
    | 'contact'
    | 'zones'
    | 'kubernetesVersion'
    | 'services'
    | 'peers'
    | 'edge'
    | 'gitops'
    | 'tags'
  > {
  /** `<environment>-<cloud>-<region>`: for names, labels and paths only. */
  readonly site: string;
  /** What tells the series, logs and traces of the site from those of others. For labels only. */
  readonly origin: Readonly<Record<'environment' | 'site' | 'cloud' | 'region', string>>;
  /** Of volumes without a backup of their own; `undefined`: none are made. */
  readonly snapshots?: SnapshotSettings;
  /** Faults are tried on the site on purpose. Default: none are. */
  readonly hasChaos?: true;
  /** Whether the site has machines with GPUs. */
  readonly hasGpus: boolean;
  /** How pods share them; `undefined`: each has whole ones. */
  readonly gpuSharing?: GpuSharing;
  readonly kubernetes: KubernetesFacts;
  /** What its machines and volumes cost. Default: nobody sells them, or nothing asks. */
  readonly prices?: SitePrices;
  /** What the API server does with objects that break a rule. Default: it refuses them, as `admissionSchema` says. */
  readonly admission?: Site['admission'];
}

const sharingOf = (site: Site): { readonly gpuSharing?: GpuSharing } => {
  const sharing = isSitePublicCloud(site) ? site.pools.find(({ purpose }) => purpose === 'gpu')?.sharing : undefined;
  return sharing ? { gpuSharing: sharing } : {};
};

/** The facts of a site that charts may see. */
export const chartContext = (site: Site, kubernetes: KubernetesFacts, prices?: SitePrices): ChartContext => ({
  environment: site.environment,
  site: site.name,
  origin: { environment: site.environment, site: site.name, cloud: site.cloud, region: site.region },
  hasGpus: isSitePublicCloud(site) && site.pools.some(({ purpose }) => purpose === 'gpu'),
  ...(site.chaos ? { hasChaos: true as const } : {}),
  ...sharingOf(site),
  ...(isSitePublicCloud(site) && site.snapshots ? { snapshots: site.snapshots } : {}),
  organisation: site.organisation,
  role: site.role,
  domain: site.domain,
  contact: site.contact,
  zones: site.zones,
  kubernetesVersion: site.kubernetesVersion,
  services: site.services,
  peers: site.peers,
  ...(site.edge ? { edge: site.edge } : {}),
  gitops: site.gitops,
  tags: site.tags,
  admission: site.admission,
  kubernetes,
  ...(prices ? { prices } : {}),
});

/** What the chart of a service is made from: its configuration, what its needs became, and where it runs. */
export interface ServiceChartProps<S> {
  readonly context: ChartContext;
  readonly config: ConfigOf<S>;
  readonly bindings: BindingsOf<NeedsOf<S>>;
}
