/** Tables; below 57rem the rows of wide tables become cards. */
export const tables = `
table { width: 100%; border-collapse: collapse; }
caption { text-align: left; color: var(--soft); font-size: 0.8125rem; padding-bottom: 0.25rem; }
th, td { text-align: left; vertical-align: baseline; padding: 0.375rem 1rem 0.375rem 0; border-bottom: 1px solid var(--hair); }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--soft); font-size: 0.8125rem; font-weight: 500; border-bottom-color: var(--line); white-space: nowrap; }
tbody th { font-weight: 500; }
tfoot th, tfoot td { border-top: 1px solid var(--line); border-bottom: 0; font-weight: 600; }
td { overflow-wrap: break-word; }
td.wide, td code { overflow-wrap: anywhere; }
.number { text-align: right; }
.finding-code { color: var(--broken); font-weight: 600; white-space: nowrap; }
@media screen and (max-width: 57rem) {
  .cards, .cards caption, .cards thead, .cards tbody, .cards tfoot, .cards th, .cards td { display: block; }
  .cards tr { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; }
  .cards thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .cards tr { padding: 0.5rem 0; border-bottom: 1px solid var(--hair); }
  .cards tfoot tr { border-bottom: 0; }
  .cards tbody:first-of-type tr:first-child { border-top: 1px solid var(--line); }
  .cards th, .cards td { border: 0; padding: 0; text-align: left; }
  .cards th, .cards td.wide { flex: 1 0 100%; }
  .cards td { flex: 1 0 40%; }
  .cards td.number { flex: 1 0 3rem; }
  .cards td::before { content: attr(data-label); display: block; color: var(--soft); font-size: 0.75rem; font-weight: 400; }
  .finding-code { white-space: normal; }
  .cards td:empty { display: none; }
}
`;
