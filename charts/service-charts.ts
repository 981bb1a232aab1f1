import type { Construct } from 'constructs';
import type { ServiceName, Services } from '../services';
import { CatalogChart } from './catalog/catalog-chart';
import { catalogSignals } from './catalog/signals';
import type { ServiceChartProps } from './chart-context';
import { DataQualityChart } from './data-quality/data-quality-chart';
import { dataQualitySignals } from './data-quality/signals';
import { DatabasesChart } from './databases/databases-chart';
import { databasesSignals } from './databases/signals';
import { FeatureStoreChart } from './feature-store/feature-store-chart';
import { featureStoreSignals } from './feature-store/signals';
import { GatewayChart } from './gateway/gateway-chart';
import { gatewaySignals } from './gateway/signals';
import { LakehouseChart } from './lakehouse/lakehouse-chart';
import { lakehouseSignals } from './lakehouse/signals';
import { LlmChart } from './llm/llm-chart';
import { llmSignals } from './llm/signals';
import { ModelMonitoringChart } from './model-monitoring/model-monitoring-chart';
import { modelMonitoringSignals } from './model-monitoring/signals';
import { MonitoringChart } from './monitoring/monitoring-chart';
import { monitoringSignals } from './monitoring/signals';
import { OrchestrationChart } from './orchestration/orchestration-chart';
import { orchestrationSignals } from './orchestration/signals';
import { ProcessingChart } from './processing/processing-chart';
import { processingSignals } from './processing/signals';
import { ScalingChart } from './scaling/scaling-chart';
import { scalingSignals } from './scaling/signals';
import { ServingChart } from './serving/serving-chart';
import { servingSignals } from './serving/signals';
import type { ServiceSignals } from './signals';
import { streamingSignals } from './streaming/signals';
import { StreamingChart } from './streaming/streaming-chart';
import { trackingSignals } from './tracking/signals';
import { TrackingChart } from './tracking/tracking-chart';
import { transformsSignals } from './transforms/signals';
import { TransformsChart } from './transforms/transforms-chart';
import { vectorStoreSignals } from './vector-store/signals';
import { VectorStoreChart } from './vector-store/vector-store-chart';
import { workbenchSignals } from './workbench/signals';
import { WorkbenchChart } from './workbench/workbench-chart';

/** Builds the chart of one service; what it makes lies in the waves it chooses. */
export type ServiceChart<S> = new (scope: Construct, id: string, props: ServiceChartProps<S>) => Construct;

/** What runs of a service inside the cluster, and what can be seen of it. */
export interface ServiceInCluster<S> {
  readonly Chart: ServiceChart<S>;
  readonly signals: ServiceSignals<S>;
}

/** Every service of the catalogue: one without a chart or signals does not compile. */
export const serviceCharts: { readonly [S in ServiceName]: ServiceInCluster<Services[S]> } = {
  gateway: { Chart: GatewayChart, signals: gatewaySignals },
  featureStore: { Chart: FeatureStoreChart, signals: featureStoreSignals },
  workbench: { Chart: WorkbenchChart, signals: workbenchSignals },
  tracking: { Chart: TrackingChart, signals: trackingSignals },
  orchestration: { Chart: OrchestrationChart, signals: orchestrationSignals },
  modelMonitoring: { Chart: ModelMonitoringChart, signals: modelMonitoringSignals },
  transforms: { Chart: TransformsChart, signals: transformsSignals },
  catalog: { Chart: CatalogChart, signals: catalogSignals },
  dataQuality: { Chart: DataQualityChart, signals: dataQualitySignals },
  lakehouse: { Chart: LakehouseChart, signals: lakehouseSignals },
  processing: { Chart: ProcessingChart, signals: processingSignals },
  streaming: { Chart: StreamingChart, signals: streamingSignals },
  databases: { Chart: DatabasesChart, signals: databasesSignals },
  monitoring: { Chart: MonitoringChart, signals: monitoringSignals },
  vectorStore: { Chart: VectorStoreChart, signals: vectorStoreSignals },
  llm: { Chart: LlmChart, signals: llmSignals },
  serving: { Chart: ServingChart, signals: servingSignals },
  scaling: { Chart: ScalingChart, signals: scalingSignals },
};
