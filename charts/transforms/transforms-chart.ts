import { Construct } from 'constructs';
import { transformRuns } from '../../services/transforms';
import { addPushgateway } from '../batch-runs/pushgateway';
import { addRunAccess } from '../batch-runs/run-access';
import { addGrantsJob } from '../second-users/grants-job';
import { readerSql } from '../second-users/scripts';
import { WaveChart } from '../wave-chart';
import { namespace, owner, runMetrics, runPods } from './dbt';
import { addRuns } from './runs';
import type { TransformsProps } from './transforms-props';

/** dbt: a template of a Job for every project, what Airflow may do with them, and a place where their metrics wait. */
export class TransformsChart extends Construct {
  constructor(scope: Construct, id: string, props: TransformsProps) {
    super(scope, id);
    const { context } = props;
    const chart = new WaveChart(this, { context, owner, wave: 'services', name: owner });
    addPushgateway(chart, { ...runMetrics, context, pushers: runPods });
    if (context.services.orchestration) addRunAccess(chart, namespace, transformRuns(props.config));
    addRuns(chart, props);
    const { warehouse } = props.bindings;
    const second = warehouse?.users?.reader;
    if (!warehouse || !second) return;
    addGrantsJob(chart, {
      name: `${owner}-warehouse-reader`,
      namespace,
      owner,
      binding: warehouse,
      second,
      grants: readerSql(second.username),
    });
  }
}
