import type { Construct } from 'constructs';
import type { GitOpsEngine } from '../../environments/model';
import { operators } from '../../services';
import type { ChartContext } from '../chart-context';
import { addArgoOperator, addArgoOperatorProject } from '../gitops/argo-operator';
import { addFluxOperator } from '../gitops/flux-operator';
import { WaveChart } from '../wave-chart';
import type { SiteOperator } from './operator-chart';
import { operatorCharts } from './operator-charts';
import type { OperatorRelease } from './operator-release';
import { operatorDepth } from './site-operators';

export interface OperatorsChartProps {
  readonly context: ChartContext;
  readonly operators: readonly SiteOperator[];
  readonly serviceNamespaces: readonly string[];
}

const engines: { readonly [E in GitOpsEngine]: (scope: Construct, releases: readonly OperatorRelease[]) => void } = {
  'argo-cd': (scope, releases) => {
    addArgoOperatorProject(scope, releases);
    for (const release of releases) addArgoOperator(scope, release);
  },
  flux: (scope, releases) => {
    for (const release of releases) addFluxOperator(scope, release);
  },
};

/** The operators of a site, as pinned applications of its GitOps engine: no Helm at build time. */
export class OperatorsChart extends WaveChart {
  constructor(scope: Construct, props: OperatorsChartProps) {
    const { context, serviceNamespaces } = props;
    super(scope, { context, wave: 'operators', name: 'operators' });
    const releases = props.operators.map(({ name, identity }): OperatorRelease => {
      const { namespace, chart, after } = operators[name];
      return {
        name,
        namespace,
        repository: chart.repository,
        chart: chart.name,
        version: chart.version,
        values: {
          ...operatorCharts[name].values({ context, identity, serviceNamespaces }),
          ...context.kubernetes.operators?.[name]?.values,
        },
        depth: operatorDepth(name),
        after,
      };
    });
    engines[context.gitops.engine](this, releases);
  }
}
