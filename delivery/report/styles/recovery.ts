/** The ways back as bars: steps that people take, steps that machines take, and the promise as a line. */
export const recovery = `
.ways { display: block; width: 100%; max-width: 30rem; height: auto; font-family: var(--sans); font-size: 13px; }
.ways text { fill: var(--ink); }
.ways .minutes { fill: var(--soft); }
.ways .people { fill: var(--absent); }
.ways .machines { fill: var(--link); }
.ways .step { stroke: var(--paper); stroke-width: 1; }
.ways .promise { stroke: var(--broken); stroke-width: 2; }
.ways .room { fill: var(--hair); }
.way-key { display: inline-block; width: 0.75rem; height: 0.75rem; margin-right: 0.25rem; vertical-align: -0.0625rem; }
.way-key .people { fill: var(--absent); }
.way-key .machines { fill: var(--link); }
.way-key .promise { fill: var(--broken); }
`;
