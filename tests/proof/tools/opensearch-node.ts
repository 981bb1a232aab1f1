import {
  chownSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServiceProcess, startService } from './service-process';

/** `nobody`: OpenSearch refuses root. */
const NOBODY = 65_534;

/** Modules of the distribution: archives whose names begin so, and the class each starts by. */
const MODULES = {
  'transport-netty4': { archives: /^(transport-netty4|netty)-/, class: 'org.opensearch.transport.Netty4Plugin' },
  'analysis-common': {
    archives: /^analysis-common-/,
    class: 'org.opensearch.analysis.common.CommonAnalysisPlugin',
  },
} as const;

/** What the network module needs under Java's security manager. */
const NETWORK_RIGHTS = `grant {
  permission java.io.FilePermission "/proc/sys/net/core/somaxconn", "read";
  permission java.net.SocketPermission "*", "accept,connect";
  permission java.lang.RuntimePermission "*", "setContextClassLoader";
  permission java.lang.RuntimePermission "getClassLoader";
};
`;

const LOGGING = `appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = [%p][%c{1.}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
`;

export interface OpenSearchNode {
  /** Name of its pod. */
  readonly name: string;
  /** Settings as the image's entry point hands them on. */
  readonly settings: Readonly<Record<string, string>>;
  /** Flags for Java as the environment has them. */
  readonly javaFlags: readonly string[];
  /** Port at which a connection means that it has started. */
  readonly httpPort: number;
}

/** An installation of OpenSearch, and the nodes that run from it. */
export interface OpenSearch {
  start(node: OpenSearchNode): Promise<ServiceProcess>;
  remove(): void;
}

export const connects = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => resolve(true));
    socket.once('connect', () => socket.destroy());
    socket.once('error', () => resolve(false));
  });

/** Lays the archives out as the distribution does: the network and the analysis of text are modules of their own. */
export function installOpenSearch(props: {
  readonly java: string;
  readonly archives: string;
  readonly version: string;
}): OpenSearch {
  // Only the system's temporary folder is sure to be open to another account.
  const home = mkdtempSync(join(tmpdir(), 'evenkeel-opensearch-'));
  const asRoot = process.getuid?.() === 0;
  const own = (path: string): string => {
    if (asRoot) chownSync(path, NOBODY, NOBODY);
    return path;
  };
  const made = (...parts: readonly string[]): string => {
    const path = join(home, ...parts);
    mkdirSync(path, { recursive: true });
    return own(path);
  };
  own(home);
  made('lib');
  made('plugins');
  made('modules');
  for (const [name, module] of Object.entries(MODULES)) {
    const descriptor = {
      name,
      description: name,
      version: props.version,
      'opensearch.version': props.version,
      'java.version': '11',
      classname: module.class,
    };
    const lines = Object.entries(descriptor).map(([key, value]) => `${key}=${value}\n`);
    writeFileSync(join(made('modules', name), 'plugin-descriptor.properties'), lines.join(''));
  }
  writeFileSync(join(home, 'modules', 'transport-netty4', 'plugin-security.policy'), NETWORK_RIGHTS);
  for (const archive of readdirSync(props.archives)) {
    const module = Object.entries(MODULES).find(([, { archives }]) => archives.test(archive))?.[0];
    const folder = module === undefined ? 'lib' : join('modules', module);
    copyFileSync(join(props.archives, archive), join(home, folder, archive));
  }
  return {
    start: ({ name, settings, javaFlags, httpPort }) => {
      const folder = made(name);
      const configuration = made(name, 'config');
      writeFileSync(join(configuration, 'log4j2.properties'), LOGGING);
      writeFileSync(join(configuration, 'opensearch.yml'), '');
      const places = { 'path.data': made(name, 'data'), 'path.logs': made(name, 'logs') };
      const logPath = join(folder, 'node.log');
      // What it refuses stands far above the end of its log.
      const withReasons = (error: Error): never => {
        const reasons = readFileSync(logPath, 'utf8').match(/^.*(\[ERROR\]|Exception: ).*$/gm) ?? [];
        throw new Error([...new Set(reasons), error.message].join('\n'));
      };
      return startService({
        name,
        command: props.java,
        arguments: [
          ...javaFlags,
          '-XX:TieredStopAtLevel=1',
          '-Dlog4j2.disable.jmx=true',
          `-Djava.io.tmpdir=${made(name, 'tmp')}`,
          `-Dopensearch.path.home=${home}`,
          `-Dopensearch.path.conf=${configuration}`,
          '-Dopensearch.distribution.type=docker',
          '-cp',
          join(home, 'lib', '*'),
          'org.opensearch.bootstrap.OpenSearch',
          ...Object.entries({ ...places, ...settings }).map(([key, value]) => `-E${key}=${value}`),
        ],
        env: { PATH: process.env.PATH, HOSTNAME: name },
        cwd: folder,
        logPath,
        readyTimeoutSeconds: 120,
        ready: () => connects(httpPort),
        ...(asRoot ? { uid: NOBODY, gid: NOBODY } : {}),
      }).catch(withReasons);
    },
    remove: () => rmSync(home, { recursive: true, force: true }),
  };
}
