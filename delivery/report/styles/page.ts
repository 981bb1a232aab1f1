/** Page, headings, links, header, disclosures. */
export const page = `
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body {
  margin: 0 auto; max-width: 70rem; padding: 2rem 1.5rem 5rem;
  background: var(--paper); color: var(--ink);
  font: 0.9375rem/1.5 var(--sans); font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
h1, h2, h3 { line-height: 1.2; text-wrap: balance; }
h1 { font-size: 1.5rem; font-weight: 650; letter-spacing: -0.015em; margin: 0; }
h2 { font-size: 1.375rem; font-weight: 650; letter-spacing: -0.01em; margin: 3rem 0 0.25rem; padding-top: 1.25rem; border-top: 1px solid var(--line); }
main > section:first-child > h2 { border-top: 0; margin-top: 1rem; }
h3 { font-size: 1rem; font-weight: 650; margin: 1.75rem 0 0.5rem; }
p { margin: 0.25rem 0; max-width: 44rem; }
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: 0.2em; text-decoration-color: color-mix(in srgb, currentColor 40%, transparent); }
a:hover { text-decoration-color: currentColor; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: 2px; }
main:focus { outline: none; }
:target { scroll-margin-top: 1rem; }
tr:target, li:target, details:target { background: var(--sunk); }
code { font: 0.875em/1.45 var(--mono); }
.facts { color: var(--soft); font-size: 0.8125rem; }
p.facts { max-width: none; }
.kicker { color: var(--soft); font-weight: 400; }
.plain { list-style: none; margin: 0; padding: 0; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: 0.5rem 0.75rem; background: var(--raised); border: 1px solid var(--line); }
.skip:focus { top: 0.5rem; }
.title-row { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0.25rem 1rem; }
.verdict { font-weight: 600; }
.verdict a { color: inherit; }
.verdict.fine { color: var(--kept); }
.verdict.wrong { color: var(--broken); }
.totals { display: grid; grid-template-columns: repeat(6, 1fr); margin: 1.25rem 0 0; border-block: 1px solid var(--line); }
.totals div { display: flex; flex-direction: column-reverse; padding: 0.75rem 0; }
.totals dt { color: var(--soft); font-size: 0.8125rem; }
.totals dd { margin: 0; font-size: 1.625rem; font-weight: 600; line-height: 1.2; letter-spacing: -0.02em; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; list-style: none; margin: 0.75rem 0 0; padding: 0; }
details { border-bottom: 1px solid var(--hair); }
summary { cursor: pointer; padding: 0.4375rem 0; }
summary::marker { color: var(--soft); font-size: 0.8125rem; }
.summary-title { font-weight: 500; margin-right: 0.5rem; }
.details-body { padding: 0.25rem 0 1.25rem 1.125rem; }
dl.release { display: grid; grid-template-columns: 7rem minmax(0, 1fr); gap: 0.25rem 1rem; align-items: baseline; margin: 0.25rem 0 1rem; }
dl.release dt { color: var(--soft); font-size: 0.8125rem; }
dl.release dd { margin: 0; }
.side-by-side { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: 1rem 2.5rem; align-items: start; }
@media (max-width: 40rem) {
  body { padding: 1.25rem 1rem 3rem; }
  .totals { grid-template-columns: repeat(3, 1fr); padding-block: 0.375rem; }
  .totals div { padding: 0.375rem 0; }
  .totals dd { font-size: 1.375rem; }
  h2 { margin-top: 2.75rem; }
  dl.release { grid-template-columns: minmax(0, 1fr); gap: 0; }
  dl.release dd { margin-bottom: 0.5rem; }
  nav ul { gap: 0 1.25rem; }
  nav a { display: inline-block; padding: 0.3125rem 0; }
  .details-body { padding-left: 0; }
}
`;
