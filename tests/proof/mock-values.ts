/**
 * What the mock apply gives for values only a cloud knows. Terraform invents random letters for them; where a provider
 * checks the form of such a value when it is used as an argument, a value of the right form stands here.
 */
export const MOCK_VALUES: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  aws: { arn: 'arn:aws:iam::111111111111:role/mock' },
  google: {},
  azurerm: {},
};

/** The same for one type of resource or data source, where its provider's values do not fit. */
export const MOCK_VALUES_BY_TYPE: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  google_service_account: {
    email: 'mock-account@mock-project.iam.gserviceaccount.com',
    member: 'serviceAccount:mock-account@mock-project.iam.gserviceaccount.com',
    name: 'projects/mock-project/serviceAccounts/mock-account@mock-project.iam.gserviceaccount.com',
  },
};

/** Providers that work without a cloud: the real one is used. */
export const NOT_MOCKED: readonly string[] = ['random', 'tls'];
