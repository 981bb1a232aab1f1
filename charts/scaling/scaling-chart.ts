import { Construct } from 'constructs';
import { scaling } from '../../services';
import { WaveChart } from '../wave-chart';
import { addHeadroom } from './headroom';
import type { ScalingProps } from './scaling-props';

/** Room in reserve. */
export class ScalingChart extends Construct {
  constructor(scope: Construct, id: string, props: ScalingProps) {
    super(scope, id);
    const owner = scaling.name;
    addHeadroom(new WaveChart(this, { context: props.context, owner, wave: 'services', name: owner }), props);
  }
}
