import type { EnvironmentBuild } from '../build';
import { htmlDocument } from './html-document';
import { Page } from './page';
import { parityMatrix } from './parity-matrix';
import { layoutStacks } from './stack-layout';

export interface ReportOptions {
  /** Heading and document title. Default: `Evenkeel build`. */
  readonly title?: string;
}

/**
 * One self-contained HTML document over all builds: no script, no request, nothing that differs between two runs over
 * the same builds.
 */
export async function renderReport(
  builds: readonly EnvironmentBuild[],
  { title = 'Evenkeel build' }: ReportOptions = {},
): Promise<string> {
  const { instance } = await import('@viz-js/viz');
  const viz = await instance();
  const environments = builds.map((build) => ({ build, layout: layoutStacks(viz, build) }));
  return htmlDocument(title, <Page title={title} environments={environments} matrix={parityMatrix(builds)} />);
}
