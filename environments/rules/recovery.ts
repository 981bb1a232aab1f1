import type { ServiceName } from '../../services';
import { planRecovery, promisedRecoveries, type ServiceRecovery, type StoreRecovery } from '../model/recovery/plan';
import type { EnvironmentConfig } from '../schema/environment-schema';
import type { EnvironmentRule, RuleFinding } from './rule';

const lossWords = {
  data: 'loss of data',
  attack: 'an attack on the backups',
  zone: 'loss of a zone',
  site: 'loss of the site',
} as const;

const targetOf = ({ objective: { rpoMinutes, rtoMinutes } }: ServiceRecovery): string =>
  `RPO ${rpoMinutes} min, RTO ${rtoMinutes} min`;

const after = ({ loss, standby }: ServiceRecovery): string =>
  `after ${lossWords[loss]}${standby ? `, on ${standby}` : ''}`;

const placeOf = (service: ServiceName): string => `recovery.services.${service}`;

function unmetStore(recovery: ServiceRecovery, { need, reached, choices, provider }: StoreRecovery): RuleFinding {
  const best = reached
    ? `the best that is paid for is ${reached.mechanism.title}: RPO ${reached.rpoMinutes} min, ${reached.restoreMinutes} min to restore`
    : `nothing brings it back from ${provider === 'in-cluster' ? 'the cluster' : provider}`;
  return {
    code: 'RECOVERY_UNREACHABLE',
    place: placeOf(recovery.service),
    message: `"${need}" cannot keep it ${after(recovery)}: ${best}`,
    value: targetOf(recovery),
    allowed: choices,
    fix: 'use one of the choices, or promise less',
  };
}

const tooSlow = (recovery: ServiceRecovery): RuleFinding => ({
  code: 'RECOVERY_UNREACHABLE',
  place: placeOf(recovery.service),
  message: `the way back takes ${recovery.rtoMinutes} min ${after(recovery)}: ${recovery.path
    .map(({ title, minutes }) => `${title.toLowerCase()} ${minutes}`)
    .join(', ')}`,
  value: targetOf(recovery),
  fix: 'a dearer tier shortens the way before a loss; or promise less',
});

/** What is promised for the day of a loss can be kept with what is paid for. */
export const recoveryRule: EnvironmentRule = ({ name, services, sites, recovery }) => {
  if (!recovery || !services || name === undefined || sites.length === 0) return [];
  const environment = { name, services, sites: sites.map(({ site }) => site), recovery } satisfies Pick<
    EnvironmentConfig,
    'name' | 'services' | 'sites' | 'recovery'
  >;
  const plan = planRecovery(environment);
  if (!plan) return [];
  const alone: RuleFinding[] =
    plan.standbys.length === 0
      ? [
          {
            code: 'RECOVERY_STANDBY_MISSING',
            place: 'recovery.tier',
            message: 'nothing could take over from the only site',
            value: recovery.tier,
            fix: "add a site with role: 'standby', or leave `recovery` out: then nothing is promised",
          },
        ]
      : [];
  return [
    ...alone,
    ...promisedRecoveries(plan)
      .filter(({ met }) => !met)
      .flatMap((one) => {
        const unmet = one.stores.filter(({ met }) => !met);
        return unmet.length > 0 ? unmet.map((store) => unmetStore(one, store)) : [tooSlow(one)];
      }),
  ];
};
