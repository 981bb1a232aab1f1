import { Netmask } from 'netmask';
import { cloudFacts } from '../facts';
import { planAddresses, rangesOverlap, siteBlockPrefix, siteCapacity } from '../model/addresses';
import { cloudSites } from './regions';
import type { EnvironmentRule, RuleFinding } from './rule';

/** Ranges for private use: RFC 1918 and the shared space of RFC 6598. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10'];

const isPrivate = (cidr: string): boolean =>
  privateRanges.some((range) => {
    const outer = new Netmask(range);
    const inner = new Netmask(cidr);
    return outer.contains(inner.base) && outer.contains(inner.broadcast ?? inner.base);
  });

/** The supernet is private and large enough, every slot is in it and no two sites share one. */
export const addressSpaceRule: EnvironmentRule = (environment) => {
  const supernet = environment.addresses?.supernet;
  const sites = cloudSites(environment);
  if (supernet === undefined || sites.length === 0) return [];
  const place = 'addresses.supernet';
  if (!isPrivate(supernet)) {
    return [
      {
        code: 'ADDRESS_PUBLIC',
        place,
        message: 'the supernet must be a private range',
        value: supernet,
        allowed: privateRanges,
        fix: 'choose a supernet inside one of the private ranges',
      },
    ];
  }
  const capacity = siteCapacity(supernet);
  if (capacity < sites.length) {
    return [
      {
        code: 'ADDRESS_SPACE',
        place,
        message: `room for ${capacity} sites of /${siteBlockPrefix} each, the environment has ${sites.length}`,
        value: supernet,
        allowed: [`a /${siteBlockPrefix - Math.ceil(Math.log2(sites.length))} or larger`],
        fix: 'choose a larger supernet',
      },
    ];
  }
  return sites.flatMap(({ site, index }): RuleFinding[] => {
    const at = `sites[${index}].addressSlot`;
    if (site.addressSlot >= capacity) {
      return [
        {
          code: 'ADDRESS_SLOT',
          place: at,
          message: `${supernet} has ${capacity} slots`,
          value: site.addressSlot,
          allowed: [`0 to ${capacity - 1}`],
          fix: 'use a free slot or a larger supernet',
        },
      ];
    }
    const first = sites.find((other) => other.site.addressSlot === site.addressSlot);
    const shared = first && first.index !== index;
    const { block } = planAddresses(supernet, site.addressSlot);
    const clashes = cloudFacts[site.cloud].reservedCidrs.filter(({ cidr }) => rangesOverlap(block, cidr));
    return [
      ...(shared
        ? [
            {
              code: 'ADDRESS_OVERLAP' as const,
              place: at,
              message: `sites[${first.index}] has the same block ${block}`,
              value: site.addressSlot,
              fix: 'give every site a slot of its own',
            },
          ]
        : []),
      ...clashes.map(({ cidr, why }) => ({
        code: 'ADDRESS_RESERVED' as const,
        place: at,
        message: `the block ${block} overlaps ${cidr}, which ${site.cloud} keeps for itself: ${why}`,
        value: site.addressSlot,
        fix: 'use another slot or another supernet',
      })),
    ];
  });
};

/** Operators come from outside the sites' own addresses. */
export const operatorAddressesRule: EnvironmentRule = ({ addresses, operatorCidrs }) =>
  (operatorCidrs ?? []).flatMap((cidr, index): RuleFinding[] =>
    addresses && rangesOverlap(cidr, addresses.supernet)
      ? [
          {
            code: 'ADDRESS_OVERLAP',
            place: `operatorCidrs[${index}]`,
            message: `overlaps the sites' own supernet ${addresses.supernet}; packets would not find their way back`,
            value: cidr,
            fix: 'move the supernet of the environment, or name the range the operators really come from',
          },
        ]
      : [],
  );
