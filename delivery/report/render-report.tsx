import { createHash } from 'node:crypto';
import { renderToString } from 'preact-render-to-string';
import type { EnvironmentBuild } from '../build';
import { Page } from './page';
import { parityMatrix } from './parity-matrix';
import { layoutStacks } from './stack-layout';
import { styleSheet } from './styles';

export interface ReportOptions {
  /** Heading and document title. Default: `Evenkeel build`. */
  readonly title?: string;
}

/** Browsers ask for an icon of their own accord; an empty one in place keeps the page free of requests. */
const noIcon = 'data:,';

const hash = createHash('sha256').update(styleSheet).digest('base64');

/** The one style sheet is allowed by its hash, everything else is refused, whatever text a build holds. */
const securityPolicy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;

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
  const html = renderToString(
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content={securityPolicy} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>{title}</title>
        <link rel="icon" href={noIcon} />
        <style>{styleSheet}</style>
      </head>
      <body>
        <Page title={title} environments={environments} matrix={parityMatrix(builds)} />
      </body>
    </html>,
  );
  return `<!doctype html>\n${html}\n`;
}
