import { type ServiceDefinition, type ServiceName, services } from '../../services';
import {
  captureRequest,
  enabledServices,
  kebabCase,
  type NeedBinder,
  type NeedRequest,
  namedRequestsOf,
  secretName,
  serviceTenants,
} from '../contracts';
import { captures } from '../kubernetes/network-policy';
import { composedSecret } from './composed-secret';

type Request = NeedRequest<'capture'>;
type Captured = NeedRequest<'postgres' | 'documents'>;

const catalogue: Readonly<Record<string, ServiceDefinition>> = services;

/** Keys of the Secret of a captured database. */
const keys = {
  postgres: ['host', 'port', 'username', 'password', 'dbname'],
  documents: ['host', 'port', 'username', 'password', 'dbname', 'ca.crt'],
} as const;

/** The databases of the service that the need names, by need. */
function databasesOf<K extends 'postgres' | 'documents'>({ site, need }: Request, kind: K) {
  const tenant = serviceTenants(site).find(({ service }) => service === need.service);
  return new Map(tenant ? namedRequestsOf(site, tenant, kind) : []);
}

function captured(request: Request): Captured {
  const { service, need, of } = request.need;
  const found = databasesOf(request, of).get(need);
  if (!found) throw new Error(`${service} has no ${of} ${need}`);
  return found;
}

/**
 * The user that a database of another service keeps for those who follow its changes: a copy of its Secret, through the
 * API server under an account that may read this one Secret, and the way to the database, whoever runs it.
 */
export const capture: NeedBinder<'capture'> = {
  bind: (request, others) => {
    if (!others) throw new Error(`${request.service} ${request.name}: who runs the database is not known`);
    const database = captured(request);
    const { egress } = others.providerOf(request.need.of).bind(database);
    return { secretName: secretName(request), podLabels: captures(secretName(database)), egress };
  },
  manifests: (scope, request) => {
    const database = captured(request);
    const source = secretName(captureRequest(database));
    const named = keys[request.need.of].map((key) => [key, key.replaceAll('.', '_')] as const);
    composedSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      sourceNamespace: database.namespace,
      from: Object.fromEntries(named.map(([key, word]) => [word, { secret: source, key }])),
      template: Object.fromEntries(named.map(([key, word]) => [key, `{{ .${word} }}`])),
    });
  },
  unmet: (request) => {
    const { service, need, of } = request.need;
    if (!enabledServices(request.site).includes(service as ServiceName)) {
      return {
        code: 'SERVICE_MISSING',
        message: `captures a database of the service ${service}, which the environment does not run`,
        fix: `add services.${service}, or leave out what needs it`,
      };
    }
    const all = databasesOf(request, of);
    const found = all.get(need);
    const allowed = [...all].flatMap(([key, one]) => (one.need.capture ? [kebabCase(key)] : []));
    if (!found) {
      return {
        code: 'UNKNOWN_VALUE',
        message: `captures a database that ${catalogue[service]?.title ?? service} does not have`,
        value: kebabCase(need),
        allowed,
        fix: `use one of the list, or add the database under services.${service}.${of}`,
      };
    }
    if (found.need.capture) return undefined;
    return {
      code: 'SERVICE_CONFLICT',
      message: `captures a database whose changes may not be captured`,
      value: kebabCase(need),
      allowed,
      fix: `set capture: true for the database under services.${service}.${of}`,
    };
  },
};
