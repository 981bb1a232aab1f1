import { z } from 'zod';

/** Numbers for private use that every cloud takes. Source: RFC 6996. */
const asn = z.int().min(64_512).max(65_534);

const siteName = z.string().min(3);

export const interconnectSchema = z.strictObject({
  links: z
    .union([
      z.literal('all'),
      z
        .array(z.strictObject({ between: z.tuple([siteName, siteName]).describe('The names of two sites.') }))
        .min(1, 'at least one link; leave `interconnect` out for none'),
    ])
    .default('all')
    .describe("Which sites are joined: `'all'`, each with each, or a list of pairs by the names of the sites."),
  firstAsn: asn
    .default(64_600)
    .describe('BGP number of the site in slot 0; the others follow by their slots, so adding a site moves no other.'),
  asns: z
    .record(siteName, asn)
    .default({})
    .describe('BGP numbers of single sites, by name, where a network beside them has taken the planned one.'),
  gatewayAddresses: z
    .record(siteName, z.array(z.ipv4()).min(1).max(8))
    .default({})
    .describe(
      "Private addresses of a site's own gateway (its load balancer), by the name of the site, once it is there: joined sites find it by name only then.",
    ),
  keyVersion: z
    .int()
    .min(1)
    .default(1)
    .describe(
      'Raise it by one to give half of the tunnels of every link new keys; the other half carries the traffic meanwhile.',
    ),
});

export type InterconnectConfig = z.output<typeof interconnectSchema>;
