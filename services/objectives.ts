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

type Objective = keyof Required<SomeObjectives>;

/** Which way an objective gets stricter. */
const stricterWhen: { readonly [O in Objective]: 'higher' | 'lower' } = {
  availabilityPercent: 'higher',
  throughputPerSecond: 'higher',
  p95Ms: 'lower',
  p99Ms: 'lower',
  freshnessMinutes: 'lower',
};

const isBeyond = (name: Objective, asked: number, best: number): boolean =>
  stricterWhen[name] === 'higher' ? asked > best : asked < best;

/** An objective that is stricter than what can be kept. */
export interface BeyondBest {
  readonly name: Objective;
  readonly asked: number;
  /** For people, e.g. `at most 99.5`. */
  readonly allowed: string;
}

/** The objectives that are stricter than the best that can be kept. */
export const beyondBest = (asked: SomeObjectives, best: SomeObjectives): BeyondBest[] =>
  (Object.keys(stricterWhen) as Objective[]).flatMap((name) => {
    const [wanted, limit] = [asked[name], best[name]];
    if (wanted === undefined || limit === undefined || !isBeyond(name, wanted, limit)) return [];
    return [{ name, asked: wanted, allowed: `${stricterWhen[name] === 'higher' ? 'at most' : 'at least'} ${limit}` }];
  });

/** The same objectives, none of them stricter than the best that can be kept. */
export const withinBest = (objectives: Objectives, best: SomeObjectives): Objectives => ({
  ...objectives,
  ...Object.fromEntries(beyondBest(objectives, best).map(({ name }) => [name, best[name]])),
});
