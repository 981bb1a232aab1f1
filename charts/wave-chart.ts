import { Chart } from 'cdk8s';
import type { Construct, IConstruct } from 'constructs';
import type { ChartContext } from './chart-context';
import { ownerLabels } from './labels';

/** What is applied before what. A wave starts when everything of the wave before is healthy. */
export const waves = {
  foundations: 10,
  provisioner: 12,
  machines: 14,
  operators: 15,
  shared: 20,
  data: 30,
  migrations: 40,
  services: 50,
} as const;

export type Wave = keyof typeof waves;

export interface WaveChartProps {
  readonly context: ChartContext;
  readonly wave: Wave;
  /** Unique on the site: names the folder and the GitOps application. */
  readonly name: string;
  /** Service that the objects belong to. Default: the whole site, under the chart's name. */
  readonly owner?: string;
  readonly namespace?: string;
}

/** A chart whose objects are applied together, in one folder of the rendered tree. Names are never hashed. */
export class WaveChart extends Chart {
  readonly waveName: string;
  readonly waveNumber: number;
  readonly owner: string;
  /** Whether everything of later waves waits for it, or its own service only. */
  readonly siteWide: boolean;

  constructor(scope: Construct, props: WaveChartProps) {
    super(scope, `${waves[props.wave]}-${props.name}`, {
      namespace: props.namespace,
      labels: ownerLabels(props.context, props.owner ?? props.name),
      disableResourceNameHashes: true,
    });
    this.waveName = props.name;
    this.waveNumber = waves[props.wave];
    this.owner = props.owner ?? props.name;
    this.siteWide = props.owner === undefined;
  }

  /** Relative to the folder of the site. */
  get folder(): string {
    return `k8s/${this.waveNumber}-${this.waveName}`;
  }

  /** Every chart of waves under a construct. */
  static within(root: IConstruct): WaveChart[] {
    return root.node.findAll().filter((construct): construct is WaveChart => construct instanceof WaveChart);
  }
}
