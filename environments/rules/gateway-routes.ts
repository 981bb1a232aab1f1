import { services as catalogue, type RouteNeed, type ServiceDefinition, type ServiceName } from '../../services';
import { identifiedAccess, identifyingHeader, routeKey } from '../../services/gateway-routes';
import type { EnvironmentView } from '../schema/parse-environment';
import type { EnvironmentRule, RuleFinding } from './rule';

/** Every route of the environment's services, by the name that settings of the gateway give it. */
export function routesOf({ services = {} }: EnvironmentView): ReadonlyMap<string, RouteNeed> {
  const enabled = new Set(Object.entries(services).flatMap(([name, config]) => (config === undefined ? [] : [name])));
  const definitions: Readonly<Record<ServiceName, ServiceDefinition>> = catalogue;
  return new Map(
    [...enabled].flatMap((name) => {
      const service = name as ServiceName;
      const needs = definitions[service].needs(services[service] as Record<string, unknown>, enabled);
      return Object.values(needs).flatMap((need) => (need.kind === 'route' ? [[routeKey(need), need] as const] : []));
    }),
  );
}

export const unknownRoute = (place: string, name: string, routes: Iterable<string>): RuleFinding => ({
  code: 'SERVICE_CONFLICT',
  place,
  message: `no service of the environment has the route ${name}`,
  value: name,
  allowed: [...routes].sort(),
  fix: 'name a route that is there',
});

/** Settings of the gateway for single routes: each names a route that is there, and a limit one whose users are known. */
export const gatewayRoutesRule: EnvironmentRule = (environment) => {
  const { userLimit, waf } = environment.services?.gateway ?? {};
  if (!userLimit && !waf) return [];
  const routes = routesOf(environment);
  const identified = [...routes].flatMap(([name, need]) => (identifyingHeader(need) ? [name] : [])).sort();
  return [
    ...Object.entries(userLimit?.routes ?? {}).flatMap(([name, { header }]): RuleFinding[] => {
      const place = `services.gateway.userLimit.routes.${name}`;
      const need = routes.get(name);
      if (!need) return [unknownRoute(place, name, routes.keys())];
      if (header !== undefined || identifyingHeader(need)) return [];
      return [
        {
          code: 'SERVICE_CONFLICT',
          place,
          message: `the gateway cannot tell the users of ${name} apart: its access is "${need.access}"`,
          value: need.access,
          allowed: [...identifiedAccess.map((access) => `access ${access}`), 'a header', ...identified],
          fix: 'let programs or API keys in there, state the header that something in front of the gateway sets, or limit another route',
        },
      ];
    }),
    ...(waf?.exemptions ?? []).flatMap(({ route }, index) =>
      routes.has(route) ? [] : [unknownRoute(`services.gateway.waf.exemptions.${index}.route`, route, routes.keys())],
    ),
  ];
};
