import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

const unfit = (finding: Omit<RuleFinding, 'code'>): RuleFinding => ({ code: 'ORGANISATION_TRAIL', ...finding });

/** The trail of an organisation is kept once, where it stays, by an environment that has a trail at all. */
export const organisationTrailRule: EnvironmentRule = (environment) => {
  const keepers = cloudSites(environment).flatMap(({ site, index }) =>
    site.organisationTrail ? [{ cloud: site.cloud, index, trail: site.organisationTrail }] : [],
  );
  const loose = environment.deletionProtection === false;
  return keepers.flatMap(({ cloud, index, trail }, position): RuleFinding[] => {
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
