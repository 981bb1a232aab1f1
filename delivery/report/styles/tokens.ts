/** Colours and type. Text has at least 4.5:1 on its ground in both schemes. */
export const tokens = `
:root {
  color-scheme: light dark;
  --paper: #fcfcfb;
  --sunk: #f4f5f4;
  --raised: #ffffff;
  --ink: #1a1e22;
  --soft: #545c64;
  --line: #cfd4d8;
  --hair: #e5e8ea;
  --link: #0b5787;
  --kept: #1c6b46;
  --idle: #656d75;
  --absent: #7d5200;
  --broken: #b1221a;
  --alarm: #fdeeec;
  --area: #bcd6ea;
  --area-light: #e1edf5;
  --wait: #f0d9a8;
  --wait-light: #f8edd3;
  --wait-mid: #e2bd72;
  --wait-deep: #7d5200;
  --kept-light: #b5dcc6;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', 'Noto Sans', sans-serif;
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #131619;
    --sunk: #1a1e22;
    --raised: #20252a;
    --ink: #e5e8eb;
    --soft: #a4adb5;
    --line: #3b434a;
    --hair: #272d32;
    --link: #8ac6f0;
    --kept: #7ed0a3;
    --idle: #98a1a9;
    --absent: #e3b661;
    --broken: #ff9d91;
    --alarm: #371c1a;
    --area: #1f4f70;
    --area-light: #1b3547;
    --wait: #5c4516;
    --wait-light: #3d3118;
    --wait-mid: #7d6021;
    --wait-deep: #e3b661;
    --kept-light: #1f5138;
  }
}
`;
