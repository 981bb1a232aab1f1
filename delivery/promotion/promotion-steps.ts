import { environmentFiles, environmentsFolder } from '../../environments/model/environment-files';
import { readEnvironment } from '../../environments/model/load-environment';
import type { PromotionStep } from './gate';

/**
 * Every environment's place in the order of releases. Files that are broken hold nobody.
 * @param folder of environment files
 */
export async function promotionSteps(folder = environmentsFolder): Promise<PromotionStep[]> {
  const steps: PromotionStep[] = [];
  for (const file of environmentFiles(folder)) {
    const read = await readEnvironment(file).catch(() => undefined);
    const { name, release } = (read?.input ?? {}) as { name?: unknown; release?: { promotedFrom?: unknown } };
    const from = release?.promotedFrom;
    if (typeof name === 'string') steps.push({ name, ...(typeof from === 'string' ? { promotedFrom: from } : {}) });
  }
  return steps;
}
