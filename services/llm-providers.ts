import { z } from 'zod';

const models = z
  .array(z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,99}$/, 'letters, digits and . _ : / -'))
  .min(1)
  .describe('Models that are sent there, by the names that the provider gives them.');

const host = z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'a host name');

/** Outside models that speak OpenAI's protocol. */
export const externalProvider = z
  .discriminatedUnion('provider', [
    z.strictObject({ provider: z.literal('openai'), models }),
    z.strictObject({ provider: z.literal('anthropic'), models }),
    z.strictObject({
      provider: z.literal('azure-openai'),
      host: host.describe('Of the resource, e.g. `acme.openai.azure.com`; models are its deployments.'),
      models,
    }),
  ])
  .describe('A provider of models outside the site; its key is a credential that a person enters once.');

export type ExternalProvider = z.output<typeof externalProvider>;

/** Where a provider is, and how it wants its key. */
export interface ProviderAccess {
  readonly host: string;
  /** What stands in the place of `/v1`. */
  readonly pathPrefix: string;
  /** Header that carries the key, and what comes before it. */
  readonly keyHeader: string;
  readonly keyPrefix: string;
}

const bearer = { keyHeader: 'authorization', keyPrefix: 'Bearer ' } as const;

/**
 * Each provider's endpoint for OpenAI's protocol. Sources: platform.openai.com/docs/api-reference,
 * docs.anthropic.com "OpenAI SDK compatibility", learn.microsoft.com "Azure OpenAI v1 API".
 */
export function providerAccess(external: ExternalProvider): ProviderAccess {
  switch (external.provider) {
    case 'openai':
      return { host: 'api.openai.com', pathPrefix: '/v1', ...bearer };
    case 'anthropic':
      return { host: 'api.anthropic.com', pathPrefix: '/v1', ...bearer };
    case 'azure-openai':
      return { host: external.host, pathPrefix: '/openai/v1', keyHeader: 'api-key', keyPrefix: '' };
  }
}
