import { type Charge, fixed, type MachineCount, ofMachines } from '../pricing';
import { blocksAt, numberAt, textAt } from '../resource';

/** What a gp3 disk does without being paid for it. aws.amazon.com/ebs/pricing, 2026-11. */
const included = { iops: 3000, throughputMiBps: 125 };

/** A gp3 disk: its room, and what it does beyond what is included. */
export function gp3Charges(gib: number, iops: number, throughputMiBps: number): Charge[] {
  return [
    fixed('disk/gp3', gib),
    fixed('disk/gp3-iops', Math.max(0, iops - included.iops)),
    fixed('disk/gp3-throughput', Math.max(0, throughputMiBps - included.throughputMiBps)),
  ];
}

/** Disks that a launch template gives to each of its machines. */
export const templateDisks = (template: unknown, count: MachineCount): Charge[] =>
  blocksAt(template, 'block_device_mappings')
    .flatMap((mapping) => blocksAt(mapping, 'ebs'))
    .flatMap((disk) =>
      ofMachines(count, `disk/${textAt(disk, 'volume_type', 'gp3')}`, numberAt(disk, 'volume_size', 8)),
    );

/** A volume of a pod, by the parameters of its storage class. */
export const volumeCharges = (gib: number, parameters: unknown): Charge[] =>
  gp3Charges(
    gib,
    numberAt(parameters, 'iops', included.iops),
    numberAt(parameters, 'throughput', included.throughputMiBps),
  );
