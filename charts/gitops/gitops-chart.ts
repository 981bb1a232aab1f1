import { Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import type { GitOpsEngine } from '../../environments/model';
import type { ChartContext } from '../chart-context';
import type { SiteNamespace } from '../foundations/namespaces';
import { ownerLabels } from '../labels';
import { addArgoWaves } from './argo-waves';
import { addFluxWaves } from './flux-waves';
import type { WaveFolder } from './wave-folder';

export interface GitopsChartProps {
  readonly context: ChartContext;
  readonly folders: readonly WaveFolder[];
  readonly namespaces: readonly SiteNamespace[];
}

const engines: { readonly [E in GitOpsEngine]: (scope: Construct, props: GitopsChartProps) => void } = {
  'argo-cd': addArgoWaves,
  flux: addFluxWaves,
};

/** What the root applies: one application a rendered folder, in order. */
export class GitopsChart extends Chart {
  static readonly folder = 'gitops';

  constructor(scope: Construct, props: GitopsChartProps) {
    super(scope, 'gitops', { labels: ownerLabels(props.context, 'gitops'), disableResourceNameHashes: true });
    engines[props.context.gitops.engine](this, props);
  }
}
