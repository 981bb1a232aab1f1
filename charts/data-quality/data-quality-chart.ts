import { Construct } from 'constructs';
import { qualityRuns } from '../../services/data-quality';
import { addPushgateway } from '../batch-runs/pushgateway';
import { addRunAccess } from '../batch-runs/run-access';
import { WaveChart } from '../wave-chart';
import type { DataQualityProps } from './data-quality-props';
import { namespace, owner, runMetrics, runPods } from './great-expectations';
import { addRuns } from './runs';

/** Great Expectations: a template of a Job for every suite, and a place where their metrics wait to be scraped. */
export class DataQualityChart extends Construct {
  constructor(scope: Construct, id: string, props: DataQualityProps) {
    super(scope, id);
    const { context } = props;
    const chart = new WaveChart(this, { context, owner, wave: 'services', name: owner });
    addPushgateway(chart, { ...runMetrics, context, pushers: runPods });
    if (context.services.orchestration) addRunAccess(chart, namespace, qualityRuns(props.config));
    addRuns(chart, props);
  }
}
