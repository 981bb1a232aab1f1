import { Construct } from 'constructs';
import { monitoring } from '../../services';
import type { ServiceChartProps } from '../chart-context';
import { WaveChart } from '../wave-chart';
import { addScrapeConfig } from './scrape-config';

/** What Prometheus watches on a site. Prometheus, Alertmanager and Grafana are a release of their own. */
export class MonitoringChart extends Construct {
  constructor(scope: Construct, id: string, { context }: ServiceChartProps<typeof monitoring>) {
    super(scope, id);
    const owner = monitoring.name;
    addScrapeConfig(new WaveChart(this, { context, owner, wave: 'services', name: owner }));
  }
}
