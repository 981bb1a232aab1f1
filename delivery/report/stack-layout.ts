import type { Graph, Viz } from '@viz-js/viz';
import type { EnvironmentBuild, SiteSummary } from '../build';

type Point = readonly [x: number, y: number];

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PlacedStack {
  readonly name: string;
  readonly resources: number;
  readonly box: Box;
}

export interface PlacedSite {
  readonly site: SiteSummary;
  readonly box: Box;
  readonly stacks: readonly PlacedStack[];
}

/** From a stack to one that is applied after it. */
export interface PlacedEdge {
  /** Cubic curve: a start, then three points a segment. */
  readonly curve: readonly Point[];
  readonly head: readonly Point[];
}

export interface StackLayout {
  readonly width: number;
  readonly height: number;
  readonly sites: readonly PlacedSite[];
  readonly edges: readonly PlacedEdge[];
}

/** What is read of Graphviz' `json` output: operations `b` (curve) and `P`, `p` (filled, open polygon). */
interface DrawOperation {
  readonly op: string;
  readonly points?: readonly Point[];
}
interface DrawnObject {
  readonly name: string;
  readonly _draw_?: readonly DrawOperation[];
}
interface DrawnGraph {
  /** `left,bottom,right,top` */
  readonly bb: string;
  readonly objects?: readonly DrawnObject[];
  readonly edges?: readonly {
    readonly _draw_?: readonly DrawOperation[];
    readonly _hdraw_?: readonly DrawOperation[];
  }[];
}

const pointsPerInch = 72;
const stackSize = { width: 152, height: 50 };
/** Room around the stacks of a site; above them stands its title. */
const inset = { x: 16, top: 44, bottom: 16 };
const siteGap = 12;
/** A title fits into this. */
const narrowest = 340;

/** Stacks from left to right in the order they are applied. */
const graphOf = ({ stacks }: SiteSummary): Graph => ({
  directed: true,
  graphAttributes: { rankdir: 'LR', ranksep: 0.97, nodesep: 0.17, pad: 0, margin: 0 },
  nodeAttributes: {
    shape: 'box',
    fixedsize: true,
    width: stackSize.width / pointsPerInch,
    height: stackSize.height / pointsPerInch,
    label: '',
  },
  edgeAttributes: { arrowsize: 0.7 },
  nodes: stacks.map(({ name }) => ({ name })),
  edges: stacks.flatMap(({ name, dependsOn }) => dependsOn.map((before) => ({ tail: before, head: name }))),
});

const pointsOf = (operations: readonly DrawOperation[] | undefined, ...kinds: readonly string[]): readonly Point[] =>
  operations?.find(({ op }) => kinds.includes(op))?.points ?? [];

const rounded = (pixels: number): number => Math.round(pixels * 100) / 100;

function boxAround(points: readonly Point[]): Box {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { x, y, width: rounded(Math.max(...xs) - x), height: rounded(Math.max(...ys) - y) };
}

const drawings = new WeakMap<Viz, Map<string, DrawnGraph>>();

/** Lays a graph out once: the sites of most environments have the same stacks. */
function draw(viz: Viz, graph: Graph): DrawnGraph {
  const known = drawings.get(viz) ?? new Map<string, DrawnGraph>();
  drawings.set(viz, known);
  const key = JSON.stringify(graph);
  const drawn =
    known.get(key) ?? (JSON.parse(viz.renderString(graph, { format: 'json', yInvert: true })) as DrawnGraph);
  known.set(key, drawn);
  return drawn;
}

/** One site with its title at the top left and its upper edge at `y`. */
function placeSite(viz: Viz, site: SiteSummary, y: number) {
  const drawn = draw(viz, graphOf(site));
  const moved = (points: readonly Point[]): Point[] =>
    points.map(([pointX, pointY]) => [rounded(pointX + inset.x), rounded(pointY + inset.top + y)]);
  const boxes = new Map(
    drawn.objects?.map((object) => [object.name, boxAround(moved(pointsOf(object._draw_, 'p', 'P')))]),
  );
  const [left = 0, bottom = 0, right = 0, top = 0] = drawn.bb.split(',').map(Number);
  return {
    site,
    width: Math.ceil(Math.abs(right - left)) + 2 * inset.x,
    height: Math.ceil(Math.abs(bottom - top)) + inset.top + inset.bottom,
    stacks: site.stacks.map(({ name, resources }): PlacedStack => {
      const box = boxes.get(name);
      if (!box) throw new Error(`the layout has lost ${name}`);
      return { name, resources, box };
    }),
    edges: (drawn.edges ?? []).map(
      (edge): PlacedEdge => ({
        curve: moved(pointsOf(edge._draw_, 'b', 'B')),
        head: moved(pointsOf(edge._hdraw_, 'P', 'p')),
      }),
    ),
    y,
  };
}

/** Where the stacks of an environment stand, in pixels from the top left. The same build gives the same picture. */
export function layoutStacks(viz: Viz, { sites }: EnvironmentBuild): StackLayout {
  let y = 0;
  const placed = sites.map((site) => {
    const one = placeSite(viz, site, y);
    y += one.height + siteGap;
    return one;
  });
  const width = Math.max(narrowest, ...placed.map((one) => one.width));
  return {
    width,
    height: Math.max(0, y - siteGap),
    sites: placed.map(({ site, stacks, height, y: top }) => ({ site, stacks, box: { x: 0, y: top, width, height } })),
    edges: placed.flatMap(({ edges }) => edges),
  };
}
