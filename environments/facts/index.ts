import { aws } from './aws';
import { azure } from './azure';
import type { CloudFacts } from './cloud-facts';
import { google } from './google';

/** A public cloud Evenkeel builds on. */
export type Cloud = 'aws' | 'google' | 'azure';

export const cloudFacts: Readonly<Record<Cloud, CloudFacts>> = { aws, google, azure };

export * from './archives';
export * from './cache-node';
export * from './cloud-facts';
export * from './edge';
export * from './gpu-memory';
export * from './stores';
