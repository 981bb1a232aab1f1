import { cloudProviders } from './catalog/cloud-providers';
import { dataEngines } from './catalog/data-engines';
import { kubernetesTools } from './catalog/kubernetes';
import { machineLearningTools } from './catalog/machine-learning';
import { monitoringTools } from './catalog/monitoring';
import { sparedTools } from './catalog/spared';
import { surroundings } from './catalog/surroundings';
import { terraformTools } from './catalog/terraform';
import type { Tool } from './tool';

/** Every tool, in the order set-up makes them ready: cheap and widely needed first, the slowest builds last. */
export const TOOLS: readonly Tool[] = [
  ...terraformTools,
  ...surroundings,
  ...monitoringTools,
  ...machineLearningTools,
  ...dataEngines,
  ...kubernetesTools,
  ...cloudProviders,
  ...sparedTools,
];

/** The catalogue's entry of that name. */
export function toolNamed(name: string): Tool {
  const tool = TOOLS.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    throw new Error(
      `TOOL_UNKNOWN tests/proof/tools/catalog.ts: no tool is named "${name}"; the tools are ${TOOLS.map((each) => each.name).join(', ')}`,
    );
  }
  return tool;
}
