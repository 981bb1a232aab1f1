import { setTimeout as pause } from 'node:timers/promises';
import type { DrillGround, Mechanism } from '../../runbooks/drill/drill';
import { type KafkaPlace, MirrorOfSite, type RenderedMirror } from './rendered-kafka';
import { type ConsumedRecord, startConsumer, startProducer, type VerifiableClient } from './tools/kafka-clients';
import type { KafkaServer } from './tools/kafka-server';

export interface StreamGroundProps {
  readonly place: KafkaPlace;
  readonly primary: KafkaServer;
  readonly standby: KafkaServer;
  readonly mirror: RenderedMirror;
  readonly topic: string;
  readonly mechanism: Mechanism;
}

const perSecond = 100;
const user = 'streaming';

/** Offsets of a group by partition. */
type Offsets = ReadonlyMap<number, number>;

/** A producer and a consumer on the primary site, and the same group on the recovery site once that has taken over. */
export class StreamGround implements DrillGround {
  private readonly before: ConsumedRecord[] = [];
  private readonly after: ConsumedRecord[] = [];
  private readonly clients: VerifiableClient[] = [];
  private mirror?: MirrorOfSite;
  private synced: Offsets = new Map();
  private prefix = 0;
  private whole?: readonly ConsumedRecord[];

  private constructor(private readonly props: StreamGroundProps) {}

  static async open(props: StreamGroundProps): Promise<StreamGround> {
    if (!props.primary.process.isRunning()) await props.primary.start();
    return new StreamGround(props);
  }

  private get group(): string {
    return `processing.drill-${this.prefix}`;
  }

  private client(server: KafkaServer) {
    const { place, topic } = this.props;
    return { java: place.java, archives: place.archives, server, user, topic };
  }

  /** The marker as Kafka's producer takes it: a number. */
  private prefixOf(marker: string): number {
    return Number.parseInt(marker.slice(0, 7), 16);
  }

  async startWriting(marker: string, acknowledged: (id: string, at?: number) => void) {
    const { primary } = this.props;
    this.prefix = this.prefixOf(marker);
    const producer = startProducer({ ...this.client(primary), prefix: this.prefix, perSecond }, acknowledged);
    this.clients.push(startConsumer({ ...this.client(primary), group: this.group }, (one) => this.before.push(one)));
    const isMine = ({ value }: ConsumedRecord): boolean => value.startsWith(`${this.prefix}.`);
    await this.until('the consumer reads', () => this.before.some(isMine));
    return { stop: () => producer.kill() };
  }

  /** Starts the mirror, which learns of new groups once a minute, and waits until it has brought over an offset. */
  async protect(): Promise<void> {
    const { place, mirror, primary, standby, mechanism } = this.props;
    if (mechanism === 'off') return;
    this.mirror = await MirrorOfSite.start(place, mirror, { primary, standby });
    await this.until('an offset of the group on the recovery site', async () => {
      await this.mirror?.assertRuns();
      return [...(await this.offsets()).values()].some((offset) => offset > 0);
    });
  }

  /** Both the server and who works with it are gone; the mirror finds nobody to read from. */
  async lose(): Promise<void> {
    await Promise.all([this.props.primary.process.kill(), ...this.clients.map((client) => client.kill())]);
  }

  /** The mirror ends, so that nothing writes beside the producers; then the group goes on at the recovery site. */
  async recover(stepDone: (what: string) => void): Promise<void> {
    await this.mirror?.worker.process.stop();
    stepDone('the mirror has ended');
    this.synced = await this.offsets();
    stepDone(`the group has offsets of ${this.synced.size} partitions`);
    this.clients.push(
      startConsumer({ ...this.client(this.props.standby), group: this.group }, (one) => this.after.push(one)),
    );
    stepDone('consumers go on at the recovery site');
  }

  async read(marker: string) {
    const mine = `${this.prefixOf(marker)}.`;
    const found = this.after.find(({ value }) => value.startsWith(mine));
    return { good: found !== undefined, saw: found ? `record ${found.value}` : 'no such record' };
  }

  async survivors(marker: string): Promise<readonly string[]> {
    const mine = `${this.prefixOf(marker)}.`;
    return (await this.wholeTopic()).filter(({ value }) => value.startsWith(mine)).map(({ value }) => value);
  }

  async checks() {
    const whole = await this.wholeTopic();
    const mine = whole.filter(({ value }) => value.startsWith(`${this.prefix}.`));
    await this.until('the group is at the end', () => {
      const reached = new Set(this.after.map(({ partition, offset }) => `${partition}/${offset}`));
      return whole.every(
        ({ partition, offset }) => offset < (this.synced.get(partition) ?? 0) || reached.has(`${partition}/${offset}`),
      );
    });
    const earlier = new Set(this.before.map(({ value }) => value));
    const later = new Set(this.after.map(({ value }) => value));
    const gap = mine.filter(({ value }) => !earlier.has(value) && !later.has(value));
    const twice = [...later].filter((value) => earlier.has(value)).length;
    const starts = [...this.synced].map(([partition, offset]) => ({
      offset,
      first: Math.min(...this.after.filter((one) => one.partition === partition).map((one) => one.offset)),
    }));
    return [
      {
        name: 'the group goes on without a gap',
        holds: gap.length === 0 && mine.length > 0,
        saw: `${gap.length} of ${mine.length} records were read on neither site`,
      },
      {
        name: 'the group goes on where its offsets were synced',
        holds: starts.length > 0 && starts.every(({ offset, first }) => first >= offset),
        saw: `${twice} of ${mine.length} records were read on both sites; ${starts.map(({ offset, first }) => `offset ${offset}, first read ${first}`).join('; ')}`,
      },
    ];
  }

  /** Every record on the recovery site, read by a group of its own until nothing more comes. */
  private async wholeTopic(): Promise<readonly ConsumedRecord[]> {
    if (this.whole) return this.whole;
    const found: ConsumedRecord[] = [];
    const group = `streaming.whole-${this.prefix}`;
    const reader = startConsumer({ ...this.client(this.props.standby), group }, (one) => found.push(one));
    let seen = -1;
    await this.until('the end of the topic', async () => {
      const isStill = found.length > 0 && found.length === seen;
      seen = found.length;
      await pause(700);
      return isStill;
    });
    await reader.kill();
    this.whole = found;
    return found;
  }
  private async offsets(): Promise<Offsets> {
    const { standby, topic } = this.props;
    const words = ['--bootstrap-server', standby.bootstrap, '--command-config', standby.clientFile(user)];
    const { stdout } = await standby.tool('org.apache.kafka.tools.consumer.group.ConsumerGroupCommand', [
      ...words,
      ...['--describe', '--offsets', '--group', this.group],
    ]);
    return new Map(
      stdout.split('\n').flatMap((line) => {
        const [group, of, partition, offset] = line.trim().split(/\s+/);
        return group === this.group && of === topic && /^\d+$/.test(offset ?? '')
          ? [[Number(partition), Number(offset)] as const]
          : [];
      }),
    );
  }

  private async until(what: string, holds: () => boolean | Promise<boolean>, seconds = 90): Promise<void> {
    const deadline = performance.now() + seconds * 1000;
    while (!(await holds())) {
      if (performance.now() > deadline) throw new Error(`${what}: not within ${seconds} s`);
      await pause(250);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.clients.map((client) => client.kill()), this.mirror?.worker.process.stop()]);
  }
}
