import { Construct } from 'constructs';
import { addPushgateway } from '../batch-runs/pushgateway';
import { WaveChart } from '../wave-chart';
import { addDriftJobs } from './drift-jobs';
import { driftMetrics, owner, podsOf } from './evidently';
import type { ModelMonitoringProps } from './model-monitoring-props';
import { addReportJobs } from './report-jobs';
import { addServer } from './server';

/** Evidently: a server that shows reports, jobs that measure drift and write reports, and a place where their metrics wait to be scraped. */
export class ModelMonitoringChart extends Construct {
  constructor(scope: Construct, id: string, props: ModelMonitoringProps) {
    super(scope, id);
    const chart = new WaveChart(this, { context: props.context, owner, wave: 'services', name: owner });
    addServer(chart, props);
    addPushgateway(chart, { ...driftMetrics, context: props.context, pushers: podsOf('drift') });
    addDriftJobs(chart, props);
    addReportJobs(chart, props);
  }
}
