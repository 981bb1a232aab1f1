import { scaling } from '../../services';
import { workingHours } from '../../services/scaling';

const parse = (config: unknown) => scaling.config.parse(config);
const complaintsOf = (config: unknown, enabled: readonly string[] = ['tracking']) =>
  scaling.complaints?.(parse(config), new Set(enabled)) ?? [];
const resting = (changes: object = {}) => ({ offHours: { services: ['tracking'], ...changes } });

describe('scaling', () => {
  it('spreads pods anew, keeps no room and lets nobody rest unless asked', () => {
    expect(parse({})).toEqual({ rebalance: true, headroom: { pods: 0, cpuMillis: 1000, memoryGiB: 2 } });
    expect(complaintsOf({})).toEqual([]);
  });

  it('brings KEDA always, and the descheduler unless it is switched off', () => {
    expect(scaling.operators(parse({}))).toEqual(['keda', 'descheduler']);
    expect(scaling.operators(parse({ rebalance: false }))).toEqual(['keda']);
  });

  it('turns times and days into the two ends of a working day', () => {
    expect(workingHours({ from: '20:00', to: '07:05', days: ['friday', 'monday'] })).toEqual({
      start: '5 7 * * 1,5',
      end: '0 20 * * 1,5',
    });
  });

  it('lets only services rest that nothing serves from', () => {
    expect(scaling.config.safeParse({ offHours: { services: ['serving'] } }).success).toBe(false);
    expect(scaling.config.safeParse({ offHours: { services: ['databases'] } }).success).toBe(false);
  });

  it('refuses a time or a time zone that does not exist', () => {
    expect(scaling.config.safeParse(resting({ timeZone: 'Europe/Atlantis' })).success).toBe(false);
    expect(scaling.config.safeParse(resting({ timeZone: 'Europe/Berlin' })).success).toBe(true);
    expect(scaling.config.safeParse(resting({ from: '24:00' })).success).toBe(false);
  });

  it('refuses hours in which the servers would never run', () => {
    expect(complaintsOf(resting({ from: '07:00', to: '20:00' }))).toMatchObject([
      { code: 'SERVICE_CONFLICT', path: 'offHours.to', value: '20:00', allowed: ['earlier than 07:00'] },
    ]);
  });

  it('refuses to let a service rest that does not run', () => {
    expect(complaintsOf(resting({ services: ['workbench', 'tracking'] }))).toMatchObject([
      { code: 'SERVICE_MISSING', path: 'offHours.services', value: 'workbench', allowed: ['tracking'] },
    ]);
  });
});
