import { type Charge, fixed } from '../pricing';
import { numberAt, textAt } from '../resource';

/** What a balanced hyperdisk does without being paid for it. cloud.google.com/compute/disks-image-pricing, 2026-11. */
const included = { iops: 3000, throughputMiBps: 140 };

/** A disk: its room, and of a hyperdisk what it does beyond what is included. */
export function diskCharges(type: string, gib: number, iops: number, throughputMiBps: number): Charge[] {
  return [
    fixed(`disk/${type}`, gib),
    ...(type.startsWith('hyperdisk')
      ? [
          fixed(`disk/${type}-iops`, Math.max(0, iops - included.iops)),
          fixed(`disk/${type}-throughput`, Math.max(0, throughputMiBps - included.throughputMiBps)),
        ]
      : []),
  ];
}

/** A volume of a pod, by the parameters of its storage class; its throughput is written as `500Mi`. */
export function volumeCharges(gib: number, parameters: unknown): Charge[] {
  const throughput = textAt(parameters, 'provisioned-throughput-on-create', `${included.throughputMiBps}Mi`);
  return diskCharges(
    textAt(parameters, 'type', 'pd-balanced'),
    gib,
    numberAt(parameters, 'provisioned-iops-on-create', included.iops),
    numberAt({ throughput: throughput.replace(/Mi$/, '') }, 'throughput', included.throughputMiBps),
  );
}
