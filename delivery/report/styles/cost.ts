/** Bills as areas and bars. Blue serves and stays, ochre waits for a loss or is added; words and places say the same. */
export const cost = `
h4 { font-size: 0.9375rem; font-weight: 600; margin: 1.5rem 0 0.25rem; }
.drawing { display: none; width: 100%; margin-top: 0.5rem; height: auto; font-family: var(--sans); font-size: 12px; font-variant-numeric: tabular-nums; }
.drawing.medium { display: block; max-width: 47rem; }
.drawing text { fill: var(--ink); }
.drawing .title { font-size: 13px; font-weight: 600; }
.drawing .total { font-size: 13px; }
.drawing .purpose, .drawing .note { fill: var(--soft); font-weight: 400; }
.drawing:has(.treemap) { max-width: none; }
.treemap rect { stroke: var(--paper); stroke-width: 1; }
.treemap .group { fill: none; stroke-width: 3; }
.treemap .name { font-weight: 600; }
.treemap .item { font-size: 11px; }
:is(.drawing, .drawing-key) :is(.fixed, .serving) { fill: var(--area); }
:is(.drawing, .drawing-key) .usage { fill: var(--area-light); }
:is(.drawing, .drawing-key) .mixed { fill: var(--hair); }
:is(.drawing, .drawing-key) :is(.standby, .more) { fill: var(--wait); }
:is(.drawing, .drawing-key) .backup { fill: var(--wait-light); }
:is(.drawing, .drawing-key) .copy { fill: var(--wait-mid); }
:is(.drawing, .drawing-key) .vault { fill: var(--wait-deep); }
:is(.drawing, .drawing-key) .link { fill: var(--line); }
:is(.drawing, .drawing-key) .less { fill: var(--kept-light); }
.parts rect, .bars rect { stroke: var(--paper); stroke-width: 1; }
.drawing .on-vault { fill: var(--paper); }
.whole { overflow-wrap: normal; }
.key { white-space: nowrap; margin-right: 1rem; }
.drawing-key { display: inline-block; width: 0.75rem; height: 0.75rem; margin-right: 0.125rem; vertical-align: -0.0625rem; }
.drawing-key rect { stroke: var(--soft); stroke-width: 0.5; }
.bars text { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
.bars .step { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 2 2; }
@media (min-width: 57.0625rem) {
  .whole { white-space: nowrap; }
}
@media (min-width: 68rem) {
  .drawing.wide { display: block; }
  .drawing.wide + .drawing.medium { display: none; }
}
@media (max-width: 44rem) {
  .drawing.medium { display: none; }
  .drawing.narrow { display: block; max-width: 30rem; }
}
`;
