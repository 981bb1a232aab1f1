import { z } from 'zod';
import type { Complaint } from './complaint';
import { route } from './gateway-limits';

const day = z.iso.date();

const exemption = z
  .strictObject({
    route: route.describe('Host label and path of the route, such as `models/churn`.'),
    rules: z
      .array(z.int().min(900_000).max(999_999))
      .default([])
      .describe('Rules of the OWASP Core Rule Set that do not hold; empty: the route is not looked at.'),
    reason: z.string().trim().min(10).describe('Why, for whoever looks at it next.'),
    until: day.describe('Last day on which it holds.'),
  })
  .describe('What is not looked for on one route.');

export const waf = z
  .strictObject({
    engine: z.literal('coraza').default('coraza').describe('Coraza with the OWASP Core Rule Set, inside the proxies.'),
    mode: z
      .enum(['detect', 'block'])
      .default('detect')
      .describe('Findings go to the log of the proxies; or their requests are answered with 403.'),
    paranoia: z
      .int()
      .min(1)
      .max(4)
      .default(1)
      .describe('How much is suspicious; from 2 on expect to write exemptions.'),
    blockAt: z
      .int()
      .min(3)
      .max(100)
      .default(5)
      .describe('Score of a request from which it is bad; one critical rule is 5.'),
    inspectedKiB: z.int().min(128).max(8192).default(1024).describe('Of a request body that much is looked at.'),
    whenBroken: z
      .enum(['refuse', 'pass'])
      .default('refuse')
      .describe('What happens to requests where the engine cannot be loaded or breaks.'),
    exemptions: z.array(exemption).max(100).default([]).describe('What is not looked for, with the reason.'),
    reviewed: day
      .optional()
      .describe('Day on which somebody last looked at the exemptions; one that had ended by then is refused.'),
  })
  .describe('Requests are looked at for attacks after their callers are known, and before a service sees them.');

export type Waf = z.output<typeof waf>;

const longestDays = 366;
const daysBetween = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 86_400_000;

/** A build knows no clock: what has ended is judged by the day of the last review; an alert judges by the clock. */
export function wafComplaints({ exemptions, reviewed }: Waf): Complaint[] {
  if (exemptions.length > 0 && reviewed === undefined)
    return [
      {
        code: 'SERVICE_CONFLICT',
        path: 'waf.reviewed',
        message: 'there are exemptions, and nobody says when they were last looked at',
        allowed: ['a day such as 2026-11-01'],
        fix: 'look at every exemption, and write the day',
      },
    ];
  if (reviewed === undefined) return [];
  return exemptions.flatMap(({ until, route: name }, index): Complaint[] => {
    const days = daysBetween(reviewed, until);
    const path = `waf.exemptions.${index}.until`;
    if (days < 0)
      return [
        {
          code: 'SERVICE_CONFLICT',
          path,
          message: `the exemption of ${name} had ended when exemptions were reviewed on ${reviewed}`,
          value: until,
          allowed: [`${reviewed} or later`],
          fix: 'remove the exemption, or renew it with its reason',
        },
      ];
    if (days > longestDays)
      return [
        {
          code: 'SERVICE_CONFLICT',
          path,
          message: `the exemption of ${name} would hold for ${days} days without anybody looking at it`,
          value: until,
          allowed: [`within ${longestDays} days of ${reviewed}`],
          fix: 'let it end earlier; it can be renewed',
        },
      ];
    return [];
  });
}
