import { siteName } from '../model/site-name';
import { isCloudSite } from '../schema/site-schema';
import type { EnvironmentRule, RuleFinding } from './rule';

/** More people than may agree would hold every promotion for ever. */
function approverFindings(promotion: { readonly approvals: number; readonly approvers: readonly string[] }) {
  const { approvals, approvers } = promotion;
  if (approvers.length === 0 || approvers.length >= approvals) return [];
  return [
    {
      code: 'PROMOTION_APPROVERS' as const,
      place: 'promotion.approvals',
      message: `asks for ${approvals} of ${approvers.length} people`,
      value: approvals,
      allowed: [`0 to ${approvers.length}`],
      fix: 'name more approvers, or ask for fewer approvals; one more than is asked for lets each of them ask',
    },
  ];
}

/** A site that no wave names would never get a release; one that two name would get it before its turn. */
function waveFindings(waves: readonly (readonly string[])[], sites: readonly string[]): RuleFinding[] {
  const named = waves.flat();
  const unknown = named.filter((site) => !sites.includes(site));
  const twice = named.filter((site, index) => named.indexOf(site) !== index);
  const missing = sites.filter((site) => !named.includes(site));
  const finding = (value: string, message: string, fix: string): RuleFinding => ({
    code: 'PROMOTION_WAVES',
    place: 'promotion.waves',
    message,
    value,
    allowed: sites,
    fix,
  });
  return [
    ...unknown.map((site) => finding(site, 'the environment has no site of this name', 'use names of the list')),
    ...twice.map((site) => finding(site, 'the site is in two waves, or twice in one', 'name it once')),
    ...missing.map((site) =>
      finding(site, 'no wave has the site, so it would never get a release', 'add it to a wave'),
    ),
  ];
}

/** Promotions into the environment can be agreed to, and reach every site once. */
export const promotionRule: EnvironmentRule = ({ name, promotion, sites }) => {
  if (!promotion) return [];
  const known = sites.map(({ site }) => siteName(name ?? '', site.cloud, isCloudSite(site) ? site.region : 'local'));
  return [
    ...approverFindings(promotion),
    ...(promotion.waves && name !== undefined ? waveFindings(promotion.waves, known) : []),
  ];
};
