import { requestsOf, serviceTenants } from '../constructs/contracts';
import type { Site, StoppedObject } from '../environments/model';
import { objectivesOf, type ServiceDefinition, type ServiceName, services } from '../services';
import type { WatchedService } from './monitoring/signals-chart';
import { whileRunning } from './off-hours/watched-off-hours';
import { serviceCharts } from './service-charts';
import type { ServiceSignals } from './signals';

const definitions: Readonly<Record<ServiceName, ServiceDefinition>> = services;

/** What every service of a site says of itself, for its configuration and the objectives that were asked for. */
export const watchedServices = (site: Site, stopped: readonly StoppedObject[] = []): WatchedService[] =>
  serviceTenants(site).map((tenant) => {
    const { service, name } = tenant;
    const definition = definitions[service];
    const config = site.services[service] as Record<string, unknown>;
    const objectives = objectivesOf(definition, config);
    // One service's configuration goes to the same service's signals.
    const signals = serviceCharts[service].signals as ServiceSignals<ServiceDefinition>;
    return {
      name,
      title: definition.title,
      ...whileRunning(site, stopped, service, {
        levels: signals.levels(config, objectives),
        alerts: signals.alerts(config, objectives),
      }),
      panels: signals.panels(config, objectives),
      routes: [
        ...new Set(
          requestsOf(site, tenant, 'route')
            // A probe would never let it rest.
            .filter(({ need }) => !need.resting)
            .map(({ need }) => `https://${need.host}.${site.domain}${need.path ?? '/'}`),
        ),
      ],
    };
  });
