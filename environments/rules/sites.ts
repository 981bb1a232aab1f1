import { siteName } from '../model/site-name';
import { isCloudSite, type SiteConfig } from '../schema/site-schema';
import type { EnvironmentRule } from './rule';

/** GKE cluster names are the shortest of all names that hold a site's whole name. Source: GKE API, `name` of a cluster. */
const strictestNameLength = 40;

const regionOf = (site: SiteConfig): string => (isCloudSite(site) ? site.region : 'local');

/** One primary, no site twice. */
export const rolesRule: EnvironmentRule = ({ sites }) => {
  const primaries = sites.filter(({ site }) => site.role === 'primary');
  if (sites.length === 0 || primaries.length === 1) return [];
  return [
    {
      code: 'PRIMARY_COUNT',
      place: 'sites',
      message: `an environment has exactly one primary site, this one has ${primaries.length}`,
      value: sites.map(({ site }) => `${site.cloud} ${regionOf(site)}: ${site.role}`),
      allowed: ['primary (once)', 'standby'],
      fix: primaries.length === 0 ? "set role: 'primary' on one site" : "set role: 'standby' on all sites but one",
    },
  ];
};

export const duplicateSitesRule: EnvironmentRule = ({ sites }) =>
  sites.flatMap(({ site, index }) => {
    const first = sites.find((other) => other.site.cloud === site.cloud && regionOf(other.site) === regionOf(site));
    if (!first || first.index === index) return [];
    return [
      {
        code: 'DUPLICATE_SITE',
        place: `sites[${index}]`,
        message: `the same cloud and region as sites[${first.index}]`,
        value: `${site.cloud} ${regionOf(site)}`,
        fix: 'remove one of the two or give it another region',
      },
    ];
  });

export const namesRule: EnvironmentRule = ({ name, sites }) =>
  sites.flatMap(({ site, index }) => {
    if (name === undefined) return [];
    const full = siteName(name, site.cloud, regionOf(site));
    if (full.length <= strictestNameLength) return [];
    return [
      {
        code: 'NAME_TOO_LONG',
        place: 'name',
        message: `with sites[${index}] it makes "${full}" of ${full.length} characters; GKE cluster names, the strictest, hold ${strictestNameLength}`,
        value: name,
        allowed: [`at most ${Math.max(name.length - full.length + strictestNameLength, 0)} characters`],
        fix: 'shorten the name of the environment',
      },
    ];
  });
