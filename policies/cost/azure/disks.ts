import { type Charge, fixed, type MachineCount, ofMachines } from '../pricing';
import { numberAt, textAt } from '../resource';
import { Unpriceable } from '../unpriceable';

/** Premium disks are sold in sizes: name and GiB. azure.microsoft.com/pricing/details/managed-disks, 2026-11. */
const premiumSizes = [
  ['P1', 4],
  ['P2', 8],
  ['P3', 16],
  ['P4', 32],
  ['P6', 64],
  ['P10', 128],
  ['P15', 256],
  ['P20', 512],
  ['P30', 1024],
  ['P40', 2048],
  ['P50', 4096],
] as const;

/** The size that a premium disk of so much room is paid as. */
export function premiumDisk(gib: number): string {
  const size = premiumSizes.find(([, room]) => room >= gib);
  if (!size) throw new Unpriceable(`the price book has no premium disk of ${gib} GiB`);
  return `disk/${size[0]}`;
}

/** What a PremiumV2 disk does without being paid for it. */
const included = { iops: 3000, throughputMiBps: 125 };

/** A volume of a pod, by the parameters of its storage class. */
export function volumeCharges(gib: number, parameters: unknown): Charge[] {
  const kind = textAt(parameters, 'skuName', 'Premium_LRS');
  if (kind === 'Premium_LRS') return [fixed(premiumDisk(gib), 1)];
  const iops = numberAt(parameters, 'DiskIOPSReadWrite', included.iops);
  const throughput = numberAt(parameters, 'DiskMBpsReadWrite', included.throughputMiBps);
  return [
    fixed(`disk/${kind}`, gib),
    fixed(`disk/${kind}-iops`, Math.max(0, iops - included.iops)),
    fixed(`disk/${kind}-throughput`, Math.max(0, throughput - included.throughputMiBps)),
  ];
}

/** Disks of the machines of a pool; those that are on the machine itself are part of it. */
export const osDisks = (pool: unknown, count: MachineCount): Charge[] =>
  textAt(pool, 'os_disk_type', 'Managed') === 'Ephemeral'
    ? []
    : ofMachines(count, premiumDisk(numberAt(pool, 'os_disk_size_gb', 128)), 1);
