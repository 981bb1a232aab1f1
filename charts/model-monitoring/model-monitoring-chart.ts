import { Construct } from 'constructs';
import { WaveChart } from '../wave-chart';
import { addDriftJobs } from './drift-jobs';
import { addDriftMetrics } from './drift-metrics';
import { owner } from './evidently';
import type { ModelMonitoringProps } from './model-monitoring-props';
import { addServer } from './server';

/** Evidently: a server that shows reports, jobs that measure drift, and a place where their metrics wait to be scraped. */
export class ModelMonitoringChart extends Construct {
  constructor(scope: Construct, id: string, props: ModelMonitoringProps) {
    super(scope, id);
    const chart = new WaveChart(this, { context: props.context, owner, wave: 'services', name: owner });
    addServer(chart, props);
    addDriftMetrics(chart, props);
    addDriftJobs(chart, props);
  }
}
