import type { EnvironmentRule } from './rule';

/** Where data is protected from deletion, somebody relies on the environment; a rest there must be meant. */
export const offHoursRule: EnvironmentRule = ({ services, deletionProtection }) => {
  const offHours = services?.scaling?.offHours;
  if (!deletionProtection || offHours === undefined || offHours.evenWhereProtected) return [];
  return [
    {
      code: 'SERVICE_CONFLICT',
      place: 'services.scaling.offHours',
      message: 'servers would rest in an environment that is protected from deletion, where somebody may wait for them',
      value: offHours.services,
      allowed: ['environments with deletionProtection: false', 'evenWhereProtected: true'],
      fix: 'leave offHours out here, or set evenWhereProtected: true',
    },
  ];
};
