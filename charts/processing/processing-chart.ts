import { Construct } from 'constructs';
import { processing } from '../../services';
import { WaveChart } from '../wave-chart';
import { addAccess } from './access';
import { addBatches } from './batches';
import { addHistory } from './history';
import type { ProcessingProps } from './processing-props';
import { addStreams } from './streams';

/** Flink's streams, Spark's batches and the pages of their past runs. */
export class ProcessingChart extends Construct {
  constructor(scope: Construct, id: string, props: ProcessingProps) {
    super(scope, id);
    const owner = processing.name;
    const { context, bindings } = props;
    const chart = new WaveChart(this, { context, owner, wave: 'services', name: owner });
    addAccess(chart, { flink: bindings.flink.serviceAccountName, spark: bindings.spark.serviceAccountName });
    addStreams(chart, props);
    addBatches(chart, props);
    addHistory(chart, props);
  }
}
