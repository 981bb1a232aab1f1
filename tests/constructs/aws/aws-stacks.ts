import { platform } from '../../../constructs/aws';
import type { AwsSite } from '../../../environments/model';
import { type Json, type SynthesizedStacks, synthesizeCloud } from '../../fixtures/cloud-stacks';
import { awsSite } from '../../fixtures/sites';

export { type Json, named, resourceCounts, resourcesOf, theOnly } from '../../fixtures/cloud-stacks';

/** The stacks of a test site, with what is changed about it. */
export const synthesize = (overrides: Partial<AwsSite> = {}): SynthesizedStacks =>
  synthesizeCloud(awsSite(overrides), platform);

/** Statements of a policy document, their resources as lists. */
export const statementsOf = (policy: string): Json[] =>
  JSON.parse(policy).Statement.map((statement: Json) =>
    statement.Resource === undefined ? statement : { ...statement, Resource: [statement.Resource].flat() },
  );
