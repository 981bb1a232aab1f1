import { services as catalogue, type ServiceName } from '../../services';
import { databaseVault, type PathStep } from '../facts/recovery';
import {
  planRecovery,
  promisedRecoveries,
  type RecoveryPlan,
  type ServiceRecovery,
  type StoreRecovery,
} from '../model/recovery/plan';
import type { EnvironmentConfig } from '../schema/environment-schema';
import type { RecoveryConfig } from '../schema/recovery-schema';
import type { EnvironmentRule, RuleFinding } from './rule';

const lossWords = {
  data: 'loss of data',
  attack: 'an attack on the backups',
  zone: 'loss of a zone',
  site: 'loss of the site',
} as const;

const after = ({ loss, standby }: ServiceRecovery): string =>
  `after ${lossWords[loss]}${standby ? `, on ${standby}` : ''}`;

const pathWords = (path: readonly PathStep[]): string =>
  path.map(({ title, minutes }) => `${title.toLowerCase()} ${minutes}`).join(', ');

type Word = 'tier' | 'rpoMinutes' | 'rtoMinutes' | 'dataClass';

/** The line that says it: of the service, or of the environment where the service says nothing of its own. */
const placeOf = ({ services }: RecoveryConfig, service: ServiceName, word: Word): string =>
  services[service]?.[word] !== undefined || word === 'dataClass'
    ? `recovery.services.${service}${services[service]?.[word] === undefined ? '' : `.${word}`}`
    : `recovery.${word}`;

function unmetStore(config: RecoveryConfig, recovery: ServiceRecovery, store: StoreRecovery): RuleFinding {
  const { service, objective, loss } = recovery;
  const { need, kind, provider, reached, choices } = store;
  const isLate = reached !== undefined && (loss === 'attack' || reached.rpoMinutes <= objective.rpoMinutes);
  const word: Word = loss === 'attack' && !reached ? 'dataClass' : isLate ? 'rtoMinutes' : 'rpoMinutes';
  const where = provider === 'in-cluster' ? 'in the cluster' : `of ${provider}`;
  const best = reached
    ? `the best that tier '${objective.tier}' pays for is "${reached.mechanism.title}": RPO ${reached.rpoMinutes} min, ${reached.restoreMinutes} min to restore`
    : `nothing that tier '${objective.tier}' pays for brings it back`;
  return {
    code: 'RECOVERY_UNREACHABLE',
    place: placeOf(config, service, word),
    message: `${service}: "${need}" (${kind} ${where}) misses its objective ${after(recovery)}; ${best}`,
    value: objective[word],
    allowed: choices,
    fix: `use one of the choices for ${service}`,
  };
}

const tooSlow = (config: RecoveryConfig, recovery: ServiceRecovery): RuleFinding => ({
  code: 'RECOVERY_UNREACHABLE',
  place: placeOf(config, recovery.service, 'rtoMinutes'),
  message: `${recovery.service}: the way back takes ${recovery.rtoMinutes} min ${after(recovery)}: ${pathWords(recovery.path)}`,
  value: recovery.objective.rtoMinutes,
  allowed: [`at least ${recovery.rtoMinutes}`],
  fix: 'promise no less, or take a dearer tier: it does more of the way before the loss',
});

/** Words about services that are not there would look like a promise, and be none. */
const servicesOff = ({ services: own }: RecoveryConfig, services: object): RuleFinding[] =>
  Object.keys(own)
    .filter((name) => own[name as ServiceName] !== undefined && !(name in services && services[name as never]))
    .map((name) => ({
      code: 'RECOVERY_SERVICE_OFF',
      place: `recovery.services.${name}`,
      message: `${catalogue[name as ServiceName].title} is promised back and does not run`,
      value: name,
      allowed: Object.keys(services),
      fix: `switch it on with services.${name}, or leave it out here`,
    }));

/** Whoever takes an environment down at will would leave a locked vault behind, and pay for it until its last day. */
function unprotectedVault(config: RecoveryConfig, plan: RecoveryPlan, isProtected: boolean): RuleFinding[] {
  const vaulted = plan.services.filter(({ stores }) =>
    stores.some(({ reached }) => reached?.mechanism.id === databaseVault),
  );
  if (isProtected || vaulted.length === 0) return [];
  return [
    {
      code: 'RECOVERY_VAULT_UNPROTECTED',
      place: 'deletionProtection',
      message: `backups of ${vaulted.map(({ service }) => service).join(', ')} would lie in a vault for ${config.vaultDays} days, whoever deletes the environment`,
      value: false,
      allowed: ['true', "dataClass: 'business', without copies that nobody can delete"],
      fix: 'protect the environment, or keep no regulated databases in it',
    },
  ];
}

/** What is promised for the day of a loss can be kept with what is paid for. */
export const recoveryRule: EnvironmentRule = ({ name, services, sites, recovery, deletionProtection = true }) => {
  if (!recovery || !services || name === undefined || sites.length === 0) return [];
  const environment = { name, services, sites: sites.map(({ site }) => site), recovery } satisfies Pick<
    EnvironmentConfig,
    'name' | 'services' | 'sites' | 'recovery'
  >;
  const off = servicesOff(recovery, services);
  const plan = planRecovery(environment);
  if (!plan) return off;
  const alone: RuleFinding[] =
    plan.standbys.length === 0
      ? [
          {
            code: 'RECOVERY_STANDBY_MISSING',
            place: 'recovery.tier',
            message: 'nothing could take over from the only site',
            value: recovery.tier,
            allowed: ["a site with role: 'standby'", 'no `recovery` at all: then nothing is promised'],
            fix: 'add a site that stands by, or promise nothing',
          },
        ]
      : [];
  return [
    ...off,
    ...alone,
    ...unprotectedVault(recovery, plan, deletionProtection),
    ...promisedRecoveries(plan)
      .filter(({ met }) => !met)
      .flatMap((one) => {
        const unmet = one.stores.filter(({ met }) => !met);
        return unmet.length > 0 ? unmet.map((store) => unmetStore(recovery, one, store)) : [tooSlow(recovery, one)];
      }),
  ];
};
