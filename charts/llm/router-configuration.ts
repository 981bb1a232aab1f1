import { ports } from './llm';
import { type LlmProps, namedModels } from './llm-props';
import { clusters, limiterCluster } from './router-clusters';
import { apiRoutes, healthRoutes } from './router-routes';
import { metadata, usageFilter } from './usage-filter';

const type = (name: string) => `type.googleapis.com/envoy.extensions.${name}`;

/** Descriptor of the rate limit service that holds a client's name. */
export const clientDescriptor = 'client';

interface Listener {
  readonly name: string;
  readonly port: number;
  /** Rules of Envoy's header-to-metadata filter that name the client; the last that holds decides. */
  readonly client: readonly object[];
}

const named = (value?: string) => ({
  metadata_namespace: metadata.namespace,
  key: metadata.client,
  ...(value === undefined ? { type: 'STRING' } : { value }),
});

/** The gateway says who asks: the subject of a token, or the client of an API key. */
const gateway: Listener = {
  name: 'gateway',
  port: ports.gateway,
  client: [
    { header: 'x-auth-subject', on_header_present: named(), on_header_missing: named('anonymous') },
    { header: 'x-auth-client', on_header_present: named() },
  ],
};

/** Pods of the site share one account; what they say of themselves nobody has checked. */
const site: Listener = {
  name: 'site',
  port: ports.site,
  client: [{ header: ':path', on_header_present: named('site') }],
};

const limitFilter = 'token-limit';
const client = [
  {
    metadata: {
      descriptor_key: clientDescriptor,
      metadata_key: { key: metadata.namespace, path: [{ key: metadata.client }] },
      source: 'DYNAMIC',
    },
  },
];

/** Before a request it is only asked whether something is left; after it, what the answer has used is taken off. */
const tokenLimits = {
  [limitFilter]: {
    '@type': type('filters.http.ratelimit.v3.RateLimitPerRoute'),
    rate_limits: [
      { actions: client, hits_addend: { number: 0 } },
      {
        actions: client,
        hits_addend: { format: `%DYNAMIC_METADATA(${metadata.namespace}:${metadata.tokens})%` },
        apply_on_stream_done: true,
      },
    ],
  },
};

const noModel = { metadata_namespace: metadata.namespace, key: metadata.model, value: '' };

const filters = (listener: Listener) => [
  {
    name: 'client',
    typed_config: {
      '@type': type('filters.http.header_to_metadata.v3.Config'),
      request_rules: listener.client,
    },
  },
  {
    name: 'model',
    typed_config: {
      '@type': type('filters.http.json_to_metadata.v3.JsonToMetadata'),
      request_rules: {
        rules: [
          {
            selectors: [{ key: 'model' }],
            on_present: { metadata_namespace: metadata.namespace, key: metadata.model, type: 'STRING' },
            on_missing: noModel,
            on_error: noModel,
          },
        ],
      },
    },
  },
  {
    name: 'usage',
    typed_config: {
      '@type': type('filters.http.lua.v3.Lua'),
      default_source_code: { inline_string: usageFilter },
    },
  },
  {
    name: limitFilter,
    typed_config: {
      '@type': type('filters.http.ratelimit.v3.RateLimit'),
      domain: 'llm',
      // Counting must not be what stops the models: without it requests pass, and an alert says so.
      failure_mode_deny: false,
      timeout: '0.2s',
      enable_x_ratelimit_headers: 'DRAFT_VERSION_03',
      rate_limit_service: {
        transport_api_version: 'V3',
        grpc_service: { envoy_grpc: { cluster_name: limiterCluster } },
      },
    },
  },
  // Of the site's own names nothing is told to a provider outside.
  { name: 'router', typed_config: { '@type': type('filters.http.router.v3.Router'), suppress_envoy_headers: true } },
];

/** An answer of the router itself, in the form that OpenAI's clients expect. */
const ownAnswer = (status: number, type: string, message: string, headers: Readonly<Record<string, string>>) => ({
  filter: {
    status_code_filter: {
      comparison: { op: 'EQ', value: { default_value: status, runtime_key: `llm.status_${status}` } },
    },
  },
  body_format_override: { json_format: { error: { type, message } } },
  headers_to_add: Object.entries(headers).map(([key, value]) => ({
    header: { key, value },
    append_action: 'ADD_IF_ABSENT',
  })),
});

const ownAnswers = {
  mappers: [
    ownAnswer(429, 'tokens', 'the tokens of this minute are used up', {}),
    // A model at rest is woken by the very request that is turned away.
    ownAnswer(503, 'unavailable', 'no replica of the model answers; one may be starting', { 'retry-after': '30' }),
  ],
};

const address = (port: number, host = '0.0.0.0') => ({ socket_address: { address: host, port_value: port } });

const manager = (name: string, rest: object) => ({
  name: 'http',
  typed_config: {
    '@type': type('filters.network.http_connection_manager.v3.HttpConnectionManager'),
    stat_prefix: name,
    ...rest,
  },
});

function apiListener(props: LlmProps, listener: Listener) {
  const models = namedModels(props);
  return {
    name: listener.name,
    address: address(listener.port),
    // The largest request that is held to read the model's name.
    per_connection_buffer_limit_bytes: props.config.maxBodyMiB * 1024 ** 2,
    filter_chains: [
      {
        filters: [
          manager(listener.name, {
            use_remote_address: false,
            normalize_path: true,
            merge_slashes: true,
            stream_idle_timeout: `${props.config.timeoutSeconds}s`,
            request_timeout: '60s',
            common_http_protocol_options: { headers_with_underscores_action: 'REJECT_REQUEST' },
            local_reply_config: ownAnswers,
            http_filters: filters(listener),
            route_config: {
              name: 'models',
              // The list of models, which Envoy would otherwise take to be too long from 4 KiB on.
              max_direct_response_body_size_bytes: 1024 ** 2,
              virtual_hosts: [
                {
                  name: 'models',
                  domains: ['*'],
                  typed_per_filter_config: tokenLimits,
                  routes: apiRoutes(props, models),
                },
              ],
            },
          }),
        ],
      },
    ],
  };
}

const healthListener = {
  name: 'health',
  address: address(ports.health),
  filter_chains: [
    {
      filters: [
        manager('health', {
          http_filters: [{ name: 'router', typed_config: { '@type': type('filters.http.router.v3.Router') } }],
          route_config: {
            name: 'health',
            virtual_hosts: [{ name: 'health', domains: ['*'], routes: healthRoutes }],
          },
        }),
      ],
    },
  ],
};

/** Envoy's whole configuration: JSON, which is YAML too. No key stands in it, only the names of variables. */
export const routerConfiguration = (props: LlmProps): string =>
  `${JSON.stringify(
    {
      admin: { address: address(ports.admin, '127.0.0.1') },
      node: { id: 'llm-router', cluster: 'llm-router' },
      overload_manager: {
        resource_monitors: [
          {
            name: 'envoy.resource_monitors.global_downstream_max_connections',
            typed_config: {
              '@type': type('resource_monitors.downstream_connections.v3.DownstreamConnectionsConfig'),
              max_active_downstream_connections: 10_000,
            },
          },
        ],
      },
      static_resources: {
        listeners: [apiListener(props, gateway), apiListener(props, site), healthListener],
        clusters: clusters(namedModels(props), props.config.external),
      },
    },
    undefined,
    2,
  )}\n`;
