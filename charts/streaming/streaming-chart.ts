import { Construct } from 'constructs';
import { streaming } from '../../services';
import { WaveChart } from '../wave-chart';
import { addConnect } from './connect';
import { addMirror, copiesAnotherSite } from './mirror';
import { addSchemaRegistry } from './schema-registry';
import type { StreamingProps } from './streaming-props';

/** What runs beside the cluster; the cluster itself, its topics and users come with the needs. */
export class StreamingChart extends Construct {
  constructor(scope: Construct, id: string, props: StreamingProps) {
    super(scope, id);
    const { context } = props;
    const owner = streaming.name;
    const services = new WaveChart(this, { context, owner, wave: 'services', name: owner });
    addSchemaRegistry(services, props);
    addMirror(services, props);
    // Records of captured changes come with the mirror; two sites that capture would write them twice.
    if (!copiesAnotherSite(props)) addConnect(services, props);
  }
}
