import type { Construct } from 'constructs';
import type { ChartContext } from '../chart-context';
import type { SiteNamespace } from '../foundations/namespaces';
import { WaveChart } from '../wave-chart';
import { addGateway } from './gateway';
import { addIssuers } from './issuers';
import { addSecretStore } from './secret-store';

export interface SharedChartProps {
  readonly context: ChartContext;
  readonly namespaces: readonly SiteNamespace[];
}

/** What every service of a site uses: where secrets come from, who signs certificates, the way in. */
export class SharedChart extends WaveChart {
  constructor(scope: Construct, { context, namespaces }: SharedChartProps) {
    super(scope, { context, wave: 'shared', name: 'shared' });
    const services = namespaces.filter(({ purpose }) => purpose === 'service').map(({ name }) => name);
    addSecretStore(this, context, services);
    addIssuers(this, context);
    addGateway(this, context);
  }
}
