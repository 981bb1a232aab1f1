import { platform } from '../../../constructs/google';
import type { GoogleSite } from '../../../environments/model';
import { type SynthesizedStacks, synthesizeCloud } from '../../fixtures/cloud-stacks';
import { googleSite } from '../../fixtures/sites';

export { type Json, named, resourceCounts, resourcesOf, resourceTypes, theOnly } from '../../fixtures/cloud-stacks';

/** The stacks of a test site, with what is changed about it. */
export const synthesize = (overrides: Partial<GoogleSite> = {}): SynthesizedStacks =>
  synthesizeCloud(googleSite(overrides), platform);
