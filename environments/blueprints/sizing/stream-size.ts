import { recordsPerSecond } from '../../../services/streaming';
import type { EnvironmentInput } from '../../schema/environment-schema';
import type { SizingStep } from '../define-blueprint';

export interface StreamLoad {
  readonly recordsPerSecond: number;
  /** Mean size as sent, compressed. */
  readonly recordBytes: number;
  readonly retentionHours: number;
}

type Streaming = NonNullable<EnvironmentInput['services']['streaming']>;

interface StreamSize {
  readonly settings: Required<Pick<Streaming, 'brokers' | 'size' | 'storageGiB' | 'recordBytes'>>;
  /** Of the topic that carries most records. */
  readonly partitions: number;
  /** Copies of a program that reads that topic. */
  readonly readers: number;
  readonly steps: readonly SizingStep[];
}

const copies = 3;
const zones = 3;
const gib = 1024 ** 3;
/** A broker of every zone may be away, and a peak is higher than the mean. */
const usableShare = 0.6;
/** A volume is never planned fuller: the alert that it fills up comes at 80 %. */
const filledShare = 0.7;
/** One consumer thread that parses and writes on; more partitions let more of them share the work. */
const recordsPerPartition = 2500;

const sizes = ['small', 'standard', 'large'] as const;

const roundUp = (value: number, step: number): number => Math.ceil(value / step) * step;

/** The smallest brokers, and of those the fewest, that take the records with room to spare. */
export function streamSize(load: StreamLoad): StreamSize {
  const { recordBytes, retentionHours } = load;
  const of = (size: (typeof sizes)[number], brokers: number) =>
    recordsPerSecond({ size, brokers, highlyAvailable: true, recordBytes }) * usableShare;
  const brokersOf = (size: (typeof sizes)[number]) =>
    Math.max(zones, roundUp(load.recordsPerSecond / (of(size, zones) / zones), zones));
  // A larger broker is cheaper than a dozen small ones, and easier to look after.
  const size = sizes.find((one) => brokersOf(one) <= 2 * zones) ?? 'large';
  const brokers = brokersOf(size);
  const stored = (load.recordsPerSecond * recordBytes * retentionHours * 3600 * copies) / brokers / gib;
  const storageGiB = Math.max(20, roundUp(stored / filledShare, 10));
  const partitions = Math.min(200, Math.max(12, roundUp(load.recordsPerSecond / recordsPerPartition, 12)));
  const readers = Math.min(partitions, Math.max(2, Math.ceil(load.recordsPerSecond / recordsPerPartition)));
  return {
    settings: { size, brokers, storageGiB, recordBytes },
    partitions,
    readers,
    steps: [
      {
        what: 'brokers',
        arithmetic: `${brokers} ${size} brokers take ${Math.round(of(size, brokers))} records/s of ${recordBytes} bytes with ${copies} copies at ${usableShare * 100} % of their rate; asked for are ${load.recordsPerSecond}`,
      },
      {
        what: 'volume of a broker',
        arithmetic: `${load.recordsPerSecond} records/s x ${recordBytes} bytes x ${retentionHours} h x ${copies} copies / ${brokers} brokers = ${Math.ceil(stored)} GiB; at most ${filledShare * 100} % full: ${storageGiB} GiB`,
      },
      {
        what: 'partitions',
        arithmetic: `${load.recordsPerSecond} records/s / ${recordsPerPartition} records/s a consumer, in steps of 12: ${partitions}`,
      },
    ],
  };
}
