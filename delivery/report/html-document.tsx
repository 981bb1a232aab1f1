import { createHash } from 'node:crypto';
import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { styleSheet } from './styles';

/** Browsers ask for an icon of their own accord; an empty one in place keeps the page free of requests. */
const noIcon = 'data:,';

const hash = createHash('sha256').update(styleSheet).digest('base64');

/** The one style sheet is allowed by its hash, everything else is refused, whatever text a page holds. */
const securityPolicy = `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** One self-contained HTML document: no script, no request. */
export function htmlDocument(title: string, body: ComponentChildren): string {
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
      <body>{body}</body>
    </html>,
  );
  return `<!doctype html>\n${html}\n`;
}
