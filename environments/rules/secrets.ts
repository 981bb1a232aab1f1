import { type Need, type ServiceDefinition, services } from '../../services';
import { type CloudFacts, cloudFacts } from '../facts';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

const kebab = (name: string): string => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What the services of an environment need, by `<service>-<need>`. */
const needsOf = ({ services: configs = {} }: Parameters<EnvironmentRule>[0]): [string, Need][] => {
  const enabled = new Set(Object.keys(configs));
  return Object.entries(configs).flatMap(([name, config]) => {
    const { needs } = services[name as keyof typeof services] as unknown as ServiceDefinition;
    return Object.entries(needs(config as Record<string, unknown>, enabled)).map(([need, asked]): [string, Need] => [
      `${kebab(name)}-${kebab(need)}`,
      asked,
    ]);
  });
};

/** The days that every cloud of the environment has. */
export const recoveryDaysRule: EnvironmentRule = (environment) => {
  const days = environment.secrets?.recoveryDays;
  if (days === undefined) return [];
  const bounds: CloudFacts['recoveryDays'][] = cloudSites(environment).map(
    ({ site }) => cloudFacts[site.cloud].recoveryDays,
  );
  const least = Math.max(1, ...bounds.map(({ min }) => min));
  const most = Math.min(365, ...bounds.map(({ max }) => max));
  if (days >= least && days <= most) return [];
  return [
    {
      code: 'RECOVERY_DAYS',
      place: 'secrets.recoveryDays',
      message:
        'not every cloud of the environment can bring keys and secrets back for so long, or lets go of them so soon',
      value: days,
      allowed: [`${least} to ${most}`],
      fix: 'use days of the range, or leave it out for what each cloud does by itself',
    },
  ];
};

/** Secrets that sites have in common lie where they can be read and written from outside: in the clouds' stores. */
export const sharedSecretsRule: EnvironmentRule = (environment) => {
  const sites = cloudSites(environment);
  if (sites.length < 2 || !needsOf(environment).some(([, need]) => need.kind === 'secret' && need.boundTo === 'data')) {
    return [];
  }
  return sites
    .filter(({ site }) => site.providers.secret === 'in-cluster')
    .map(
      ({ index, site }): RuleFinding => ({
        code: 'SECRETS_NOT_SHARED',
        place: `sites[${index}].providers.secret`,
        message:
          'stored data that one site restores from another can be read only with the same secrets, and those made inside a cluster are never the same',
        value: site.providers.secret,
        allowed: ['managed'],
        fix: "let the cloud's store keep them on every site of the environment",
      }),
    );
};

/** Credentials whose age is stated are asked for by a service of the environment. */
export const statedCredentialsRule: EnvironmentRule = (environment) => {
  const stated = Object.keys(environment.secrets?.credentials ?? {});
  if (stated.length === 0) return [];
  const asked = needsOf(environment).flatMap(([name, need]) => (need.kind === 'credential' ? [name] : []));
  return stated
    .filter((name) => !asked.includes(name))
    .map(
      (name): RuleFinding => ({
        code: 'UNKNOWN_CREDENTIAL',
        place: `secrets.credentials.${name}`,
        message: 'no service of the environment asks a person for a credential of this name',
        value: name,
        allowed: asked,
        fix: 'use names of the list: <service>-<need>',
      }),
    );
};
