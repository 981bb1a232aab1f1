import { randomBytes } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandResult, lastWords, runCommand } from './command';
import { freePort } from './free-port';
import { type ServiceProcess, startService } from './service-process';

export type Properties = Readonly<Record<string, string | number | boolean>>;

export interface KafkaServerProps {
  readonly java: string;
  /** Folder with Kafka's archives. */
  readonly archives: string;
  /** Folder for its data, settings and log; made where it is missing. */
  readonly folder: string;
  readonly user: string;
  /** Passwords of everybody who may sign in, by user. */
  readonly passwords: Readonly<Record<string, string>>;
  /** Settings beyond those of a single server that is its own controller. */
  readonly settings: Properties;
}

export interface KafkaServer {
  readonly bootstrap: string;
  /** The one that runs, or ran last. */
  readonly process: ServiceProcess;
  /** Starts it again on its data. */
  start(): Promise<void>;
  /** Settings of a client that signs in as a user. */
  clientOf(user: string): Properties;
  /** Runs one of Kafka's programs; gives how it ended. */
  tool(program: string, words: readonly string[], input?: string): Promise<CommandResult>;
  /** Path of a file with the settings of a client that signs in as a user, and more of them. */
  clientFile(user: string, more?: Properties): string;
}

export const propertiesText = (properties: Properties): string =>
  Object.entries(properties)
    .map(([name, value]) => `${name}=${String(value).replaceAll('\\', '\\\\')}\n`)
    .join('');

/** Small enough for several on one machine, and quick to start. */
export const javaFlags = [
  '-Xmx384m',
  '-XX:+UseSerialGC',
  '-XX:TieredStopAtLevel=1',
  '-Dorg.slf4j.simpleLogger.defaultLogLevel=error',
];

const signIn = (user: string, password: string): string =>
  `org.apache.kafka.common.security.scram.ScramLoginModule required username="${user}" password="${password}";`;

/** Starts a server with signed-in clients, without TLS: this machine has nobody to hide from. */
export async function startKafkaServer(props: KafkaServerProps): Promise<KafkaServer> {
  const { java, archives, folder, passwords, settings, user } = props;
  mkdirSync(folder, { recursive: true });
  const [clients, control] = await Promise.all([freePort(), freePort()]);
  const own = {
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${control}`,
    listeners: `CLIENTS://127.0.0.1:${clients},CONTROL://127.0.0.1:${control}`,
    'advertised.listeners': `CLIENTS://127.0.0.1:${clients}`,
    'listener.security.protocol.map': 'CLIENTS:SASL_PLAINTEXT,CONTROL:PLAINTEXT',
    'controller.listener.names': 'CONTROL',
    'inter.broker.listener.name': 'CLIENTS',
    'sasl.enabled.mechanisms': 'SCRAM-SHA-512',
    'sasl.mechanism.inter.broker.protocol': 'SCRAM-SHA-512',
    'listener.name.clients.scram-sha-512.sasl.jaas.config': signIn(user, passwords[user] ?? ''),
    'log.dirs': join(folder, 'data'),
    'offsets.topic.num.partitions': 1,
    'group.initial.rebalance.delay.ms': 0,
  };
  const settingsFile = join(folder, 'server.properties');
  writeFileSync(settingsFile, propertiesText({ ...own, ...settings }));
  const classes = ['-cp', join(archives, '*')];
  const clientOf = (name: string): Properties => ({
    'security.protocol': 'SASL_PLAINTEXT',
    'sasl.mechanism': 'SCRAM-SHA-512',
    'sasl.jaas.config': signIn(name, passwords[name] ?? ''),
  });
  const tool = (program: string, words: readonly string[], input?: string) =>
    runCommand(java, [...javaFlags, ...classes, program, ...words], { cwd: folder, input, timeoutMs: 60_000 });
  const scram = Object.entries(passwords).flatMap(([name, password]) => [
    '--add-scram',
    `SCRAM-SHA-512=[name=${name},password=${password}]`,
  ]);
  const cluster = randomBytes(16).toString('base64url');
  const formatted = await tool('kafka.tools.StorageTool', [
    'format',
    // In one word: an id may begin with a dash.
    `--cluster-id=${cluster}`,
    '--config',
    settingsFile,
    ...scram,
  ]);
  if (formatted.exitCode !== 0) throw new Error(`Kafka's storage was not made: ${lastWords(formatted, 20)}`);
  const clientFile = (name: string, more: Properties = {}): string => {
    const path = join(folder, `${name}.properties`);
    writeFileSync(path, propertiesText({ ...clientOf(name), ...more }));
    return path;
  };
  const bootstrap = `127.0.0.1:${clients}`;
  const administrator = clientFile(user);
  const serve = () =>
    startService({
      name: 'kafka',
      command: java,
      arguments: [...javaFlags, ...classes, 'kafka.Kafka', settingsFile],
      cwd: folder,
      logPath: join(folder, 'server.log'),
      readyTimeoutSeconds: 90,
      ready: async () => {
        const words = ['--bootstrap-server', bootstrap, '--command-config', administrator, '--list'];
        return (await tool('org.apache.kafka.tools.TopicCommand', words)).exitCode === 0;
      },
    });
  let service = await serve();
  return {
    bootstrap,
    get process() {
      return service;
    },
    start: async () => {
      service = await serve();
    },
    clientOf,
    tool,
    clientFile,
  };
}
