import type { ServiceName } from '../../services';
import { zonesOfSite } from '../model/reservations';
import { isCloudSite } from '../schema/site-schema';
import type { EnvironmentRule, RuleFinding } from './rule';

/** Faults are tried where somebody meant it, on what is there, and where somebody sees when to stop. */
export const chaosRule: EnvironmentRule = ({ chaos, services, sites, deletionProtection }) => {
  if (!chaos || !services) return [];
  const primary = sites.find(({ site }) => site.role === 'primary')?.site;
  const zones = primary && isCloudSite(primary) ? zonesOfSite(primary) : [];
  const unguarded: RuleFinding[] =
    deletionProtection !== false && !chaos.evenWhereProtected
      ? [
          {
            code: 'CHAOS_UNGUARDED',
            place: 'chaos.evenWhereProtected',
            message: 'the environment protects what it has, and faults would be tried in it',
            fix: 'try them in another environment first; where it is meant, set evenWhereProtected: true',
          },
        ]
      : [];
  const unwatched: RuleFinding[] =
    services.monitoring === undefined
      ? [
          {
            code: 'CHAOS_UNWATCHED',
            place: 'chaos',
            message: 'nothing would end an experiment: alerts are what it stops at, and there is no monitoring',
            fix: 'enable services.monitoring, or try nothing here',
          },
        ]
      : [];
  const enabled = (name: ServiceName): boolean => services[name] !== undefined;
  const each = chaos.experiments.flatMap(({ service, fault }, index): RuleFinding[] => {
    const place = `chaos.experiments[${index}]`;
    const other =
      'to' in fault ? { key: 'to', name: fault.to } : 'from' in fault ? { key: 'from', name: fault.from } : undefined;
    const asked = [{ key: 'service', name: service }, ...(other ? [{ ...other, key: `fault.${other.key}` }] : [])];
    return [
      ...asked
        .filter((one) => !enabled(one.name))
        .map(
          (one): RuleFinding => ({
            code: 'UNKNOWN_VALUE',
            place: `${place}.${one.key}`,
            message: 'the environment does not run this service',
            value: one.name,
            allowed: (Object.keys(services) as ServiceName[]).filter(enabled),
            fix: 'name a service that it runs',
          }),
        ),
      ...('zone' in fault && !zones.includes(fault.zone)
        ? [
            {
              code: 'UNKNOWN_ZONE' as const,
              place: `${place}.fault.zone`,
              message: 'the primary site is not in this zone',
              value: fault.zone,
              allowed: zones,
              fix: 'name one of its zones',
            },
          ]
        : []),
    ];
  });
  return [...unguarded, ...unwatched, ...each];
};
