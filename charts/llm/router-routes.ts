import { type ExternalProvider, providerAccess } from '../../services/llm-providers';
import { externalName, modelName } from './llm';
import type { LlmProps, NamedModel } from './llm-props';
import { adminCluster } from './router-clusters';
import { metadata } from './usage-filter';

/** Variable of the router's container that holds the key of a provider. */
export const keyVariable = (provider: string): string => `KEY_${provider.toUpperCase().replaceAll('-', '_')}`;

const asks = (model: string) => ({
  prefix: '/v1/',
  dynamic_metadata: [
    { filter: metadata.namespace, path: [{ key: metadata.model }], value: { string_match: { exact: model } } },
  ],
});

/** Only what never reached the model: anything else would be generated, and paid for, twice. */
const retries = { retry_on: 'connect-failure,refused-stream', num_retries: 2 };

const error = (status: number, type: string, message: string) => ({
  status,
  body: { inline_string: `${JSON.stringify({ error: { type, message } })}\n` },
});

const json = [
  { header: { key: 'content-type', value: 'application/json' }, append_action: 'OVERWRITE_IF_EXISTS_OR_ADD' },
];

const modelRoute = (timeout: string, { name }: NamedModel) => ({
  match: asks(name),
  route: { cluster: modelName(name), timeout, retry_policy: retries },
});

function externalRoutes(timeout: string, name: string, external: ExternalProvider) {
  const { host, pathPrefix, keyHeader, keyPrefix } = providerAccess(external);
  const key = {
    header: { key: keyHeader, value: `${keyPrefix}%ENVIRONMENT(${keyVariable(name)})%` },
    append_action: 'OVERWRITE_IF_EXISTS_OR_ADD',
  };
  return external.models.map((model) => ({
    match: asks(model),
    route: {
      cluster: externalName(name),
      timeout,
      retry_policy: retries,
      host_rewrite_literal: host,
      ...(pathPrefix === '/v1' ? {} : { prefix_rewrite: `${pathPrefix}/` }),
    },
    request_headers_to_add: [key],
    // Nothing of who asks, or of how they signed in, leaves the site.
    request_headers_to_remove: [
      ...(keyHeader === 'authorization' ? [] : ['authorization']),
      'cookie',
      'x-api-key',
      'x-auth-client',
      'x-auth-email',
      'x-auth-subject',
      'x-forwarded-for',
    ],
  }));
}

/** What OpenAI's clients list: every model by its name. */
const listOf = (props: LlmProps, models: readonly NamedModel[]) => ({
  object: 'list',
  data: [
    ...models.map(({ name }) => ({ id: name, object: 'model', created: 0, owned_by: 'site' })),
    ...Object.entries(props.config.external).flatMap(([provider, external]) =>
      external.models.map((id) => ({ id, object: 'model', created: 0, owned_by: provider })),
    ),
  ],
});

/** The name of the model in a request decides where it goes. */
export const apiRoutes = (props: LlmProps, models: readonly NamedModel[]) => {
  const timeout = `${props.config.timeoutSeconds}s`;
  return [
    {
      match: { path: '/v1/models', headers: [{ name: ':method', string_match: { exact: 'GET' } }] },
      direct_response: { status: 200, body: { inline_string: `${JSON.stringify(listOf(props, models))}\n` } },
      response_headers_to_add: json,
    },
    ...models.map((model) => modelRoute(timeout, model)),
    ...Object.entries(props.config.external).flatMap(([name, external]) => externalRoutes(timeout, name, external)),
    {
      match: { prefix: '/' },
      direct_response: error(404, 'model_not_found', 'no model of that name; GET /v1/models lists them'),
      response_headers_to_add: json,
    },
  ];
};

/** Of all that Envoy's own interface offers, its health and its metrics. */
export const healthRoutes = ['/ready', '/stats/prometheus'].map((path) => ({
  match: { path },
  route: { cluster: adminCluster },
}));
