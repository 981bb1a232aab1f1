import { App, Chart } from 'cdk8s';
import type { Archive, NeedBinder, NeedRequest } from '../../../constructs/contracts';
import type { Site } from '../../../environments/model';
import type { NeedByKind, NeedKind } from '../../../services';
import { localSite } from '../../fixtures/sites';

export interface RenderedManifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly annotations?: object };
  // biome-ignore lint/suspicious/noExplicitAny: tests read what the cluster will read
  readonly spec: any;
}

/** A request of the service `tracking` on a local site. */
export const requestFor = <K extends NeedKind>(
  need: NeedByKind[K],
  name: string,
  site: Site = localSite(),
): NeedRequest<K> => ({ site, service: 'tracking', namespace: 'tracking', name, need });

/** What a provider adds to a chart. */
export function objectsOf<K extends NeedKind>(
  binder: NeedBinder<K>,
  request: NeedRequest<K>,
  archive?: Archive,
): RenderedManifest[] {
  const chart = new Chart(new App(), 'needs', { disableResourceNameHashes: true });
  binder.manifests(chart, request, archive);
  return chart.toJson();
}

export const kindsAndNames = (objects: readonly RenderedManifest[]): string[] =>
  objects.map(({ kind, metadata }) => `${kind}/${metadata.name}`).sort();

export function one(objects: readonly RenderedManifest[], kind: string, name?: string): RenderedManifest {
  const found = objects.find((object) => object.kind === kind && (name === undefined || object.metadata.name === name));
  if (!found) throw new Error(`no ${kind} ${name ?? ''}`);
  return found;
}
