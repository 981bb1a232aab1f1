import { cloudFacts } from '../../../environments/facts';
import { isSitePublicCloud, type Site } from '../../../environments/model';
import type { BudgetConfig } from '../../../environments/schema/budget-schema';
import type { BillLine } from '../bill';
import type { Breach } from './breach';

const machine = /^machine\/(\S+)/;

/** Hours of GPUs that a line of a bill stands for. */
function gpuHoursOf({ site, item, quantity }: BillLine, sites: readonly Site[]): number {
  const home = sites.find(({ name }) => name === site);
  const [, type = ''] = machine.exec(item) ?? [];
  const gpus = home && isSitePublicCloud(home) ? (cloudFacts[home.cloud].machines[type]?.gpu?.count ?? 0) : 0;
  return quantity * gpus;
}

const shown = (hours: number): string => hours.toLocaleString('en-US', { maximumFractionDigits: 0 });

/** More hours of GPUs in the bill of an environment than its budget allows. */
export function excessGpuHours(
  lines: readonly BillLine[],
  sites: readonly Site[],
  { gpuHours }: BudgetConfig,
): Breach[] {
  if (gpuHours === undefined) return [];
  const using = lines.map((line) => ({ line, hours: gpuHoursOf(line, sites) })).filter(({ hours }) => hours > 0);
  const total = using.reduce((sum, { hours }) => sum + hours, 0);
  if (total <= gpuHours) return [];
  const largest = using.sort((a, b) => b.hours - a.hours).slice(0, 5);
  return [
    {
      limit: 'gpuHours',
      code: 'COST_GPU_HOURS',
      place: 'budget.gpuHours',
      subject: 'the environment',
      message: `${shown(total)} hours of GPUs are expected in a month; the most: ${largest
        .map(({ line, hours }) => `${shown(hours)} of ${line.site} ${line.address} (${line.item})`)
        .join('; ')}`,
      value: gpuHours,
      fix: 'lower minNodes or maxNodes of the gpu pools, share GPUs, or agree on more hours with whoever pays',
    },
  ];
}
