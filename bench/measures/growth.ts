import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ProcessSample, runNode } from '../measured-process';
import { atMost, type MeasureResult } from '../result';
import type { Setting } from '../setting';
import { interleave, median } from '../statistics';

const counts = [1, 5, 10, 25, 50] as const;
type Count = `${(typeof counts)[number]}`;

/** Slots of /14 in a supernet of /12, and the supernets of 10.0.0.0/8. */
const supernets = 16;

/** The text of the `index`-th environment: one site on each cloud, names and addresses of its own as far as they go. */
function environmentText(index: number): string {
  const environment = {
    name: `grown-${index}`,
    organisation: 'acme',
    owner: 'ml-platform',
    costCentre: 'ml-001',
    contact: 'ml-platform@example.com',
    domain: `grown-${index}.ml.example.com`,
    jurisdiction: 'eu',
    addresses: { supernet: `10.${(index % supernets) * 16}.0.0/12` },
    gitops: { repository: 'https://github.com/example/ml-platform.git' },
    services: { tracking: {} },
    sites: [
      {
        cloud: 'aws',
        region: 'eu-west-1',
        role: 'primary',
        addressSlot: 0,
        accountId: '111111111111',
        people: {
          viewers: ['arn:aws:iam::111111111111:role/ml-platform-viewers'],
          operators: ['arn:aws:iam::111111111111:role/ml-platform-operators'],
          breakGlass: ['arn:aws:iam::111111111111:user/break-glass'],
        },
      },
      {
        cloud: 'google',
        region: 'europe-west1',
        role: 'standby',
        addressSlot: 1,
        projectId: 'acme-ml-grown',
        projectNumber: '111111111111',
        people: {
          viewers: ['ml-platform-viewers@example.com'],
          operators: ['ml-platform-operators@example.com'],
          breakGlass: ['ml-platform-break-glass@example.com'],
        },
      },
      {
        cloud: 'azure',
        region: 'westeurope',
        role: 'standby',
        addressSlot: 2,
        subscriptionId: '11111111-1111-4111-8111-111111111111',
        tenantId: '99999999-9999-4999-8999-999999999999',
        people: {
          viewers: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa1'],
          operators: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa2'],
          breakGlass: ['aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaa3'],
        },
      },
    ],
  };
  return `export default ${JSON.stringify(environment, null, 2)};\n`;
}

function writeEnvironments(folder: string, count: number): string {
  for (let index = 1; index <= count; index += 1) {
    writeFileSync(join(folder, `grown-${index}.ts`), environmentText(index));
  }
  return folder;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** From 1 to 50 environments in one process: does each cost the same? */
export async function measureGrowth(setting: Setting): Promise<MeasureResult> {
  const program = join(__dirname, '..', 'programs', 'grow.js');
  const subjects = Object.fromEntries(
    counts.map((count) => {
      const folder = writeEnvironments(setting.folder('environments'), count);
      const lib = join(setting.repository, 'lib');
      return [String(count), () => runNode([program, lib, folder, setting.folder('grown')])];
    }),
  ) as Record<Count, () => Promise<ProcessSample>>;
  const samples = await interleave(Math.min(setting.rounds, 3), subjects);
  const total = (count: Count): number =>
    median(samples[count].map(({ stdout }) => sum(JSON.parse(stdout) as number[])));
  const each = (count: Count): number => total(count) / Number(count);
  /** Mean seconds of the environments `from` to `to` of the longest run, whose disturbances both stretches share. */
  const stretch = (from: number, to: number): number =>
    median(samples['50'].map(({ stdout }) => sum((JSON.parse(stdout) as number[]).slice(from, to)) / (to - from)));
  const memory = (count: Count): string => median(samples[count].map(({ peakMiB }) => peakMiB)).toFixed(0);
  return {
    ratios: [
      {
        measure: 'time an environment, 50 / 5 environments',
        of: `${each('50').toFixed(3)} s / ${each('5').toFixed(3)} s`,
        ratio: each('50') / each('5'),
        target: atMost(1.1),
      },
      {
        measure: 'time an environment in the run of 50, last 25 / 6th to 25th',
        of: `${stretch(25, 50).toFixed(3)} s / ${stretch(5, 25).toFixed(3)} s`,
        ratio: stretch(25, 50) / stretch(5, 25),
        target: atMost(1.25),
      },
    ],
    notes: [
      `seconds an environment: ${counts.map((count) => `${count}: ${each(`${count}`).toFixed(3)}`).join(', ')}`,
      `peak memory: ${counts.map((count) => `${count}: ${memory(`${count}`)} MiB`).join(', ')}`,
    ],
  };
}
