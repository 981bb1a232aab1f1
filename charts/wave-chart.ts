import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { ChartContext } from './chart-context';
import { ownerLabels } from './labels';
import type { Manifest, RenderedObject } from './rendered-object';

/** What is applied before what. A wave starts when everything of the wave before is healthy. */
export const waves = { foundations: 10, operators: 15, shared: 20, data: 30, migrations: 40, services: 50 } as const;

export type Wave = keyof typeof waves;

export interface WaveChartProps {
  readonly context: ChartContext;
  readonly wave: Wave;
  /** Unique on the site: names the folder and the GitOps application. */
  readonly name: string;
  /** Service whose labels the objects carry. Default: the name. */
  readonly owner?: string;
  readonly namespace?: string;
}

/** A chart whose objects are applied together, in one folder of the rendered tree. Names are never hashed. */
export class WaveChart extends Chart {
  readonly wave: Wave;
  readonly waveName: string;

  constructor(scope: Construct, props: WaveChartProps) {
    super(scope, `${waves[props.wave]}-${props.name}`, {
      namespace: props.namespace,
      labels: ownerLabels(props.context, props.owner ?? props.name),
      disableResourceNameHashes: true,
    });
    this.wave = props.wave;
    this.waveName = props.name;
  }

  /** Relative to the folder of the site. */
  get folder(): string {
    return `k8s/${waves[this.wave]}-${this.waveName}`;
  }

  /** Every chart of waves under a construct. */
  static within(root: IConstruct): WaveChart[] {
    return root.node.findAll().filter((construct): construct is WaveChart => construct instanceof WaveChart);
  }
}

/** The objects of a chart, as they will be written. */
export const renderChart = (chart: Chart, folder: string): RenderedObject[] =>
  (chart.toJson() as Manifest[]).map((manifest) => ({ folder, manifest }));
