/** The drawn stacks, in the colours of the page. */
export const graph = `
figure { margin: 0 0 0.5rem; }
figcaption { color: var(--soft); font-size: 0.8125rem; margin-top: 0.375rem; }
.scroll { overflow-x: auto; }
.graph { display: block; height: auto; font-family: var(--sans); font-size: 12px; }
.graph text { fill: var(--soft); }
.graph .site rect { fill: var(--sunk); stroke: var(--hair); }
.graph .site-name { fill: var(--ink); font-size: 13px; font-weight: 600; }
.graph .stack rect { fill: var(--raised); stroke: var(--line); }
.graph .stack .stack-name { fill: var(--ink); font-size: 13px; font-weight: 600; }
.graph .edge path { fill: none; stroke: var(--soft); stroke-width: 1.25; }
.graph .edge polygon { fill: var(--soft); }
`;
