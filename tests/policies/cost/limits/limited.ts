import { budgetSchema } from '../../../../environments/schema/budget-schema';
import type { PricedOutput } from '../../../../policies/cost/estimate';
import type { Manifest, StackJson } from '../../../../policies/site-output';

/** A budget that no sum breaks, with the limits that a test is about. */
export const budgetOf = (limits: object) => budgetSchema.parse({ monthlyUsd: 1e9, ...limits });

/** What one stack of the site `a-site` makes. */
export const outputOf = (
  resource: object,
  { provider = {}, objects = [] }: { readonly provider?: object; readonly objects?: readonly object[] } = {},
): PricedOutput => ({
  stacks: [{ site: 'a-site', stack: 'all', json: { provider, resource } as unknown as StackJson }],
  objects: objects.map((manifest) => ({ site: 'a-site', manifest: manifest as Manifest })),
});

/** What breaks a limit, and how. */
export const brief = (breaches: readonly { readonly subject: string; readonly message: string }[]): string[] =>
  breaches.map(({ subject, message }) => `${subject}: ${message}`);
