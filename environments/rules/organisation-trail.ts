import { inAccountOf } from '../model/account';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

const unfit = (finding: Omit<RuleFinding, 'code'>): RuleFinding => ({ code: 'ORGANISATION_TRAIL', ...finding });

/** The trail of an organisation is kept once, where it stays, by an environment that has a trail at all. */
export const organisationTrailRule: EnvironmentRule = (environment) => {
  const all = cloudSites(environment).map(({ site }) => site);
  const keepers = cloudSites(environment).flatMap(({ site, index }) =>
    site.organisationTrail
      ? [{ cloud: site.cloud, index, trail: site.organisationTrail, isFirst: inAccountOf(all, site)[0] === site }]
      : [],
  );
  const loose = environment.deletionProtection === false;
  return keepers.flatMap(({ cloud, index, trail, isFirst }, position): RuleFinding[] => {
    const place = `sites[${index}].organisationTrail`;
    const first = keepers.slice(0, position).find((other) => other.cloud === cloud);
    const findings: RuleFinding[] = [];
    if (first) {
      findings.push(
        unfit({
          place,
          message: `sites[${first.index}] keeps the trail of an organisation on ${cloud} already`,
          value: trail,
          fix: 'leave it to one of them: the members of an organisation write to one trail',
        }),
      );
    }
    if (!isFirst) {
      findings.push(
        unfit({
          place,
          message: 'another site of the environment is in this account before it, and keeps the trail of both',
          value: trail,
          fix: 'move the word to that site',
        }),
      );
    }
    if (environment.governance?.detection === 'organisation') {
      findings.push(
        unfit({
          place,
          message: 'the site makes no trail: governance.detection leaves that to the organisation',
          value: trail,
          fix: "leave it out, or set governance.detection: 'account'",
        }),
      );
    }
    if (loose && trail.because === undefined) {
      findings.push(
        unfit({
          place: `${place}.because`,
          message: 'the environment is free to delete, and the trail of everybody else would go with it',
          value: undefined,
          allowed: ['a reason of ten characters or more'],
          fix: 'keep it in a protected environment, or say why in because',
        }),
      );
    }
    if (!loose && trail.because !== undefined) {
      findings.push(
        unfit({
          place: `${place}.because`,
          message: 'gives a reason for what the environment does not do',
          value: trail.because,
          fix: 'leave it out',
        }),
      );
    }
    return findings;
  });
};
