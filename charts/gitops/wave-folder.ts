import { ApiObject } from 'cdk8s';
import { shiftedWeights } from '../../constructs/kubernetes/gateway-names';
import { stopsLabel } from '../../environments/model';
import type { ChartContext } from '../chart-context';
import type { WaveChart } from '../wave-chart';

/** A rendered folder that the engine applies as one, and the folders it waits for. */
export interface WaveFolder {
  readonly name: string;
  /** Path in the repository. */
  readonly path: string;
  readonly wave: number;
  readonly after: readonly string[];
  /** Whether it holds routes whose weights a controller shifts. */
  readonly shiftsWeights: boolean;
  /** Kinds in it whose number the off-hours job sets; each as `<group>/<kind>`. */
  readonly stops: readonly string[];
  /** Kinds of what is in it; each as `<group>/<version>/<kind>`. */
  readonly kinds: readonly string[];
}

/** Folder of a site in the repository. */
export const sitePath = ({
  gitops,
  environment,
  site,
}: Pick<ChartContext, 'gitops' | 'environment' | 'site'>): string => `${gitops.path}/${environment}/${site}`;

/** The charts a chart waits for: its own service's wave before, or else the last wave of the whole site before it. */
function before(chart: WaveChart, charts: readonly WaveChart[]): readonly WaveChart[] {
  const earlier = charts.filter((other) => other.waveNumber < chart.waveNumber);
  const own = earlier.filter((other) => other.owner === chart.owner);
  const candidates = own.length > 0 ? own : earlier.filter((other) => other.siteWide);
  const last = Math.max(...candidates.map((other) => other.waveNumber));
  return candidates.filter((other) => other.waveNumber === last);
}

const objectsOf = (chart: WaveChart): ApiObject[] =>
  chart.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));

const labelled = (chart: WaveChart, labels: Readonly<Record<string, string>>): ApiObject[] =>
  objectsOf(chart).filter(({ metadata }) =>
    Object.entries(labels).every(([label, value]) => metadata.getLabel(label) === value),
  );

const stops = (chart: WaveChart): string[] =>
  [...new Set(labelled(chart, stopsLabel).map(({ apiGroup, kind }) => `${apiGroup}/${kind}`))].sort();

const kinds = (chart: WaveChart): string[] =>
  [...new Set(objectsOf(chart).map(({ apiVersion, kind }) => `${apiVersion}/${kind}`))].sort();

/** The folders of a site in the order in which they are applied. */
export const waveFolders = (context: ChartContext, charts: readonly WaveChart[]): WaveFolder[] =>
  charts
    .map((chart) => ({
      name: chart.waveName,
      path: `${sitePath(context)}/${chart.folder}`,
      wave: chart.waveNumber,
      after: before(chart, charts)
        .map((other) => other.waveName)
        .sort(),
      shiftsWeights: labelled(chart, shiftedWeights).length > 0,
      stops: stops(chart),
      kinds: kinds(chart),
    }))
    .sort((a, b) => a.wave - b.wave || (a.name < b.name ? -1 : 1));
