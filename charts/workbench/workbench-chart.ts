import { Construct } from 'constructs';
import { workbench } from '../../services';
import { WaveChart } from '../wave-chart';
import { addNotebooks } from './notebooks/notebooks';
import { addPortal } from './portal';
import type { WorkbenchProps } from './workbench-props';

/** The page that data scientists start from, and their notebooks. */
export class WorkbenchChart extends Construct {
  constructor(scope: Construct, id: string, props: WorkbenchProps) {
    super(scope, id);
    const owner = workbench.name;
    const servers = new WaveChart(this, { context: props.context, owner, wave: 'services', name: owner });
    addPortal(servers, props);
    addNotebooks(servers, props);
  }
}
