import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { table } from '../../docs/generate/page';
import { session } from './session';

interface WayStep {
  readonly where: string;
  readonly what: string;
  /** Until it is over: none. */
  seconds?: number;
}

const FILE = 'whole-way.md';
const checkout = resolve(__dirname, '..', '..');

const introduction = `<!-- Written by the proof \`whole-way\`; changes by hand are lost. -->

# The whole way, recorded

One run of the proof \`whole-way\`: a release goes from dev through staging to production and back. Production is three clusters, each
with what is rendered for another cloud. What begins with \`evenkeel\` or \`git\` is typed; the rest comes by itself. Sites go at the same
time, so their seconds overlap. They are of two cores that ran everything, three API servers with their controllers, Flux and Git, and
other work beside.

Real are Git and its server, the command line, the API servers, the controllers and Flux. Played are pods, operators, the clouds
themselves and what is made in them, the digests that a registry would give (the lock is recorded before and after they are put in,
in one step here), and the time that gates wait for: 24 hours of staging and an hour between waves pass by \`--now\`. Alerts and error
budgets come from a file (\`--facts\`); what Flux applies, the clusters tell the gate on waves themselves. Those options are left out
below. All sites follow Flux, because an environment has one engine; the proof \`gitops\` holds Argo CD to the same.
Dev and staging have no cluster here.

To make this page anew (\`npm run proof:setup\` once):

\`\`\`sh
EVENKEEL_RECORDS=docs/records npm run proof -- whole-way
\`\`\`
`;

/** What happened on the way of a release, in order, and how long each step took. */
export class WayRecord {
  private readonly steps: WayStep[] = [];

  /** @param what the command that is typed, or what comes by itself */
  async step<T>(where: string, what: string, work: () => Promise<T>): Promise<T> {
    const step: WayStep = { where, what };
    this.steps.push(step);
    const began = performance.now();
    const result = await work();
    step.seconds = Math.round((performance.now() - began) / 1000);
    return result;
  }

  /** What happened where, without times, in the order in which it began. */
  get way(): string[] {
    return this.steps.map(({ where, what }) => `${where}: ${what}`);
  }

  /** As a table of Markdown. */
  table(): string {
    const rows = this.steps.map(({ where, what, seconds }, index) => {
      const words = /^(evenkeel|git) /.test(what) ? `\`${what}\`` : what;
      return [`${index + 1}`, where, words, seconds === undefined ? 'not over' : `${seconds}`];
    });
    return table(['step', 'where', 'what', 'seconds'], rows, [0, 3]);
  }

  /** Writes the page into the folder that `EVENKEEL_RECORDS` names, or into the scratch folder. */
  write(): void {
    const folder = resolve(checkout, process.env.EVENKEEL_RECORDS ?? session().folder);
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, FILE), `${introduction}\n${this.table()}\n`);
  }
}

/** What the page in the repository says, as {@link WayRecord.way} has it. */
export function recordedWay(): string[] {
  const page = readFileSync(join(checkout, 'docs', 'records', FILE), 'utf8');
  return [...page.matchAll(/^\| \d+ \| (.*?) \| (.*?) \| \d+ \|$/gm)].map(
    ([, where = '', what = '']) => `${where}: ${what.replaceAll('`', '')}`,
  );
}
