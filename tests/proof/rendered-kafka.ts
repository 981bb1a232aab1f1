import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RenderedObject } from '../../charts';
import { specOf, the } from '../charts/site-rendering';
import { freePort } from './tools/free-port';
import { javaFlags, type KafkaServer, type Properties, propertiesText, startKafkaServer } from './tools/kafka-server';
import { answersOk, type ServiceProcess, startService } from './tools/service-process';

export interface RenderedKafka {
  readonly kafka: {
    readonly config: Properties;
    readonly authorization: { readonly superUsers: readonly string[] };
  };
}

interface Connector {
  readonly tasksMax: number;
  readonly config: Properties;
}

export interface RenderedMirror {
  readonly target: Readonly<Record<'alias' | 'groupId' | 'configStorageTopic' | 'offsetStorageTopic', string>> & {
    readonly statusStorageTopic: string;
    readonly config: Properties;
  };
  readonly mirrors: readonly {
    readonly source: { readonly alias: string; readonly authentication: { readonly username: string } };
    readonly sourceConnector: Connector;
    readonly checkpointConnector: Connector;
    readonly topicsPattern: string;
    readonly topicsExcludePattern: string;
    readonly groupsPattern: string;
    readonly groupsExcludePattern: string;
  }[];
}

/** Where Java and Kafka are, and where its servers keep their data. */
export interface KafkaPlace {
  readonly java: string;
  readonly archives: string;
  readonly folder: string;
}

/** A server with the settings of a site's rendered cluster. */
export function startRenderedKafka(
  { java, archives, folder }: KafkaPlace,
  name: string,
  site: readonly RenderedObject[],
  passwords: Readonly<Record<string, string>>,
): Promise<KafkaServer> {
  const { config, authorization } = specOf<RenderedKafka>(the(site, 'Kafka', 'kafka')).kafka;
  // Strimzi's `simple` is Kafka's own authorizer. The one process is its own controller, which signs in nowhere.
  const superUsers = [...authorization.superUsers, 'ANONYMOUS'].map((user) => `User:${user}`).join(';');
  const { 'replica.selector.class': _zones, ...settings } = config;
  return startKafkaServer({
    java,
    archives,
    folder: join(folder, name),
    user: 'streaming',
    passwords,
    settings: {
      ...settings,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': superUsers,
    },
  });
}

export interface ConnectWorker {
  readonly url: string;
  readonly process: ServiceProcess;
}

/** A worker of Kafka Connect on this machine. */
export async function startConnectWorker(
  { java, archives, folder }: KafkaPlace,
  name: string,
  worker: Properties,
  { env = process.env, flags = [] }: { readonly env?: NodeJS.ProcessEnv; readonly flags?: readonly string[] } = {},
): Promise<ConnectWorker> {
  const port = await freePort();
  const settings = join(folder, `${name}.properties`);
  const own = { listeners: `http://127.0.0.1:${port}`, 'rest.advertised.host.name': '127.0.0.1' };
  writeFileSync(settings, propertiesText({ ...worker, ...own, 'plugin.discovery': 'only_scan' }));
  const classes = ['-cp', join(archives, '*'), 'org.apache.kafka.connect.cli.ConnectDistributed', settings];
  const service = await startService({
    name,
    command: java,
    arguments: [...javaFlags, ...flags, ...classes],
    logPath: join(folder, `${name}.log`),
    cwd: folder,
    env,
    readyTimeoutSeconds: 120,
    ready: () => answersOk(`http://127.0.0.1:${port}/connectors`),
  });
  return { url: `http://127.0.0.1:${port}`, process: service };
}

/** Settings of a client, under the prefixes of Connect's own clients and of those of its connectors. */
const forAllClients = (client: Properties): Properties =>
  Object.fromEntries(
    ['', 'producer.', 'consumer.', 'admin.'].flatMap((prefix) =>
      Object.entries(client).map(([name, value]) => [`${prefix}${name}`, value]),
    ),
  );

/** The mirror of a standby site as rendered, between two servers on this machine. */
export class MirrorOfSite {
  private constructor(
    readonly worker: ConnectWorker,
    private readonly names: readonly string[],
  ) {}

  static async start(
    place: KafkaPlace,
    { target, mirrors }: RenderedMirror,
    { primary, standby }: { readonly primary: KafkaServer; readonly standby: KafkaServer },
    flags: readonly string[] = [],
  ): Promise<MirrorOfSite> {
    const [mirror] = mirrors;
    if (!mirror) throw new Error('nothing is mirrored');
    const targetClient = { 'bootstrap.servers': standby.bootstrap, ...standby.clientOf('streaming') };
    const sourceUser = mirror.source.authentication.username;
    const sourceClient = { 'bootstrap.servers': primary.bootstrap, ...primary.clientOf(sourceUser) };
    const bytes = 'org.apache.kafka.connect.converters.ByteArrayConverter';
    const worker = await startConnectWorker(
      place,
      'mirror',
      {
        ...forAllClients(standby.clientOf('streaming')),
        'bootstrap.servers': standby.bootstrap,
        'group.id': target.groupId,
        'config.storage.topic': target.configStorageTopic,
        'offset.storage.topic': target.offsetStorageTopic,
        'status.storage.topic': target.statusStorageTopic,
        'key.converter': bytes,
        'value.converter': bytes,
        ...target.config,
      },
      { flags },
    );
    const clusters = {
      'source.cluster.alias': mirror.source.alias,
      'target.cluster.alias': target.alias,
      ...Object.fromEntries(Object.entries(sourceClient).map(([name, value]) => [`source.cluster.${name}`, value])),
      ...Object.fromEntries(Object.entries(targetClient).map(([name, value]) => [`target.cluster.${name}`, value])),
      topics: mirror.topicsPattern,
      'topics.exclude': mirror.topicsExcludePattern,
      groups: mirror.groupsPattern,
      'groups.exclude': mirror.groupsExcludePattern,
    };
    const connectors = {
      MirrorSourceConnector: mirror.sourceConnector,
      MirrorCheckpointConnector: mirror.checkpointConnector,
    };
    for (const [name, { tasksMax, config }] of Object.entries(connectors)) {
      const connector = `org.apache.kafka.connect.mirror.${name}`;
      const body = JSON.stringify({ ...clusters, ...config, 'connector.class': connector, 'tasks.max': tasksMax });
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${worker.url}/connectors/${name}/config`, { method: 'PUT', headers, body });
      if (answer.status === 201) continue;
      await worker.process.stop();
      throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
    }
    return new MirrorOfSite(worker, Object.keys(connectors));
  }

  /** Throws where a part of it has failed. */
  async assertRuns(): Promise<void> {
    for (const name of this.names) {
      const status = await (await fetch(`${this.worker.url}/connectors/${name}/status`)).text();
      if (status.includes('"FAILED"')) throw new Error(status);
    }
  }
}
