import type { Construct } from 'constructs';
import type { GitOpsEngine } from '../../environments/model';
import { type OperatorDefinition, type OperatorName, operators } from '../../services';
import type { ChartContext } from '../chart-context';
import { addArgoOperator, addArgoOperatorProject } from '../gitops/argo-operator';
import { addFluxOperator } from '../gitops/flux-operator';
import { WaveChart } from '../wave-chart';
import { mergeValues } from './merge-values';
import type { ServiceBindings, SiteOperator } from './operator-chart';
import { operatorCharts } from './operator-charts';
import type { OperatorRelease } from './operator-release';
import { operatorDepth } from './site-operators';

export interface OperatorsChartProps {
  readonly context: ChartContext;
  readonly operators: readonly SiteOperator[];
  readonly bindings: ServiceBindings;
  readonly serviceNamespaces: readonly string[];
}

const engines: {
  readonly [E in GitOpsEngine]: {
    /** What all releases share. */
    project(scope: Construct, releases: readonly OperatorRelease[]): void;
    release(scope: Construct, release: OperatorRelease): void;
  };
} = {
  'argo-cd': { project: addArgoOperatorProject, release: addArgoOperator },
  flux: { project: () => {}, release: addFluxOperator },
};

const catalogue: Readonly<Record<OperatorName, OperatorDefinition>> = operators;

function releaseOf(
  { name, identity }: SiteOperator,
  { context, bindings, serviceNamespaces }: OperatorsChartProps,
): OperatorRelease {
  const { namespace, alsoIn = [], clusterKinds = [], chart, after, partOf } = catalogue[name];
  return {
    name,
    namespace,
    alsoIn,
    clusterKinds,
    repository: chart.repository,
    chart: chart.name,
    version: chart.version,
    values: mergeValues(
      operatorCharts[name].values({ context, identity, bindings, serviceNamespaces }),
      context.kubernetes.operators?.[name]?.values,
    ),
    depth: operatorDepth(name),
    // What lies in a later wave waits for everything of an earlier one.
    after: after.filter((before) => catalogue[before as OperatorName].partOf === partOf),
  };
}

/**
 * Third-party charts of a site, as pinned applications of its GitOps engine: no Helm at build time. Operators come
 * before every service, and what makes machines comes before them; a chart that is part of a service comes with it, when
 * its database and secrets are there.
 */
export function addOperators(scope: Construct, props: OperatorsChartProps): void {
  const { context } = props;
  const engine = engines[context.gitops.engine];
  const all = props.operators.map((operator) => ({ ...catalogue[operator.name], release: releaseOf(operator, props) }));
  const earliest = all.filter(({ first }) => first);
  const chart = new WaveChart(scope, { context, wave: 'operators', name: 'operators' });
  const provisioner = new WaveChart(scope, { context, wave: 'provisioner', name: 'provisioner' });
  engine.project(
    earliest.length > 0 ? provisioner : chart,
    all.map(({ release }) => release),
  );
  for (const { release } of earliest) engine.release(provisioner, release);
  for (const { partOf, first, release } of all) if (!partOf && !first) engine.release(chart, release);
  for (const owner of new Set(all.flatMap(({ partOf }) => partOf ?? []))) {
    const own = new WaveChart(scope, { context, owner, wave: 'services', name: `${owner}-releases` });
    for (const { partOf, release } of all) if (partOf === owner) engine.release(own, release);
  }
}
