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
