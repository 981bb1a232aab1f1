import { tableStore } from '../../constructs/kubernetes/table-storage';
import { catalogUrl, engineUrl, ports, warehouse } from './lakehouse';
import type { LakehouseProps } from './lakehouse-props';
import { engineSizes, memoryOf } from './sizing';

/** Beside the other files: a folder inside a mounted one cannot be mounted over. */
export const catalogFolder = '/etc/trino-catalogs';

export type EngineRole = 'coordinator' | 'worker';

const properties = (values: Readonly<Record<string, string>>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');

const config = ({ config: c }: LakehouseProps, role: EngineRole): string => {
  const memory = memoryOf(engineSizes[c.size]);
  return properties({
    coordinator: `${role === 'coordinator'}`,
    ...(role === 'coordinator' ? { 'node-scheduler.include-coordinator': 'false' } : {}),
    'http-server.http.port': `${ports.sql}`,
    'http-server.process-forwarded': 'true',
    'catalog.config-dir': catalogFolder,
    // Metrics are scraped by nobody in particular.
    'management.user': 'metrics',
    'discovery.uri': engineUrl,
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Trino fills it in.
    'internal-communication.shared-secret': '${ENV:TRINO_CLUSTER_SECRET}',
    'query.max-memory-per-node': `${memory.query}MB`,
    'query.max-memory': `${memory.query * c.workers}MB`,
    'memory.heap-headroom-per-node': `${memory.headroom}MB`,
    'query.max-run-time': `${c.queryMaxMinutes}m`,
    // A worker that leaves finishes what it has; twice this time must fit its pod's grace.
    ...(role === 'worker' ? { 'shutdown.grace-period': '30s' } : {}),
  });
};

/** Flags of the image's own `jvm.config` (483), with a heap that fits the pod. */
const jvm = ({ config: c }: LakehouseProps): string =>
  [
    '-server',
    `-Xmx${memoryOf(engineSizes[c.size]).heap}M`,
    '-XX:+UseG1GC',
    '-XX:G1HeapRegionSize=32M',
    '-XX:+ExplicitGCInvokesConcurrent',
    '-XX:+ExitOnOutOfMemoryError',
    '-XX:-OmitStackTraceInFastThrow',
    '-XX:ReservedCodeCacheSize=256M',
    '-XX:PerMethodRecompilationCutoff=10000',
    '-XX:PerBytecodeRecompilationCutoff=10000',
    '-Djdk.attach.allowAttachSelf=true',
    '-Djdk.nio.maxCachedBufferSize=2000000',
    '-Dfile.encoding=UTF-8',
    '-XX:+EnableDynamicAgentLoading',
    '',
  ].join('\n');

/**
 * Reads are for everybody whom the network policy or the gateway lets in. A worker, which only other nodes and the scrape
 * reach, may be told to leave: whoever asks for management is the one user of above, whatever name is given.
 */
const accessRules = (role: EngineRole) => ({
  system_information: [{ allow: role === 'worker' ? ['read', 'write'] : ['read'] }],
});

/** Files of `/etc/trino` for one kind of node. */
export const engineFiles = (props: LakehouseProps, role: EngineRole): Readonly<Record<string, string>> => ({
  'config.properties': config(props, role),
  'jvm.config': jvm(props),
  'node.properties': properties({ 'node.environment': 'site', 'node.data-dir': '/data/trino' }),
  'log.properties': 'io.trino=INFO\n',
  'access-control.properties': properties({
    'access-control.name': 'file',
    'security.config-file': '/etc/trino/rules.json',
  }),
  'rules.json': `${JSON.stringify(accessRules(role), null, 2)}\n`,
});

/** The catalogue of SQL over the REST catalogue; files are read and written as the pods themselves. */
export const catalogFile = ({ bindings }: LakehouseProps): string =>
  properties({
    'connector.name': 'iceberg',
    'iceberg.catalog.type': 'rest',
    'iceberg.rest-catalog.uri': `${catalogUrl}/catalog`,
    'iceberg.rest-catalog.warehouse': warehouse,
    ...tableStore(bindings.tables).engine,
  });
