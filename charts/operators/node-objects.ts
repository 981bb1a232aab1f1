import type { Construct } from 'constructs';
import { typedObject } from '../../constructs/kubernetes/typed-object';
import type { ChartContext } from '../chart-context';
import { WaveChart } from '../wave-chart';

/**
 * What machines may be made for waiting pods, as the cloud says it. Before the operators: the machines of the system pool
 * are few, and everything else may have to wait for the first one that is made.
 */
export function addNodeObjects(scope: Construct, context: ChartContext): void {
  const { nodeObjects = [] } = context.kubernetes;
  if (nodeObjects.length === 0) return;
  const chart = new WaveChart(scope, { context, wave: 'machines', name: 'machines' });
  for (const object of nodeObjects) typedObject(chart, object);
}
