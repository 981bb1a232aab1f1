import { accountOf } from '../model/account';
import type { EnvironmentView } from '../schema/parse-environment';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

const conflict = (finding: Omit<RuleFinding, 'code'>): RuleFinding => ({ code: 'GOVERNANCE_CONFLICT', ...finding });

/** What watches an account has no name there that could tell two apart. */
const sharedAccounts = (environment: EnvironmentView): RuleFinding[] => {
  const sites = cloudSites(environment);
  return sites.flatMap(({ site, index }, position) => {
    const { word, id } = accountOf(site);
    const first = sites
      .slice(0, position)
      // The same region too is a site twice, of which another rule tells.
      .find((other) => accountOf(other.site).id === id && other.site.region !== site.region);
    if (!first) return [];
    return [
      {
        code: 'ACCOUNT_SHARED',
        place: `sites[${index}].${word}`,
        message: `sites[${first.index}] watches the same account, which has one detection, one recorder and one contact`,
        value: id,
        fix: "give every site an account of its own, or leave watching to the organisation: governance.detection: 'organisation'",
      },
    ];
  });
};

const words = ['trailRetention', 'administeredBecause', 'alertsTo'] as const;
const switches = ['threatDetection', 'configurationRecording'] as const;

/** Words that nobody reads where the organisation watches. */
const idleWords = (governance: NonNullable<EnvironmentView['governance']>): RuleFinding[] =>
  [...words.filter((word) => governance[word] !== undefined), ...switches.filter((word) => !governance[word])].map(
    (word) =>
      conflict({
        place: `governance.${word}`,
        message: 'the organisation watches the accounts of the environment, so that nothing reads this',
        value: governance[word],
        fix: "leave it out, or set governance.detection: 'account'",
      }),
  );

const retention = ({ governance, deletionProtection }: EnvironmentView): RuleFinding[] => {
  if (governance === undefined || deletionProtection === undefined) return [];
  const { trailRetention, administeredBecause } = governance;
  if (trailRetention === 'locked' && !deletionProtection) {
    return [
      conflict({
        place: 'governance.trailRetention',
        message: 'nobody could delete the trail of an environment that is to be free to delete',
        value: trailRetention,
        allowed: ['administered'],
        fix: 'leave it out, or set deletionProtection: true',
      }),
    ];
  }
  if (trailRetention === 'administered' && deletionProtection && administeredBecause === undefined) {
    return [
      conflict({
        place: 'governance.administeredBecause',
        message: 'the environment is protected, and an administrator could delete its trail',
        value: undefined,
        allowed: ['a reason of ten characters or more'],
        fix: "say why in administeredBecause, or leave trailRetention at 'locked'",
      }),
    ];
  }
  if (administeredBecause !== undefined && (trailRetention !== 'administered' || !deletionProtection)) {
    return [
      conflict({
        place: 'governance.administeredBecause',
        message: 'gives a reason for what the environment does not do',
        value: administeredBecause,
        fix: 'leave it out',
      }),
    ];
  }
  return [];
};

/** Who watches the accounts, and whether the words for it agree with each other. */
export const governanceRule: EnvironmentRule = (environment) => {
  const { governance } = environment;
  if (governance === undefined) return [];
  return governance.detection === 'organisation'
    ? idleWords(governance)
    : [...sharedAccounts(environment), ...retention(environment)];
};
