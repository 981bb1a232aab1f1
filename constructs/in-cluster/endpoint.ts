import { type ServiceDefinition, type ServiceName, services } from '../../services';
import { enabledServices, kebabCase, type NeedBinder, type NeedRequest, secretName } from '../contracts';
import { calls, tcp } from '../kubernetes/network-policy';
import { composedSecret } from './composed-secret';

const catalogue: Readonly<Record<string, ServiceDefinition>> = services;

function endpointOf({ need }: NeedRequest<'endpoint'>) {
  const definition = catalogue[need.service];
  const endpoint = definition?.endpoints?.[need.endpoint];
  if (!definition || !endpoint) throw new Error(`${need.service} has no endpoint ${need.endpoint}`);
  return { ...endpoint, namespace: definition.namespace };
}

/** Another service of the site: its address, and the label that its network policy lets in. */
export const endpoint: NeedBinder<'endpoint'> = {
  bind: (request) => {
    const { name, namespace, port, scheme, key } = endpointOf(request);
    const host = `${name}.${namespace}.svc`;
    return {
      host,
      port,
      url: `${scheme}://${host}:${port}`,
      podLabels: calls(kebabCase(request.need.service)),
      ...(key ? { secretName: secretName(request) } : {}),
      egress: [{ namespace, podLabels: {}, ports: [tcp(port)] }],
    };
  },
  // Its callers' key, copied from the namespace of the other service to that of the caller.
  manifests: (scope, request) => {
    const { key, namespace: sourceNamespace } = endpointOf(request);
    if (!key) return;
    const secret = secretName({ service: kebabCase(request.need.service), name: kebabCase(key) });
    composedSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      sourceNamespace,
      from: { value: { secret, key: 'value' } },
      template: { value: '{{ .value }}' },
    });
  },
  unmet: ({ site, need }) => {
    const { service, endpoint: name } = need;
    if (!enabledServices(site).includes(service as ServiceName)) {
      return {
        code: 'SERVICE_MISSING',
        message: `needs the service ${service}, which the environment does not run`,
        fix: `add services.${service}, or leave out what needs it`,
      };
    }
    const offered = catalogue[service]?.offered?.(site.services[service as ServiceName] as Record<string, unknown>);
    if (offered === undefined || offered.includes(name)) return undefined;
    return {
      code: 'SERVICE_MISSING',
      message: `needs the endpoint ${name} of the service ${service}, which the environment has switched off`,
      fix: `switch it on under services.${service}, or leave out what needs it`,
    };
  },
};
