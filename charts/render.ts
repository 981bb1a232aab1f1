import { App } from 'cdk8s';
import {
  type BucketBinding,
  clusterStateTenants,
  copyTenants,
  dumpedDatabases,
  type IdentityBinding,
  type NeedBinder,
  namedRequestsOf,
  operatorTenants,
  requestsOf,
  type ServiceTenant,
  serviceTenants,
  type Tenant,
} from '../constructs/contracts';
import { archiveOf } from '../constructs/contracts/archive-tenants';
import { setImageNames } from '../constructs/kubernetes/image-names';
import { clusterState, followedDatabase, type Site } from '../environments/model';
import type { NeedKind } from '../services';
import { type BucketCopy, BucketCopyChart } from './bucket-copies/bucket-copy-chart';
import { ChaosChart } from './chaos/chaos-chart';
import type { ChartContext, ServiceChartProps } from './chart-context';
import { addClusterState } from './cluster-state/cluster-state-chart';
import type { MovedVolumes } from './cluster-state/schedules';
import { DatabaseDumpsChart } from './database-dumps/database-dumps-chart';
import { DatabaseHeartbeatChart } from './database-heartbeats/database-heartbeat-chart';
import { FoundationsChart } from './foundations/foundations-chart';
import { siteNamespaces } from './foundations/namespaces';
import { GitopsChart } from './gitops/gitops-chart';
import { waveFolders } from './gitops/wave-folder';
import { watchedClusterBackups } from './monitoring/cluster-backups';
import { watchedVolumes } from './monitoring/copied-volumes';
import { watchedCost } from './monitoring/cost/watched-cost';
import { watchedGitops } from './monitoring/gitops';
import { watchedMachines } from './monitoring/machines';
import { watchedRecovery } from './monitoring/recovery/watched-recovery';
import { watchedSecrets } from './monitoring/secret-ages';
import { SignalsChart } from './monitoring/signals-chart';
import { siteStores } from './monitoring/stores';
import { OffHoursChart } from './off-hours/off-hours-chart';
import { watchedOffHours } from './off-hours/watched-off-hours';
import { addNodeObjects } from './operators/node-objects';
import type { ServiceBindings, SiteOperator } from './operators/operator-chart';
import { addOperators } from './operators/operators-chart';
import { siteOperators } from './operators/site-operators';
import { pulledImages } from './pulled-images';
import { type RenderedObject, renderChart, sortRendered } from './rendered-object';
import { stampedByRotation } from './rotated-secrets';
import { type ServiceChart, serviceCharts } from './service-charts';
import { SharedChart } from './shared/shared-chart';
import { copiedClaimsOf, uncopiedVolumes } from './volume-snapshots/copied-volumes';
import { VolumeSnapshotsChart } from './volume-snapshots/volume-snapshots-chart';
import { watchedServices } from './watched-services';
import { WaveChart } from './wave-chart';

export interface RenderSiteProps<S extends Site = Site> {
  readonly context: ChartContext;
  readonly site: S;
  /** Buckets that jobs of the site copy from or to another cloud. Default: none. */
  readonly bucketCopies?: readonly BucketCopy[];
  /** Who meets a need on this site. */
  providerOf<K extends NeedKind>(kind: K): NeedBinder<K, S>;
}

type Bindings = Readonly<Record<string, unknown>>;

const needKinds = (tenant: Tenant): NeedKind[] => [...new Set(Object.values(tenant.needs).map(({ kind }) => kind))];

/** The bindings of a tenant under the names of its needs. */
function bind<S extends Site>({ site, providerOf }: RenderSiteProps<S>, tenant: Tenant): Bindings {
  const bound = needKinds(tenant).flatMap((kind) => {
    const provider = providerOf(kind);
    return namedRequestsOf(site, tenant, kind).map(
      ([key, request]) => [key, provider.bind(request, { providerOf })] as const,
    );
  });
  return Object.fromEntries(bound);
}

function siteOperator<S extends Site>(props: RenderSiteProps<S>, tenant: Tenant): SiteOperator {
  const { identity } = bind(props, tenant) as { identity?: SiteOperator['identity'] };
  return { name: tenant.name as SiteOperator['name'], identity };
}

/** Jobs that dump the databases of a service for other sites, or restore what other sites dumped. */
function addDumps<S extends Site>(app: App, props: RenderSiteProps<S>, service: ServiceTenant): void {
  const { context, site, providerOf } = props;
  for (const { request, tenant, ...dumped } of dumpedDatabases(site, service)) {
    const bound = bind(props, tenant) as { readonly dumps: BucketBinding; readonly identity: IdentityBinding };
    new DatabaseDumpsChart(app, {
      ...dumped,
      ...bound,
      context,
      owner: service.name,
      namespace: service.namespace,
      name: tenant.name,
      copied: { service: request.service, need: request.name },
      need: request.need,
      database: providerOf('postgres').bind(request, { providerOf }),
    });
  }
}

/** What tells the age of copies that follow databases of a service by their logs. */
function addHeartbeats<S extends Site>(
  app: App,
  { context, site, providerOf }: RenderSiteProps<S>,
  tenant: ServiceTenant,
) {
  for (const request of requestsOf(site, tenant, 'postgres')) {
    const copied = { service: request.service, need: request.name };
    if (followedDatabase(site, copied)?.role !== 'sends') continue;
    new DatabaseHeartbeatChart(app, {
      context,
      owner: tenant.name,
      namespace: tenant.namespace,
      copied,
      need: request.need,
      database: providerOf('postgres').bind(request, { providerOf }),
    });
  }
}

