import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { dieWithThisProcess, signalGroup } from './command';
import { javaFlags, type KafkaServer } from './kafka-server';

/** One of Kafka's verifiable clients; each line that it prints is a JSON object. */
export interface VerifiableClient {
  /** Ends it as a lost machine would. */
  kill(): Promise<void>;
}

export interface VerifiableClientProps {
  readonly java: string;
  readonly archives: string;
  readonly server: KafkaServer;
  readonly user: string;
  readonly topic: string;
}

type Told = Readonly<Record<string, unknown>> & { readonly name?: string };

function start(
  { java, archives, server, user, topic }: VerifiableClientProps,
  program: string,
  words: readonly string[],
  tell: (told: Told) => void,
): VerifiableClient {
  const child = spawn(
    java,
    [
      ...javaFlags,
      ...['-cp', `${archives}/*`, `org.apache.kafka.tools.${program}`],
      ...['--bootstrap-server', server.bootstrap, '--command-config', server.clientFile(user), '--topic', topic],
      ...words,
    ],
    { detached: true, stdio: ['ignore', 'pipe', 'ignore'] },
  );
  dieWithThisProcess(child);
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) tell(JSON.parse(line) as Told);
  });
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
  });
  return {
    kill: async () => {
      signalGroup(child, 'SIGKILL');
      await ended;
    },
  };
}

/**
 * Writes records `<prefix>.<number>` until it is killed, each acknowledged by all copies that the server asks for.
 * @param acknowledged called with each record that is safe, and when that was, in milliseconds since 1970
 */
export const startProducer = (
  props: VerifiableClientProps & { readonly prefix: number; readonly perSecond: number },
  acknowledged: (value: string, at: number) => void,
): VerifiableClient =>
  start(
    props,
    'VerifiableProducer',
    ['--acks', '-1', '--throughput', String(props.perSecond), '--value-prefix', String(props.prefix)],
    ({ name, value, timestamp }) => {
      if (name === 'producer_send_success') acknowledged(String(value), Number(timestamp));
    },
  );

export interface ConsumedRecord {
  readonly value: string;
  readonly partition: number;
  readonly offset: number;
}

/** Reads in a group, committing what it has read, until it is killed. */
export const startConsumer = (
  props: VerifiableClientProps & { readonly group: string },
  read: (record: ConsumedRecord) => void,
): VerifiableClient =>
  start(props, 'VerifiableConsumer', ['--group-id', props.group, '--verbose'], ({ name, value, partition, offset }) => {
    if (name === 'record_data') read({ value: String(value), partition: Number(partition), offset: Number(offset) });
  });
