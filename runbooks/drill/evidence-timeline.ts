import type { DrillEvent, DrillRecord, DrillRun } from '../../policies/drills/drill-evidence';

const width = 960;
const margin = { left: 24, right: 24 };
const laneHeight = 150;
const top = 64;

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[character] ?? '');

const colours: Readonly<Record<DrillEvent['kind'], string>> = {
  prepared: '#6b7280',
  absent: '#6b7280',
  'first-write': '#1d4ed8',
  protected: '#1d4ed8',
  'last-write': '#1d4ed8',
  lost: '#b91c1c',
  step: '#6b7280',
  'bad-read': '#b45309',
  'good-read': '#15803d',
};

/** What a picture leaves out: what happened before the first write. */
const shown = ({ events }: DrillRun): readonly DrillEvent[] =>
  events.filter(({ kind }) => kind !== 'prepared' && kind !== 'absent');

const labels: Readonly<Record<DrillEvent['kind'], (what: string) => string>> = {
  prepared: () => 'prepared',
  absent: () => 'absent',
  'first-write': () => 'first write',
  protected: () => 'protected',
  'last-write': () => 'last acknowledged write',
  lost: () => 'loss',
  step: (what) => what,
  'bad-read': () => 'first read fails',
  'good-read': () => 'marker read',
};

const shorten = (text: string): string => (text.length > 44 ? `${text.slice(0, 41)}...` : text);

const milliseconds = ({ at }: DrillEvent): number => Date.parse(at);

function lane(run: DrillRun, index: number, spanMs: number): string {
  const events = shown(run);
  const begin = Math.min(...events.map(milliseconds));
  const scale = (width - margin.left - margin.right) / Math.max(1, spanMs);
  const x = (at: number): number => Math.round((margin.left + (at - begin) * scale) * 10) / 10;
  const y = top + index * laneHeight + 28;
  const lost = events.find(({ kind }) => kind === 'lost');
  const { rpoSeconds, rtoSeconds } = run.measured;
  const band = (from: number, to: number, colour: string, title: string): string =>
    `<rect x="${x(from)}" y="${y - 7}" width="${Math.max(2, Math.round((x(to) - x(from)) * 10) / 10)}" height="14" fill="${colour}"><title>${escaped(title)}</title></rect>`;
  const at = lost ? milliseconds(lost) : begin;
  const bands = [
    ...(rpoSeconds === undefined ? [] : [band(at - rpoSeconds * 1000, at, '#fca5a5', `RPO ${rpoSeconds} s`)]),
    ...(rtoSeconds === undefined ? [] : [band(at, at + rtoSeconds * 1000, '#fde68a', `RTO ${rtoSeconds} s`)]),
  ];
  const marks = events.map((event, number) => {
    const place = x(milliseconds(event));
    const text = escaped(shorten(labels[event.kind](event.what)));
    const right = place > width * 0.7;
    const line = y + 22 + (number % 7) * 14;
    return [
      `<line x1="${place}" y1="${y - 9}" x2="${place}" y2="${line - 8}" stroke="${colours[event.kind]}"/>`,
      `<text x="${right ? place - 4 : place + 4}" y="${line}" text-anchor="${right ? 'end' : 'start'}" fill="${colours[event.kind]}">${text}</text>`,
    ].join('');
  });
  const figures = [
    `RPO ${rpoSeconds === undefined ? 'nothing survived' : `${rpoSeconds} s`}`,
    `RTO ${rtoSeconds === undefined ? 'never read' : `${rtoSeconds} s`}`,
    `${run.measured.lost} of ${run.measured.acknowledged} writes lost`,
  ];
  const title = run.mechanism === 'on' ? 'with the mechanism' : 'negative control, without it';
  return [
    `<text x="${margin.left}" y="${y - 16}" font-weight="bold">${title}: ${figures.join(', ')}</text>`,
    `<line x1="${margin.left}" y1="${y}" x2="${width - margin.right}" y2="${y}" stroke="#9ca3af"/>`,
    ...bands,
    ...marks,
  ].join('\n');
}

/** A picture of a drill, one line a run on one scale of time. The same record always gives the same bytes. */
export function evidenceTimeline(record: DrillRecord): string {
  const spans = record.runs.map((run) => {
    const times = shown(run).map(milliseconds);
    return Math.max(...times) - Math.min(...times);
  });
  const span = Math.max(1, ...spans);
  const height = top + record.runs.length * laneHeight;
  const title = `${record.scenario} of ${record.environment}: ${record.verdict}`;
  const promise = `promised: RPO ${record.promised.rpoSeconds} s, RTO ${record.promised.rtoSeconds} s; whole line: ${span / 1000} s`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title" font-family="sans-serif" font-size="12" fill="#111827">`,
    `<title id="title">${escaped(title)}</title>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    `<text x="${margin.left}" y="26" font-size="16" font-weight="bold">${escaped(title)}</text>`,
    `<text x="${margin.left}" y="46">${escaped(promise)}</text>`,
    ...record.runs.map((run, index) => lane(run, index, span)),
    '</svg>',
    '',
  ].join('\n');
}
