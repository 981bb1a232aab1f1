import { type ServiceDefinition, type ServiceName, services } from '../../services';

const thatStop = (...how: readonly ServiceDefinition['stopsOffHours'][]): readonly ServiceName[] =>
  Object.values<ServiceDefinition>(services)
    .filter(({ stopsOffHours }) => stopsOffHours && how.includes(stopsOffHours))
    .map(({ name }) => name as ServiceName);

/** Services whose servers stop unless something else is said. */
export const stopByDefault = thatStop('by-default');

/** Services whose servers may stop. */
export const mayStop = thatStop('by-default', 'when-named');
