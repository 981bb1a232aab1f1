import { type ServiceDefinition, type ServiceName, services } from '../../services';
import {
  enabledServices,
  kebabCase,
  type NeedBinder,
  type NeedRequest,
  namedRequestsOf,
  secondUsers,
  secretName,
  serviceTenants,
  userRequest,
} from '../contracts';
import { uses } from '../kubernetes/network-policy';
import { composedSecret } from './composed-secret';

type Request = NeedRequest<'databaseUser'>;
type Database = NeedRequest<'postgres' | 'documents'>;

const catalogue: Readonly<Record<string, ServiceDefinition>> = services;

/** Keys of the Secret of a database. */
const keys = {
  postgres: ['host', 'port', 'username', 'password', 'dbname'],
  documents: ['host', 'port', 'username', 'password', 'dbname', 'ca.crt'],
} as const;

/** Who only reads is led to the copies that answer reads, where there are some. */
const sourceKey = ({ need: { as } }: Request, { need }: Database, key: string): string =>
  key === 'host' && as === 'reader' && need.kind === 'postgres' && (need.readReplicas ?? 0) > 0 ? 'readHosts' : key;

/** As a template may name it. */
const wordOf = (key: string): string => key.replaceAll('.', '_');

/** What is said where a database has no such user. */
const words = {
  capture: {
    refused: 'captures a database whose changes may not be captured',
    fix: (at: string) => `set capture: true for the database under ${at}`,
  },
  reader: {
    refused: 'reads a database that lets nobody else read',
    fix: (at: string) => `give the database a reader under ${at}`,
  },
} as const;

/** The databases of the service that the need names, by need. */
function databasesOf<K extends 'postgres' | 'documents'>({ site, need }: Request, kind: K) {
  const tenant = serviceTenants(site).find(({ service }) => service === need.service);
  return new Map(tenant ? namedRequestsOf(site, tenant, kind) : []);
}

function databaseOf(request: Request): Database {
  const { service, need, of } = request.need;
  const found = databasesOf(request, of).get(need);
  if (!found) throw new Error(`${service} has no ${of} ${need}`);
  return found;
}

/**
 * A user that a database of another service keeps for others: a copy of its Secret, through the
 * API server under an account that may read this one Secret, and the way to the database, whoever runs it.
 */
export const databaseUser: NeedBinder<'databaseUser'> = {
  bind: (request, others) => {
    if (!others) throw new Error(`${request.service} ${request.name}: who runs the database is not known`);
    const database = databaseOf(request);
    const binding = others.providerOf(request.need.of).bind(database);
    return {
      secretName: secretName(request),
      podLabels: uses(secretName(database)),
      egress: binding.egress,
      ...('sslMode' in binding ? { sslMode: binding.sslMode } : {}),
    };
  },
  manifests: (scope, request) => {
    const database = databaseOf(request);
    const source = secretName(userRequest(database, request.need.as));
    const named = keys[request.need.of].map((key) => [key, sourceKey(request, database, key)] as const);
    composedSecret(scope, {
      name: secretName(request),
      namespace: request.namespace,
      sourceNamespace: database.namespace,
      from: Object.fromEntries(named.map(([, key]) => [wordOf(key), { secret: source, key }])),
      template: Object.fromEntries(named.map(([name, key]) => [name, `{{ .${wordOf(key)} }}`])),
    });
  },
  unmet: (request) => {
    const { service, need, of, as } = request.need;
    if (!enabledServices(request.site).includes(service as ServiceName)) {
      return {
        code: 'SERVICE_MISSING',
        message: `uses a database of the service ${service}, which the environment does not run`,
        fix: `add services.${service}, or leave out what needs it`,
      };
    }
    const all = databasesOf(request, of);
    const found = all.get(need);
    const allowed = [...all].flatMap(([key, one]) => (secondUsers(one.need).includes(as) ? [kebabCase(key)] : []));
    if (!found) {
      return {
        code: 'UNKNOWN_VALUE',
        message: `uses a database that ${catalogue[service]?.title ?? service} does not have`,
        value: kebabCase(need),
        allowed,
        fix: `use one of the list, or add the database under services.${service}.${of}`,
      };
    }
    if (secondUsers(found.need).includes(as)) return undefined;
    return {
      code: 'SERVICE_CONFLICT',
      message: words[as].refused,
      value: kebabCase(need),
      allowed,
      fix: words[as].fix(`services.${service}.${of}`),
    };
  },
};
