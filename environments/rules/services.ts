import {
  type Complaint,
  objectivesOf,
  type ServiceDefinition,
  type ServiceName,
  type SomeObjectives,
  services,
} from '../../services';
import type { EnvironmentRule } from './rule';

const catalogue: Readonly<Record<ServiceName, ServiceDefinition>> = services;

interface Direction {
  /** Whether `asked` is better than `best`. */
  beyond(asked: number, best: number): boolean;
  readonly bound: string;
}

const higher: Direction = { beyond: (asked, best) => asked > best, bound: 'at most' };
const lower: Direction = { beyond: (asked, best) => asked < best, bound: 'at least' };

const directions: { readonly [O in keyof Required<SomeObjectives>]: Direction } = {
  availabilityPercent: higher,
  throughputPerSecond: higher,
  p95Ms: lower,
  p99Ms: lower,
  freshnessMinutes: lower,
};

/** Objectives that are better than what the service can keep as it is configured. */
function unreachable(service: ServiceDefinition, config: Record<string, unknown>): Complaint[] {
  const asked: SomeObjectives = objectivesOf(service, config);
  const best = service.best(config);
  return (Object.keys(directions) as (keyof SomeObjectives)[]).flatMap((name) => {
    const [wanted, limit] = [asked[name], best[name]];
    if (wanted === undefined || limit === undefined || !directions[name].beyond(wanted, limit)) return [];
    return [
      {
        code: 'OBJECTIVE_UNREACHABLE',
        path: `objectives.${name}`,
        message: `${service.title} cannot keep this as it is configured here`,
        value: wanted,
        allowed: [`${directions[name].bound} ${limit}`],
        fix: 'ask for less, or give the service more replicas, a larger size or high availability',
      },
    ];
  });
}

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
