type Values = Readonly<Record<string, unknown>>;

/** What lets a provider plan without its cloud, at the stand-in that signs it in. */
export const providerSignIns: Readonly<Record<'google' | 'azurerm', (url: string) => Values>> = {
  google: (url) => ({
    access_token: 'proof',
    big_query_custom_endpoint: `${url}/bigquery/v2/`,
    logging_custom_endpoint: `${url}/v2/`,
    storage_custom_endpoint: `${url}/storage/v1/`,
  }),
  azurerm: (url) => ({
    use_cli: false,
    use_msi: true,
    msi_endpoint: `${url}/token`,
    resource_provider_registrations: 'none',
    resource_providers_to_register: [],
  }),
};
