import { serviceTenants } from '../../constructs/contracts';
import { type RouteNeed, type ServiceDefinition, type ServiceName, services, workbench } from '../../services';
import { portalName } from './web-server';
import type { WorkbenchProps } from './workbench-props';

/** One place that can be reached from outside the cluster. */
export interface Place {
  readonly title: string;
  readonly summary: string;
  readonly url: string;
}

/** What the page shows: what people open, and what programs call. */
export interface Places {
  readonly people: readonly Place[];
  readonly programs: readonly Place[];
}

const catalogue: Readonly<Record<ServiceName, ServiceDefinition>> = services;

/** Who uses a route by hand; a service that checks its callers itself shows them a page to sign in. */
const opened: Readonly<Record<RouteNeed['access'], boolean>> = {
  people: true,
  both: true,
  service: true,
  programs: false,
  'api-key': false,
};

/** The page is no place on itself; what it is served beside has a name of its own. */
const notebooks = { title: 'Notebooks', summary: 'A JupyterLab server of your own, on the machines of the site.' };

/** `modelMonitoring` with two routes gives two places; the host tells them apart. */
function routesOf({ context }: WorkbenchProps): (Place & { readonly access: RouteNeed['access'] })[] {
  return serviceTenants(context).flatMap(({ service, needs }) => {
    const { title, summary } = service === workbench.name ? notebooks : catalogue[service];
    const routes = Object.values(needs)
      .filter((need): need is RouteNeed => need.kind === 'route')
      .filter(({ host }) => host !== portalName);
    return routes.map(({ host, path = '/', access }) => ({
      title: routes.length > 1 ? `${title}: ${host}` : title,
      summary,
      url: `https://${host}.${context.domain}${path}`,
      access,
    }));
  });
}

const byTitle = (one: Place, other: Place): number => (one.title < other.title ? -1 : Number(one.title > other.title));

/** Every route of the site's services, and the links that the environment adds. */
export function placesOf(props: WorkbenchProps): Places {
  const routes = routesOf(props);
  return {
    people: [...routes.filter(({ access }) => opened[access]), ...props.config.links].toSorted(byTitle),
    programs: routes.filter(({ access }) => !opened[access]).toSorted(byTitle),
  };
}
