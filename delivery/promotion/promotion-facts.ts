import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { InputError } from '../../environments/model';
import { shownPath } from '../../environments/model/load-environment';

const word = z
  .string()
  .min(1)
  .max(200)
  .regex(/^\P{C}+$/u, 'text without control characters');

const alertSchema = z.strictObject({
  name: word,
  /** `page`: it wakes somebody. */
  severity: word,
  /** Default: of every site of the environment. */
  site: word.optional(),
  /** When it fired last. */
  lastAt: z.iso.datetime(),
});

const budgetSchema = z.strictObject({
  service: word,
  slo: word,
  site: word.optional(),
  /** Share of the 30 days budget that is left: 1 is untouched, 0 is spent, below is overspent. */
  remaining: z.number().max(1),
});

const appliedSchema = z.strictObject({
  /** Of an Application, or of a Kustomization; `root` is the one that all others come from. */
  name: word,
  /** Default: the environment has one site. */
  site: word.optional(),
  /** What runs is what Git holds, and nobody keeps the engine from it. */
  isInSync: z.boolean(),
  isHealthy: z.boolean(),
  /** In the words of the engine. */
  says: word,
  /** What is applied, where the engine tells it. */
  commit: z
    .string()
    .regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/, 'a full id of a commit')
    .optional(),
});

/** What an engine of GitOps states of one of its objects. */
export type AppliedByGitops = z.output<typeof appliedSchema>;

const environmentFactsSchema = z.strictObject({
  /** When it was read. */
  at: z.iso.datetime(),
  /** How many hours before that are spoken of, and in which share of them somebody was watching. */
  watched: z.strictObject({ hours: z.number().min(0), share: z.number().min(0).max(1) }),
  alerts: z.array(alertSchema).max(10_000),
  budgets: z.array(budgetSchema).max(10_000),
  /** `[]`: nothing is applied by GitOps there. Default: nobody says. */
  gitops: z.array(appliedSchema).max(10_000).optional(),
});

/** What is known of the health of an environment. Plain data, read at the edge. */
export type EnvironmentFacts = z.output<typeof environmentFactsSchema>;

const factsSchema = z.strictObject({ environments: z.record(word, environmentFactsSchema) });

/** By the name of the environment. */
export type PromotionFacts = Readonly<Record<string, EnvironmentFacts | undefined>>;

/**
 * Reads a record of health that something else wrote: `{ environments: { staging: { at, watched, alerts, budgets, gitops } } }`.
 * @throws InputError PROMOTION_FACTS
 */
export function readFactsFile(path: string): PromotionFacts {
  const refuse = (place: string, message: string): never => {
    throw new InputError([
      {
        code: 'PROMOTION_FACTS',
        file: shownPath(path),
        place,
        message,
        fix: 'write the record in the form that docs/guides/promote.md shows, or let Prometheus say it: --prometheus <environment>=<url>',
      },
    ]);
  };
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    return refuse('', error instanceof SyntaxError ? 'the file is no JSON' : 'the file cannot be read');
  }
  const parsed = factsSchema.safeParse(content);
  if (parsed.success) return parsed.data.environments;
  const [issue] = parsed.error.issues;
  return refuse(issue?.path.join('.') ?? '', issue?.message ?? 'the record has another form');
}
