import { cloudFacts } from '../facts';
import type { EnvironmentView } from '../schema/parse-environment';
import { isCloudSite } from '../schema/site-schema';
import type { EnvironmentRule, RuleFinding } from './rule';

const zonesPerSite = 3;

/** The environment's sites on public clouds. */
export const cloudSites = (environment: EnvironmentView) =>
  environment.sites.flatMap(({ site, index }) => (isCloudSite(site) ? [{ index, site }] : []));

export const regionsRule: EnvironmentRule = (environment) =>
  cloudSites(environment).flatMap(({ site, index }): RuleFinding[] => {
    const { regions } = cloudFacts[site.cloud];
    const region = regions[site.region];
    const lawful = Object.entries(regions)
      .filter(([, facts]) => facts.jurisdiction === environment.jurisdiction && facts.zones.length >= zonesPerSite)
      .map(([name]) => name);
    const place = `sites[${index}].region`;
    if (!region) {
      return [
        {
          code: 'UNKNOWN_REGION',
          place,
          message: `${site.cloud} has no region of this name`,
          value: site.region,
          allowed: environment.jurisdiction ? lawful : Object.keys(regions),
          fix: 'use a region of the list',
        },
      ];
    }
    const outside = environment.jurisdiction !== undefined && region.jurisdiction !== environment.jurisdiction;
    return [
      ...(outside
        ? [
            {
              code: 'OUTSIDE_JURISDICTION' as const,
              place,
              message: `${region.place} lies in "${region.jurisdiction}", the environment in "${environment.jurisdiction}"`,
              value: site.region,
              allowed: lawful,
              fix: 'choose a region of the jurisdiction, or change the jurisdiction if the law allows it',
            },
          ]
        : []),
      ...(region.zones.length < zonesPerSite
        ? [
            {
              code: 'REGION_ZONES' as const,
              place,
              message: `a site spans ${zonesPerSite} zones, this region has ${region.zones.length}`,
              value: site.region,
              allowed: lawful,
              fix: 'choose a region with three zones',
            },
          ]
        : []),
      ...(site.zones && new Set(site.zones).size < zonesPerSite
        ? [
            {
              code: 'REGION_ZONES' as const,
              place: `sites[${index}].zones`,
              message: `a site spans ${zonesPerSite} zones, and one of them is named twice`,
              value: site.zones,
              allowed: region.zones,
              fix: 'use three different zones of the list, or leave zones out',
            },
          ]
        : []),
      ...(site.zones ?? [])
        .filter((zone) => !region.zones.includes(zone))
        .map((zone) => ({
          code: 'UNKNOWN_ZONE' as const,
          place: `sites[${index}].zones`,
          message: `${site.region} has no such zone`,
          value: zone,
          allowed: region.zones,
          fix: 'use three zones of the list, or leave zones out',
        })),
    ];
  });
