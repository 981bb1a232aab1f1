import type { Place, Places } from './places';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);

const item = ({ title, summary, url }: Place): string[] => [
  '      <li>',
  `        <a href="${escaped(url)}">${escaped(title)}</a>`,
  ...(summary ? [`        <p>${escaped(summary)}</p>`] : []),
  `        <p class="address">${escaped(url)}</p>`,
  '      </li>',
];

const section = (id: string, heading: string, places: readonly Place[]): string[] =>
  places.length === 0
    ? []
    : [
        `    <section aria-labelledby="${id}">`,
        `      <h2 id="${id}">${heading}</h2>`,
        '      <ul>',
        ...places.flatMap(item),
        '      </ul>',
        '    </section>',
      ];

export interface PageProps {
  readonly heading: string;
  /** Name of the site: which of several it is. */
  readonly site: string;
  readonly contact: string;
  readonly places: Places;
}

/** The page: headings, lists and links; no script, nothing from elsewhere. */
export const page = ({ heading, site, contact, places }: PageProps): string =>
  [
    '<!doctype html>',
    '<html lang="en">',
    '  <head>',
    '    <meta charset="utf-8">',
    '    <meta name="viewport" content="width=device-width, initial-scale=1">',
    `    <title>${escaped(heading)}</title>`,
    '    <link rel="icon" href="data:,">',
    '    <link rel="stylesheet" href="style.css">',
    '  </head>',
    '  <body>',
    '    <header>',
    `      <h1>${escaped(heading)}</h1>`,
    `      <p>Site ${escaped(site)}</p>`,
    '    </header>',
    '    <main>',
    ...section('people', 'Open', places.people),
    ...section('programs', 'For programs', places.programs),
    ...(places.people.length + places.programs.length === 0
      ? ['    <p>No service of this site has an address.</p>']
      : []),
    '    </main>',
    `    <footer><p>Questions: <a href="mailto:${escaped(contact)}">${escaped(contact)}</a></p></footer>`,
    '  </body>',
    '</html>',
    '',
  ].join('\n');

/** One column on a phone, as many as fit elsewhere; light or dark as the reader's system is. */
export const style = `:root { color-scheme: light dark; --ink: #1a2027; --paper: #fff; --line: #6b7580; --link: #0b57a4; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf0; --paper: #14181d; --line: #8a949f; --link: #8ec5ff; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 70rem; padding: 1rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0; font-size: 1.75rem; line-height: 1.2; }
ul { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr)); gap: 1rem; margin: 0; padding: 0; list-style: none; }
li { border: 1px solid var(--line); border-radius: 0.5rem; padding: 1rem; overflow-wrap: anywhere; }
li p { margin: 0.25rem 0 0; }
a { color: var(--link); }
li a { display: inline-block; font-size: 1.125rem; font-weight: 600; }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.address { font-size: 0.875rem; }
footer { margin-top: 2rem; }
`;
