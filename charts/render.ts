import { App } from 'cdk8s';
import type { Construct } from 'constructs';
import { type NeedBinder, operatorTenants, requestsOf, serviceTenants, type Tenant } from '../constructs/contracts';
import type { Site } from '../environments/model';
import type { NeedKind, ServiceName } from '../services';
import type { ChartContext, ServiceChartProps } from './chart-context';
import { FoundationsChart } from './foundations/foundations-chart';
import { siteNamespaces } from './foundations/namespaces';
import { GitopsChart } from './gitops/gitops-chart';
import { waveFolders } from './gitops/wave-folder';
import type { SiteOperator } from './operators/operator-chart';
import { OperatorsChart } from './operators/operators-chart';
import { siteOperators } from './operators/site-operators';
import { type RenderedObject, renderChart, sortRendered } from './rendered-object';
import { type ServiceChart, serviceCharts } from './service-charts';
import { SharedChart } from './shared/shared-chart';
import { WaveChart } from './wave-chart';

export interface RenderSiteProps<S extends Site = Site> {
  readonly context: ChartContext;
  readonly site: S;
  /** Who meets a need on this site. */
  providerOf<K extends NeedKind>(kind: K): NeedBinder<K, S>;
}

type Bindings = Readonly<Record<string, unknown>>;

const needKinds = (tenant: Tenant): NeedKind[] => [...new Set(Object.values(tenant.needs).map(({ kind }) => kind))];

/** The bindings of a tenant under the names of its needs; `scope` collects the objects behind them. */
function bind<S extends Site>({ site, providerOf }: RenderSiteProps<S>, tenant: Tenant, scope?: Construct): Bindings {
  const bound = needKinds(tenant).flatMap((kind) => {
    const provider = providerOf(kind);
    return requestsOf(site, tenant, kind).map((request) => {
      if (scope) provider.manifests(scope, request);
      return [request.name, provider.bind(request)] as const;
    });
  });
  return Object.fromEntries(bound);
}

function siteOperator<S extends Site>(props: RenderSiteProps<S>, tenant: Tenant): SiteOperator {
  const { identity } = bind(props, tenant) as { identity?: SiteOperator['identity'] };
  return { name: tenant.name as SiteOperator['name'], identity };
}

/** What a service's needs make inside the cluster, and the service itself. */
function addService<S extends Site>(app: App, props: RenderSiteProps<S>, tenant: Tenant): void {
  const { context, site } = props;
  const name = tenant.name as ServiceName;
  const data = new WaveChart(app, { context, wave: 'data', name: `${name}-data`, owner: name });
  const Chart: ServiceChart<unknown> = serviceCharts[name];
  new Chart(app, name, {
    context,
    config: site.services[name],
    bindings: bind(props, tenant, data),
  } as ServiceChartProps<unknown>);
}

/**
 * Everything of one site as sorted objects, each with the folder it belongs to. Pure: the same props always give the
 * same objects.
 */
export function renderSite<S extends Site>(props: RenderSiteProps<S>): RenderedObject[] {
  const { context, site } = props;
  const app = new App();
  const namespaces = siteNamespaces(site);
  const operators = operatorTenants(siteOperators(site)).map((tenant) => siteOperator(props, tenant));
  const serviceNamespaces = namespaces.filter(({ purpose }) => purpose === 'service').map(({ name }) => name);
  new FoundationsChart(app, { context, namespaces, operators });
  new OperatorsChart(app, { context, operators, serviceNamespaces });
  new SharedChart(app, { context, namespaces });
  for (const tenant of serviceTenants(site)) addService(app, props, tenant);
  const rendered = WaveChart.within(app).map((chart) => ({ chart, objects: renderChart(chart, chart.folder) }));
  const filled = rendered.filter(({ objects }) => objects.length > 0).map(({ chart }) => chart);
  const gitops = new GitopsChart(app, { context, namespaces, folders: waveFolders(context, filled) });
  return sortRendered([...rendered.flatMap(({ objects }) => objects), ...renderChart(gitops, GitopsChart.folder)]);
}
