import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { runDrill } from '../../runbooks/drill/run-drill';
import { drillScenarioDetails } from '../../runbooks/drill/scenarios';
import { streaming } from '../../services';
import { mirrorUser } from '../../services/mirroring';
import { renderLocal, specOf, the } from '../charts/site-rendering';
import { mechanismPromise } from './drill-promises';
import { contentSha256, keepEvidence } from './drill-records';
import { type RenderedMirror, startRenderedKafka } from './rendered-kafka';
import { session } from './session';
import { proof, toolPath } from './skips';
import { StreamGround } from './stream-ground';
import type { KafkaServer } from './tools/kafka-server';

const passwords = { streaming: 'Proof0Streaming', [mirrorUser]: 'Proof0Mirror' };
const topic = 'events';

interface RenderedReader {
  readonly authorization: {
    readonly acls: readonly {
      readonly resource: { readonly type: string; readonly name: string };
      readonly operations: readonly string[];
    }[];
  };
}

proof("Loss of a site's Kafka", ['java', 'kafka'], () => {
  const place = {
    java: toolPath('java') ?? '',
    archives: toolPath('kafka') ?? '',
    folder: join(session().folder, 'stream-drill'),
  };
  const services = {
    streaming: streaming.config.parse({
      brokers: 1,
      highlyAvailable: false,
      schemaRegistry: { enabled: false },
      topics: [{ name: topic, partitions: 1 }],
      mirror: { from: { bootstrap: ['kafka.primary.example.com:9094'], networks: ['127.0.0.0/8'] } },
    }),
  };
  const sites = {
    primary: renderLocal({ role: 'primary', services }),
    standby: renderLocal({ role: 'standby', services }),
  };
  const mirror = specOf<RenderedMirror>(the(sites.standby, 'KafkaMirrorMaker2', 'kafka-mirror'));

  const reader = specOf<RenderedReader>(the(sites.primary, 'KafkaUser', mirrorUser));

  let servers: readonly KafkaServer[] = [];
  beforeAll(async () => {
    mkdirSync(place.folder, { recursive: true });
    servers = await Promise.all(
      Object.entries(sites).map(async ([name, site]) => {
        const server = await startRenderedKafka(place, name, site, passwords);
        const words = ['--bootstrap-server', server.bootstrap, '--command-config', server.clientFile('streaming')];
        const made = [...words, '--create', '--topic', topic, '--partitions', '1'];
        await server.tool('org.apache.kafka.tools.TopicCommand', made);
        return server;
      }),
    );
    const [primary] = servers;
    for (const { resource, operations } of reader.authorization.acls) {
      await primary?.tool('org.apache.kafka.tools.AclCommand', [
        ...['--bootstrap-server', primary.bootstrap, '--command-config', primary.clientFile('streaming'), '--add'],
        ...['--allow-principal', `User:${mirrorUser}`, `--${resource.type}`, resource.name],
        ...operations.flatMap((operation) => ['--operation', operation]),
      ]);
    }
  });
  afterAll(async () => {
    await Promise.all(servers.map((server) => server.process.stop()));
  });

  it('is survived by what was mirrored: the group goes on from its synced offset, without a gap', async () => {
    const [primary, standby] = servers as [KafkaServer, KafkaServer];
    const record = await runDrill(
      {
        scenario: drillScenarioDetails['stream-site-loss'],
        ground: 'test',
        from: 'the primary site',
        to: 'the recovery site',
        open: (mechanism) => StreamGround.open({ place, primary, standby, mirror, topic, mechanism }),
      },
      {
        environment: 'proof',
        releaseSha256: contentSha256([sites.primary, sites.standby]),
        promised: mechanismPromise('kafka', 'in-cluster', 'kafka.mirror'),
        writeSeconds: 3,
        controlPatienceSeconds: 5,
      },
    );
    expect(record.reasons).toEqual([]);
    const [on, off] = record.runs;
    expect(on?.measured.acknowledged).toBeGreaterThan(100);
    expect([off?.measured.survived, off?.measured.rtoSeconds]).toEqual([0, undefined]);
    expect(keepEvidence(record).verdict).toBe('passed');
  });
});
