import { platform } from '../../../constructs/azure';
import type { AzureSite } from '../../../environments/model';
import { type SynthesizedStacks, synthesizeCloud } from '../../fixtures/cloud-stacks';
import { azureSite } from '../../fixtures/sites';

export { type Json, named, resourceCounts, resourcesOf, theOnly } from '../../fixtures/cloud-stacks';

/** The stacks of a test site, with what is changed about it. */
export const synthesize = (overrides: Partial<AzureSite> = {}): SynthesizedStacks =>
  synthesizeCloud(azureSite(overrides), platform);
