import { z } from 'zod';
import { clouds } from '../facts';

const siteName = z.string().min(3);

/** As `services.gateway` names routes: the first label of the host, and the path where there is one. */
const route = z
  .string()
  .regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\/[\w./-]+)?$/, 'a route such as `models/churn` or `mlflow`');

export const edgeSchema = z.strictObject({
  routes: z
    .array(route)
    .min(1, 'at least one route; leave `edge` out for none')
    .max(8)
    .describe('Routes that the internet may reach, after sign-in at the gateway; every other one stays private.'),
  dns: z
    .strictObject({
      by: z
        .enum(clouds)
        .optional()
        .describe('Cloud that has the public zone of `domain`; default: that of the primary site.'),
      parent: z
        .strictObject({
          zone: z
            .string()
            .regex(/^([a-z0-9-]+\.)+[a-z]{2,}$/, 'a domain such as example.com')
            .describe('The zone above `domain`.'),
          id: z
            .string()
            .min(1)
            .describe('On AWS the id of the hosted zone, on Google Cloud its name, on Azure its resource id.'),
        })
        .optional()
        .describe('Zone at the same cloud that is to delegate; default: somebody enters the name servers elsewhere.'),
      adopt: z
        .string()
        .min(1)
        .optional()
        .describe(
          'Public zone of `domain` that somebody else made and delegated: looked up, checked and given records, never changed or deleted. On AWS the id of the hosted zone, on Google Cloud `projects/<project>/managedZones/<name>`, on Azure its resource id; default: the zone is made.',
        ),
    })
    .prefault({})
    .describe('The public zone.'),
  active: siteName.optional().describe('Site that serves; default: the primary. Changing it moves the traffic.'),
  failover: z
    .enum(['automatic', 'manual'])
    .default('automatic')
    .describe('Whether names follow health checks to the next site by themselves, or `active` alone.'),
  health: z
    .strictObject({
      intervalSeconds: z.literal([10, 30]).default(30).describe('How often each prober asks.'),
      failures: z.int().min(2).max(9).default(3).describe('Failed probes in a row before a site counts as lost.'),
    })
    .prefault({})
    .describe('When a site counts as lost.'),
  waf: z
    .strictObject({
      mode: z.enum(['block', 'count']).default('block').describe('Refuse what the rules find, or only log it.'),
      requestsPer5Minutes: z
        .int()
        .min(100)
        .max(1_000_000)
        .default(2000)
        .describe('Requests of one address in five minutes; more are refused.'),
    })
    .prefault({})
    .describe('Firewall before the gateway.'),
  ddos: z
    .enum(['standard', 'advanced'])
    .default('standard')
    .describe(
      '`advanced` buys the paid level: AWS Shield Advanced (3,000 USD a month for a year, whole organisation) and Cloud Armor Enterprise; refused with a site on Azure, whose Front Door has one level.',
    ),
  cachedPaths: z
    .array(z.string().regex(/^\/[\w./-]+\/\*$/, 'a path such as /static/*'))
    .max(5)
    .default([])
    .describe(
      'Paths whose answers the CDN keeps as their Cache-Control says and gives to anybody, signed in or not; default: it keeps nothing.',
    ),
  gatewayAddresses: z
    .record(siteName, z.array(z.ipv4()).min(1).max(8))
    .default({})
    .describe(
      "Private addresses of a site's gateway, by the name of the site, once it is there; those of `interconnect` count too. Only AWS asks for them.",
    ),
});

export type EdgeConfig = z.output<typeof edgeSchema>;
