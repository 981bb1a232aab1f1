import { InputError } from '../../environments/model';
import type { Attribution } from './attribution';
import { type BillLine, totalOf } from './bill';

type NameOf = (line: BillLine, attribution: Attribution) => string;

/** What services use together, by what it is. */
const shared = ({ stack }: BillLine, { pool }: Attribution): string =>
  `shared: ${pool === undefined ? stack : `pool ${pool}`}`;

const service: NameOf = (line, of) => of.service ?? shared(line, of);

const namesByView: Readonly<Record<string, NameOf>> = {
  site: ({ site }) => site,
  stack: ({ stack }) => stack,
  service,
  need: (line, of) => (of.service === undefined ? service(line, of) : `${of.service}/${of.need ?? '-'}`),
  owner: (_, { owner }) => owner ?? 'no owner',
  recovery: (_, { recovery = 'serving' }) => recovery,
};

const tagView = 'tag:';
const ofTag =
  (tag: string): NameOf =>
  (_, { tags }) =>
    tags[tag] ?? 'untagged';

/** What `--by` takes. */
export const viewNames = [...Object.keys(namesByView), `${tagView}<name>`];

const nameIn = (view: string): NameOf | undefined =>
  view.startsWith(tagView) && view !== tagView
    ? ofTag(view.slice(tagView.length))
    : Object.hasOwn(namesByView, view)
      ? namesByView[view]
      : undefined;

/** One thing of a view. */
export interface ViewRow {
  readonly name: string;
  readonly fixed: number;
  readonly usage: number;
  readonly monthly: number;
}

/** The same bill by something else: its rows, the largest first, are the bill. */
export interface BillView {
  readonly by: string;
  readonly rows: readonly ViewRow[];
}

/**
 * Views as somebody types them: `service`, `tag:cost-centre`.
 * @throws InputError COST_VIEW for every one that does not exist
 */
export function checkViews(typed: readonly string[]): void {
  const wrong = typed.filter((view) => !nameIn(view));
  if (wrong.length === 0) return;
  throw new InputError(
    wrong.map((value) => ({
      code: 'COST_VIEW' as const,
      file: '--by',
      place: '',
      message: 'a bill has no such view',
      value,
      allowed: viewNames,
      fix: 'use a view of the list',
    })),
  );
}

/**
 * The lines of a bill by what a view shows.
 * @throws InputError COST_VIEW when there is no such view
 */
export function linesBy(
  by: string,
  lines: readonly BillLine[],
  attributed: (line: BillLine) => Attribution,
): ReadonlyMap<string, readonly BillLine[]> {
  checkViews([by]);
  const nameOf = nameIn(by) as NameOf;
  const groups = new Map<string, BillLine[]>();
  for (const line of lines) {
    const name = nameOf(line, attributed(line));
    const group = groups.get(name) ?? [];
    groups.set(name, group);
    group.push(line);
  }
  return groups;
}

/** @throws InputError COST_VIEW when there is no such view */
export function viewOf(by: string, lines: readonly BillLine[], attributed: (line: BillLine) => Attribution): BillView {
  const rows = [...linesBy(by, lines, attributed)].map(([name, own]) => ({
    name,
    fixed: totalOf(own.filter(({ basis }) => basis === 'fixed')),
    usage: totalOf(own.filter(({ basis }) => basis === 'usage')),
    monthly: totalOf(own),
  }));
  return { by, rows: rows.sort((a, b) => b.monthly - a.monthly || (a.name < b.name ? -1 : 1)) };
}
