import type { EnvironmentView } from '../schema/parse-environment';
import type { EnvironmentRule, RuleFinding } from './rule';

const conflict = (finding: Omit<RuleFinding, 'code'>): RuleFinding => ({ code: 'GOVERNANCE_CONFLICT', ...finding });

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
  return governance.detection === 'organisation' ? idleWords(governance) : retention(environment);
};
