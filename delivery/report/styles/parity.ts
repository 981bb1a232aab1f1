/** Parity matrix: columns line up from area to area; on narrow screens marks stand without their words. */
export const parity = `
.status { white-space: nowrap; }
.mark { vertical-align: -0.125em; margin-right: 0.375rem; fill: none; stroke: currentColor; stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
.idle .mark { stroke-width: 4; }
.kept .mark { color: var(--kept); }
.kept .word { color: var(--soft); }
.idle { color: var(--idle); }
.absent { color: var(--absent); }
.broken { color: var(--broken); font-weight: 650; }
.part { display: block; color: var(--soft); font-size: 0.75rem; }
sup { line-height: 0; margin-left: 0.125rem; font-size: 0.75rem; }
sup a { padding: 0.25rem; margin: -0.25rem 0; }
.parity { table-layout: fixed; }
h2 ~ .parity { margin-top: 1rem; }
.parity th:first-child { width: 46%; }
.parity tbody th { font-weight: 400; }
.parity td:has(.broken) { background: var(--alarm); box-shadow: -0.5rem 0 0 var(--alarm); }
.notes { margin: 0.5rem 0; padding-left: 1.25rem; color: var(--soft); font-size: 0.8125rem; }
.evidence { margin: 0; }
.evidence > div { padding: 0.5rem 0; border-top: 1px solid var(--hair); }
.evidence > div:first-child { border-top: 0; padding-top: 0; }
.evidence dt { font-weight: 500; }
.evidence dt code { color: var(--soft); font-weight: 400; margin-left: 0.375rem; }
.evidence dd { margin: 0.25rem 0 0; font-size: 0.8125rem; }
.evidence li { display: grid; grid-template-columns: 12rem minmax(0, 1fr); gap: 0 1rem; padding: 0.125rem 0; }
.evidence-cloud { display: grid; grid-template-columns: 1fr 5.25rem; color: var(--soft); }
.evidence-places code { display: block; }
.evidence-places .facts { display: block; }
@media (max-width: 40rem) {
  .parity th:first-child { width: auto; }
  .parity th:not(:first-child), .parity td { width: 2.75rem; padding-right: 0; text-align: center; vertical-align: middle; }
  .parity thead th { font-size: 0.6875rem; white-space: normal; line-height: 1.2; vertical-align: bottom; }
  .parity td .word, .parity td .part { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
  .parity td .mark { margin: 0; }
  .parity td:has(.broken) { box-shadow: none; }
  .parity tbody th { font-size: 0.875rem; line-height: 1.35; padding-right: 0.75rem; }
  .parity tbody th .facts { display: block; }
  .evidence li { grid-template-columns: minmax(0, 1fr); padding: 0.25rem 0; }
  .evidence-cloud { display: flex; gap: 0.75rem; }
}
`;