/** What a service's needs make inside the cluster, and the service itself. */
function addService<S extends Site>(
  app: App,
  props: RenderSiteProps<S>,
  tenant: ServiceTenant,
  bindings: Bindings,
): void {
  const { context, site, providerOf } = props;
  const { service, name } = tenant;
  const scopes = {
    data: new WaveChart(app, { context, wave: 'data', name: `${name}-data`, owner: name }),
    services: new WaveChart(app, { context, wave: 'services', name: `${name}-access`, owner: name }),
  };
  for (const kind of needKinds(tenant)) {
    const provider = providerOf(kind);
    const scope = scopes[provider.wave ?? 'data'];
    for (const [, request] of namedRequestsOf(site, tenant, kind)) {
      provider.manifests(scope, request, archiveOf(request, { providerOf }));
    }
  }
  const { Chart } = serviceCharts[service];
  new (Chart as ServiceChart<unknown>)(app, name, {
    context,
    config: site.services[service],
    bindings,
  } as ServiceChartProps<unknown>);
  addDumps(app, props, tenant);
  addHeartbeats(app, props, tenant);
  const claims = copiedClaimsOf(context, site, tenant);
  const { snapshots } = context;
  if (snapshots && claims.length > 0) {
    new VolumeSnapshotsChart(app, { context, snapshots, owner: name, namespace: tenant.namespace, claims });
  }
}

/** Volumes that nothing else has a copy of. */
const movedVolumes = (site: Site): MovedVolumes[] =>
  serviceTenants(site).flatMap((tenant) =>
    uncopiedVolumes(site, tenant).map((labels) => ({ namespace: tenant.namespace, labels })),
  );

/** Backups of what exists in the cluster only, where the site promises to recover. */
function addBackups<S extends Site>(app: App, { context, site, providerOf }: RenderSiteProps<S>, namespaces: string[]) {
  const state = clusterState(site);
  const store = context.kubernetes.clusterState;
  if (!state || !store) return;
  const secrets = clusterStateTenants(site).flatMap((tenant) => requestsOf(site, tenant, 'secret'));
  addClusterState(app, {
    context,
    state,
    store,
    namespaces,
    volumes: movedVolumes(site),
    needs: (scope) => {
      for (const request of secrets) providerOf('secret').manifests(scope, request);
    },
  });
}

function addBucketCopy<S extends Site>(app: App, props: RenderSiteProps<S>, copy: BucketCopy): void {
  const tenant = copyTenants(props.site).find(({ name }) => name === copy.sync.name);
  if (!tenant) throw new Error(`${copy.sync.name} copies nothing on ${props.site.name}`);
  const { identity } = bind(props, tenant) as { identity: IdentityBinding };
  new BucketCopyChart(app, { context: props.context, copy, identity });
}

/**
 * Everything of one site as sorted objects, each with the folder it belongs to. Pure: the same props always give the
 * same objects.
 */
export function renderSite<S extends Site>(props: RenderSiteProps<S>): RenderedObject[] {
  const { context, site } = props;
  const app = new App();
  const images = { mirrors: context.kubernetes.imageMirrors, digests: site.imageDigests };
  setImageNames(app, images);
  const namespaces = siteNamespaces(site);
  const tenants = serviceTenants(site).map((tenant) => ({ tenant, bindings: bind(props, tenant) }));
  const bindings = Object.fromEntries(
    tenants.map(({ tenant, bindings }) => [tenant.service, bindings]),
  ) as ServiceBindings;
  const own = clusterStateTenants(site);
  const operators = operatorTenants(siteOperators(site)).map((tenant) =>
    siteOperator(props, own.find(({ name }) => name === tenant.name) ?? tenant),
  );
  const serviceNamespaces = namespaces.filter(({ purpose }) => purpose === 'service').map(({ name }) => name);
  new FoundationsChart(app, { context, namespaces, operators, bindings });
  addNodeObjects(app, context);
  addOperators(app, { context, operators, bindings, serviceNamespaces });
  new SharedChart(app, { context, namespaces });
  addBackups(app, props, serviceNamespaces);
  for (const { tenant, bindings } of tenants) addService(app, props, tenant, bindings);
  for (const copy of props.bucketCopies ?? []) addBucketCopy(app, props, copy);
  if (site.chaos) new ChaosChart(app, { context, experiments: site.chaos, namespaces: serviceNamespaces });
  const { offHours } = site;
  const stopped = offHours ? new OffHoursChart(app, { context, offHours, charts: WaveChart.within(app) }).stopped : [];
  if (site.services.monitoring) {
    const services = [
      ...watchedServices(site, stopped),
      ...watchedOffHours(site, stopped),
      watchedGitops(site),
      ...watchedMachines(site),
      ...watchedSecrets(site),
      ...watchedVolumes(site),
      ...watchedClusterBackups(site, movedVolumes(site).length > 0),
    ];
    const stores = siteStores(site, props);
    const recovery = watchedRecovery(site, stores, context.kubernetes.cloudMetrics?.copyAges);
    const further = [recovery, watchedCost(site, context)].filter((one) => one !== undefined);
    new SignalsChart(app, { context, services, stores, further });
  }
  const rendered = WaveChart.within(app).map((chart) => ({
    chart,
    objects: pulledImages(images, renderChart(chart, chart.folder)),
  }));
  const filled = rendered.filter(({ objects }) => objects.length > 0).map(({ chart }) => chart);
  const gitops = new GitopsChart(app, { context, namespaces, folders: waveFolders(context, filled) });
  const objects = stampedByRotation(
    site,
    rendered.flatMap((one) => one.objects),
  );
  return sortRendered([...objects, ...renderChart(gitops, GitopsChart.folder)]);
}
