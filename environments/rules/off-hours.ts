import { mayStop, stopByDefault } from '../model/may-stop';
import type { OffHoursConfig } from '../schema/off-hours-schema';
import type { EnvironmentView } from '../schema/parse-environment';
import type { EnvironmentRule, RuleFinding } from './rule';

interface Stated {
  readonly place: string;
  readonly offHours: OffHoursConfig;
}

/** Every place of the file that says when servers stop. */
const stated = ({ offHours, sites }: EnvironmentView): Stated[] => [
  ...(offHours ? [{ place: 'offHours', offHours }] : []),
  ...sites.flatMap(({ index, site }) =>
    site.offHours === undefined || site.offHours === 'never'
      ? []
      : [{ place: `sites[${index}].offHours`, offHours: site.offHours }],
  ),
];

/** Where data is protected from deletion, somebody relies on the environment; a stop there must be meant. */
const protectedOnes = ({ place, offHours }: Stated, { deletionProtection }: EnvironmentView): RuleFinding[] =>
  deletionProtection && !offHours.evenWhereProtected
    ? [
        {
          code: 'OFF_HOURS_PROTECTED',
          place,
          message:
            'servers would stop in an environment that is protected from deletion, where somebody may wait for them',
          value: offHours.workingHours,
          allowed: ['environments with deletionProtection: false', 'evenWhereProtected: true'],
          fix: 'leave offHours out here, or set evenWhereProtected: true',
        },
      ]
    : [];

/** Who promises to be back within minutes, or stands by for it, cannot be away all night. */
const promisedOnes = ({ place, offHours }: Stated, { recovery }: EnvironmentView): RuleFinding[] =>
  recovery
    ? [
        {
          code: 'OFF_HOURS_PROMISED',
          place,
          message: `servers would stop in an environment that promises to be back within ${recovery.rtoMinutes} min; neither its primary nor a standby may be away on purpose`,
          value: offHours.workingHours,
          allowed: ['environments without recovery'],
          fix: 'leave offHours out here, or promise no recovery',
        },
      ]
    : [];

function services({ place, offHours }: Stated, { services: enabled }: EnvironmentView): RuleFinding[] {
  const runs = (name: string): boolean => enabled === undefined || Boolean(enabled[name as keyof typeof enabled]);
  const allowed = mayStop.filter(runs);
  const named = offHours.services ?? [];
  const unfit = named.flatMap((name, at): RuleFinding[] =>
    allowed.includes(name)
      ? []
      : [
          {
            code: 'OFF_HOURS_SERVICE',
            place: `${place}.services[${at}]`,
            message: runs(name)
              ? `"${name}" takes in or watches what arrives at any hour, or holds data: it does not stop`
              : `"${name}" is to stop, and the environment does not run it`,
            value: name,
            allowed,
            fix: `leave "${name}" out`,
          },
        ],
  );
  const none = (offHours.services ?? stopByDefault.filter(runs)).every((name) => offHours.keep.includes(name));
  return none && unfit.length === 0
    ? [
        {
          code: 'OFF_HOURS_SERVICE',
          place: `${place}.keep`,
          message: 'nothing would stop: every service that may stop is kept, or the environment runs none',
          value: offHours.keep,
          allowed,
          fix: 'keep fewer services, or leave offHours out',
        },
      ]
    : unfit;
}

/** Where servers stop on purpose, and whose. */
export const offHoursRule: EnvironmentRule = (view) =>
  stated(view).flatMap((one) => [...protectedOnes(one, view), ...promisedOnes(one, view), ...services(one, view)]);
