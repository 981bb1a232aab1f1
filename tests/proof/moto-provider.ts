import type { RenderedStack } from './rendered-sites';

/** Provider settings for an AWS that is not AWS. */
export const PROVIDER_OVERRIDE = {
  access_key: 'x',
  secret_key: 'x',
  skip_credentials_validation: true,
  // With an account the provider calls hosts named after it, which lead nowhere on loopback.
  skip_requesting_account_id: true,
  allowed_account_ids: null,
  skip_metadata_api_check: 'true',
  s3_use_path_style: true,
};

type Settings = Readonly<Record<string, unknown>>;

/** Settings of each AWS provider block of a stack, in their order: some act in the organisation, some for one of several sites. */
export const motoProviders = ({ json }: Pick<RenderedStack, 'json'>): Settings[] =>
  ((json.provider as { readonly aws?: readonly Settings[] } | undefined)?.aws ?? []).map(({ alias }) =>
    alias === undefined ? PROVIDER_OVERRIDE : { ...PROVIDER_OVERRIDE, alias },
  );
