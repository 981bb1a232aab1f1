/** On paper: dark ink on white whatever the scheme, everything open, nothing that only works on a screen. */
export const print = `
@media print {
  :root {
    --paper: #ffffff; --sunk: #ffffff; --raised: #ffffff; --ink: #000000; --soft: #444444; --line: #999999; --hair: #cccccc;
    --link: #000000; --kept: #1c6b46; --idle: #555555; --absent: #7d5200; --broken: #b1221a; --alarm: #ffffff;
    --area: #bcd6ea; --area-light: #e1edf5; --wait: #f0d9a8; --wait-light: #f8edd3; --wait-mid: #e2bd72; --wait-deep: #7d5200; --kept-light: #b5dcc6;
  }
  body { max-width: none; padding: 0; font-size: 9pt; }
  nav, .skip { display: none; }
  h2, h3, caption, summary { break-after: avoid; }
  tr, li, figure, .evidence > div { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; }
  .scroll { overflow: visible; }
  .graph { max-width: 100%; }
  a { text-decoration: none; }
}
`;
