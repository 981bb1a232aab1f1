import type { Chart } from 'cdk8s';

/** A Kubernetes object as plain data. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [key: string]: unknown;
}

/** One object and the folder of the site's tree it is written to: `k8s/<wave>-<name>` or `gitops`. */
export interface RenderedObject {
  readonly folder: string;
  readonly manifest: Manifest;
}

const sortKey = ({ folder, manifest }: RenderedObject): string =>
  [folder, manifest.kind.toLowerCase(), manifest.metadata.namespace ?? '', manifest.metadata.name].join('\0');

/** Sorted by folder, kind, namespace and name, whatever order the charts were built in. */
export const sortRendered = (objects: readonly RenderedObject[]): RenderedObject[] =>
  objects
    .map((object) => ({ object, key: sortKey(object) }))
    .sort((a, b) => (a.key < b.key ? -1 : Number(a.key > b.key)))
    .map(({ object }) => object);

/** The objects of a chart, as they will be written. */
export const renderChart = (chart: Chart, folder: string): RenderedObject[] =>
  (chart.toJson() as Manifest[]).map((manifest) => ({ folder, manifest }));
