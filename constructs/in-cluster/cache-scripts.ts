import { type CacheRequest, cachePorts, nodeDomain, nodeHosts } from './cache-names';

export const tlsPath = '/tls';
export const dataPath = '/data';
/** Name of the primary in Sentinel's configuration. */
const primaryName = 'main';

const tlsSettings = [
  `tls-cert-file ${tlsPath}/tls.crt`,
  `tls-key-file ${tlsPath}/tls.key`,
  `tls-ca-cert-file ${tlsPath}/ca.crt`,
  'tls-auth-clients no',
  'tls-replication yes',
];

/** `valkey-cli` as every script and probe calls it; the password comes by the environment. */
const client = (host: string, port: number): string =>
  `valkey-cli --no-auth-warning --tls --cacert ${tlsPath}/ca.crt -h ${host} -p ${port}`;

/** A configuration file of these lines, readable by the server alone, with the shell's variables filled in. */
const write = (path: string, lines: readonly string[]): string => [`cat > ${path} <<END`, ...lines, 'END'].join('\n');

const sentinelFile = `${dataPath}/sentinel.conf`;

/**
 * `primary`: whom the other sentinels name, because the one of this node slept as long as the node; if none answers, whom this node's own sentinel followed last; on the very first
 * start the first node. Without the second step a restart of everything could put an old copy in charge.
 */
const findPrimary = (request: CacheRequest): string => {
  const hosts = nodeHosts(request);
  return [
    'primary=',
    `for host in ${hosts.join(' ')}; do`,
    '  if [ "$host" = "$self" ]; then continue; fi',
    `  primary=$(timeout 3 ${client('"$host"', cachePorts.sentinel)} sentinel get-master-addr-by-name ${primaryName} 2>/dev/null | head -n 1) || true`,
    `  case "$primary" in *.${nodeDomain(request)}) break ;; *) primary= ;; esac`,
    'done',
    `if [ -z "$primary" ] && [ -f ${sentinelFile} ]; then`,
    `  primary=$(sed -n 's/^sentinel monitor ${primaryName} \\([^ ]*\\) .*/\\1/p' ${sentinelFile})`,
    'fi',
    `primary=\${primary:-${hosts[0]}}`,
  ].join('\n');
};

const self = (request: CacheRequest): string => `self="$HOSTNAME.${nodeDomain(request)}"`;

/** Starts the server: the primary, or a copy of whoever is the primary now. */
export function serverScript(request: CacheRequest, keepsData: boolean): string {
  const { memoryGiB, eviction, highlyAvailable } = request.need;
  const file = `${dataPath}/valkey.conf`;
  const settings = [
    'port 0',
    `tls-port ${cachePorts.server}`,
    ...tlsSettings,
    'requirepass $VALKEYCLI_AUTH',
    'masterauth $VALKEYCLI_AUTH',
    `dir ${dataPath}`,
    `maxmemory ${Math.round(memoryGiB * 1024)}mb`,
    `maxmemory-policy ${eviction}`,
    `appendonly ${keepsData ? 'yes' : 'no'}`,
    'appendfsync everysec',
    'save ""',
    // Probes and the exporter open connections again and again; a dead client must not hold one for ever.
    'tcp-keepalive 60',
    ...(highlyAvailable
      ? // A primary that is cut off from every copy stops taking writes that would be lost.
        ['replica-announce-ip $self', 'min-replicas-to-write 1', 'min-replicas-max-lag 10']
      : []),
  ];
  return [
    'set -eu',
    'umask 077',
    ...(highlyAvailable ? [self(request), findPrimary(request)] : []),
    write(file, settings),
    ...(highlyAvailable
      ? [`if [ "$primary" != "$self" ]; then echo "replicaof $primary ${cachePorts.server}" >> ${file}; fi`]
      : []),
    `exec valkey-server ${file}`,
  ].join('\n');
}

/**
 * Starts the sentinel beside the server. Ten seconds without an answer and the word of two make another node the
 * primary; the file is its memory and is only written once.
 */
export function sentinelScript(request: CacheRequest): string {
  const settings = [
    'port 0',
    `tls-port ${cachePorts.sentinel}`,
    ...tlsSettings,
    `dir ${dataPath}`,
    'requirepass $VALKEYCLI_AUTH',
    'sentinel sentinel-pass $VALKEYCLI_AUTH',
    'sentinel resolve-hostnames yes',
    'sentinel announce-hostnames yes',
    'sentinel announce-ip $self',
    `sentinel monitor ${primaryName} $primary ${cachePorts.server} 2`,
    `sentinel auth-pass ${primaryName} $VALKEYCLI_AUTH`,
    `sentinel down-after-milliseconds ${primaryName} 10000`,
    `sentinel failover-timeout ${primaryName} 60000`,
    `sentinel parallel-syncs ${primaryName} 1`,
  ];
  return [
    'set -eu',
    'umask 077',
    self(request),
    `if [ ! -f ${sentinelFile} ]; then`,
    findPrimary(request),
    write(sentinelFile, settings),
    'fi',
    `exec valkey-server ${sentinelFile} --sentinel`,
  ].join('\n');
}

/** Answers and has its data: `LOADING` and an unreachable primary are errors. */
export const readyScript = (port: number): string => `${client('localhost', port)} ping | grep -q PONG`;

/** Answers at all, whatever it says. */
export const aliveScript = (port: number): string =>
  `${client('localhost', port)} ping | grep -q -e PONG -e LOADING -e MASTERDOWN`;
