import {
  beyondBest,
  type Complaint,
  type ServiceDefinition,
  type ServiceName,
  type SomeObjectives,
  services,
} from '../../services';
import type { EnvironmentRule } from './rule';

const catalogue: Readonly<Record<ServiceName, ServiceDefinition>> = services;

/** Objectives that an environment asks for, and that the service cannot keep as it is configured. */
const unreachable = (service: ServiceDefinition, config: Record<string, unknown>): Complaint[] =>
  beyondBest((config.objectives ?? {}) as SomeObjectives, service.best(config)).map(({ name, asked, allowed }) => ({
    code: 'OBJECTIVE_UNREACHABLE',
    path: `objectives.${name}`,
    message: `${service.title} cannot keep this as it is configured here`,
    value: asked,
    allowed: [allowed],
    fix: 'ask for less, or give the service more replicas, a larger size or high availability',
  }));

/** What the services themselves find wrong with their configuration, and promises that they cannot keep. */
export const servicesRule: EnvironmentRule = ({ services: configured }) => {
  const enabled = new Set(
    Object.entries(configured ?? {}).flatMap(([name, config]) => (config === undefined ? [] : [name])),
  );
  return (Object.keys(catalogue) as ServiceName[]).flatMap((name) => {
    const config = configured?.[name] as Record<string, unknown> | undefined;
    if (config === undefined) return [];
    const service = catalogue[name];
    const complaints = [...(service.complaints?.(config, enabled) ?? []), ...unreachable(service, config)];
    return complaints.map(({ path, ...rest }) => ({
      ...rest,
      place: ['services', name, ...(path === '' ? [] : [path])].join('.'),
    }));
  });
};
