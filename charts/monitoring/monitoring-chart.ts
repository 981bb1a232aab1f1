import { Construct } from 'constructs';
import { composedSecret } from '../../constructs/in-cluster/composed-secret';
import { WaveChart } from '../wave-chart';
import { addBlackbox } from './exporters/blackbox';
import { addCloudMetrics } from './exporters/cloud-metrics';
import { addGpuExporter } from './exporters/gpu-exporter';
import { addNodeExporter } from './exporters/node-exporter';
import { addOpencost } from './exporters/opencost';
import type { MonitoringProps } from './monitoring-props';
import { namespace, owner } from './parts';
import { addScrapeConfig } from './scrape-config';
import { addGateway } from './telemetry/gateway';
import { addLogAgent } from './telemetry/log-agent';
import { addLoki, lokiProps } from './telemetry/loki';
import { addTempo, tempoProps } from './telemetry/tempo';
import { addFederation } from './thanos/federation';
import { addQueriers } from './thanos/queriers';
import { sidecarSecret } from './thanos/sidecar';
import { addStorage } from './thanos/storage';
import { thanosProps } from './thanos/thanos-props';

/**
 * What stands beside Prometheus, Alertmanager and Grafana, which are a release of their own: where series, logs and traces
 * are kept, and what they come from.
 */
export class MonitoringChart extends Construct {
  constructor(scope: Construct, id: string, props: MonitoringProps) {
    super(scope, id);
    this.addServers(props);
    this.addExporters(props);
  }

  private addServers(props: MonitoringProps): void {
    const { context } = props;
    const servers = new WaveChart(this, { context, owner, wave: 'services', name: owner });
    addScrapeConfig(servers);
    const thanos = thanosProps(props);
    if (thanos) {
      const secret = sidecarSecret(thanos);
      const storage = new WaveChart(this, { context, owner, wave: 'data', name: `${owner}-storage` });
      if (secret) composedSecret(storage, { namespace, ...secret });
      if (thanos.peerAuthority) addFederation(storage, context, thanos.peerAuthority);
      addStorage(servers, thanos);
      addQueriers(servers, thanos);
    }
    const loki = lokiProps(props);
    const tempo = tempoProps(props);
    if (loki) addLoki(servers, loki);
    if (tempo) addTempo(servers, tempo);
    if (loki || tempo) addGateway(servers, props);
  }

  private addExporters({ context, config }: MonitoringProps): void {
    const exporters = new WaveChart(this, { context, owner, wave: 'services', name: `${owner}-exporters` });
    if (config.logs.enabled) addLogAgent(exporters);
    if (config.nodes) addNodeExporter(exporters);
    if (config.nodes && context.hasGpus) addGpuExporter(exporters);
    if (config.probes) addBlackbox(exporters, context);
    if (config.cost) addOpencost(exporters, context);
    addCloudMetrics(exporters, context);
  }
}
