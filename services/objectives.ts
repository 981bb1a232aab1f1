import { z } from 'zod';

/** Service level objectives; rules, dashboards, sizing and canary analysis come from these numbers. */
export const objectivesSchema = z
  .strictObject({
    availabilityPercent: z.number().min(90).max(99.999).describe('Share of good requests or runs over 30 days.'),
    p95Ms: z.number().positive().describe('95 % of requests are answered within this time, measured at the service.'),
    p99Ms: z.number().positive().describe('99 % of requests are answered within this time.'),
    throughputPerSecond: z.number().positive().describe('Requests, records or predictions a second it is sized for.'),
    freshnessMinutes: z.number().positive().describe('Age of the newest data when it can be used.'),
  })
  .partial()
  .describe('Service level objectives; what is left out keeps the default of the service.');

/** What a service promises; every service states its availability. */
export type Objectives = Readonly<z.output<typeof objectivesSchema>> & { readonly availabilityPercent: number };
/** A part of the objectives: what an environment asks for, or what a service can keep at best. */
export type SomeObjectives = Readonly<z.output<typeof objectivesSchema>>;
