import type { PromotionDifference } from '../delivery/promotion/difference';
import type { JudgedGate } from '../delivery/promotion/gate';
import type { HistoryEntry } from '../delivery/promotion/history';
import { isOfModels } from '../delivery/release-lock/component-paths';
import { money } from '../policies/cost/money';
import type { PromotionReport } from '../runbooks/promotion/promotion-commit';
import type { RevertReport } from '../runbooks/promotion/revert';
import { signed } from './cost/cost-difference-text';
import type { DocumentPart, DocumentTable } from './document';

const mostRows = 30;

const short = (id: string): string => id.slice(0, 12);

/** Names come from files and from Git: none of them steers a terminal. */
const plain = (text: string): string => text.replaceAll(/[^\P{C}\n]/gu, '?');

function rowsOf<T>(all: readonly T[], row: (one: T) => string[], width: number): string[][] {
  const rest = all.length - mostRows;
  const more = rest > 0 ? [[`${rest} more`, ...Array.from({ length: width - 1 }, () => '')]] : [];
  return [...all.slice(0, mostRows).map((one) => row(one).map(plain)), ...more];
}

function table<T>(
  head: readonly string[],
  all: readonly T[],
  row: (one: T) => string[],
  numbers: number[] = [],
): DocumentTable {
  return { head, numbers, rows: rowsOf(all, row, head.length) };
}

function componentParts(components: PromotionReport['components']): DocumentPart[] {
  if (components.length === 0) return [];
  const sorted = [...components].sort((a, b) => Number(isOfModels(b)) - Number(isOfModels(a)));
  return [
    'New in the release:',
    table(['component', 'before', 'after'], sorted, ({ path, before = 'none', after = 'none' }) => [
      path,
      before,
      after,
    ]),
  ];
}

type ChangedItem = PromotionDifference['changes'][number];

function changesParts(changes: readonly ChangedItem[]): DocumentPart[] {
  if (changes.length === 0) return ['No resource and no object changes.'];
  // What keeps data is read first.
  const sorted = [...changes].sort((a, b) => Number(b.stateful) - Number(a.stateful));
  return [
    table(['change', 'what', 'name', 'site'], sorted, ({ change, kind, name, site, stateful }) => [
      stateful ? `${change}, keeps data` : change,
      kind,
      name,
      site,
    ]),
  ];
}

const gatesTable = (gates: readonly Pick<JudgedGate, 'title' | 'status' | 'why'>[]): DocumentTable =>
  table(['gate', 'is', 'why'], gates, ({ title, status, why }) => [title, status, why]);

function moneyParts({ money: { before, after, change, lines } }: PromotionDifference): DocumentPart[] {
  const head = `Money: ${money(after)} USD a month, ${signed(change)} against ${money(before)}.`;
  if (lines.length === 0) return [head];
  return [
    head,
    table(
      ['what', 'where', 'USD a month'],
      lines,
      ({ item, site, address, change: by }) => [item, `${site}\n${address}`, signed(by)],
      [2],
    ),
  ];
}

function recoveryParts({ recovery, recoveryUnknown }: PromotionDifference): DocumentPart[] {
  if (recovery === null) return [`Recovery: nobody can compare: ${plain(recoveryUnknown ?? '')}.`];
  if (recovery.length === 0) return ['Recovery: nothing changes.'];
  return [
    'Recovery:',
    table(['service', 'loss', 'what', 'before', 'after'], recovery, ({ service, loss, what, before, after, worse }) => [
      service,
      loss,
      worse ? `${what}, worse` : what,
      before,
      after,
    ]),
  ];
}

function riskParts({ risks }: PromotionDifference): DocumentPart[] {
  if (risks.length === 0) return ['Risk: none was found.'];
  return ['Risk:', table(['risk', 'where', 'what'], risks, ({ kind, where, message }) => [kind, where, message])];
}

function endOf({ commit, branch, findings, waiting, source, target }: PromotionReport): string {
  if (findings.length > 0) return 'Held: nothing was written.';
  if (commit === undefined) return 'Planned: nothing was written.';
  const where = branch === undefined ? '' : ` on branch ${branch}`;
  const next =
    waiting.length > 0
      ? `\n${waiting.join(', ')} ${waiting.length === 1 ? 'waits' : 'wait'}: go on with \`evenkeel promote ${source} ${target} --continue\`.`
      : '';
  return `Commit ${short(commit)}${where}.${next}`;
}

/** A promotion, for people. */
export function promotionText(report: PromotionReport): DocumentPart[] {
  const { source, target, release, wave, partial, gates, components, difference } = report;
  return [
    [
      `${source} to ${target}: release ${short(release)}${partial.length > 0 ? `, in part: ${partial.join(' ')}` : ''}`,
      `Wave ${wave.number} of ${wave.of}: ${wave.sites.join(', ')}`,
    ].join('\n'),
    gatesTable(gates),
    ...componentParts(components),
    ...changesParts(difference.changes),
    ...moneyParts(difference),
    ...recoveryParts(difference),
    ...riskParts(difference),
    endOf(report),
  ];
}

/** A way back, for people. */
export function revertText({
  environment,
  from,
  to,
  gates,
  changes,
  notes,
  findings,
  commit,
  branch,
}: RevertReport): DocumentPart[] {
  const where = branch === undefined ? '' : ` on branch ${branch}`;
  const end = commit === undefined ? 'nothing was written' : `commit ${short(commit)}${where}`;
  return [
    `${environment}: from release ${short(from)} back to ${to.release === null ? '' : `${short(to.release)}, `}as of commit ${short(to.commit)}`,
    gatesTable(gates),
    ...changesParts(changes),
    ...notes.map((note) => `Note: ${plain(note)}.`),
    `${findings.length > 0 ? 'Held' : commit === undefined ? 'Planned' : 'Done'}: ${end}.`,
  ];
}

const whatOf = ({ kind, from, wave, partial }: HistoryEntry): string =>
  [
    kind,
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(wave && wave.of > 1 ? [`wave ${wave.number}/${wave.of}`] : []),
    ...partial,
  ].join(' ');

/** A history, for people. */
export const historyText = (environment: string, entries: readonly HistoryEntry[]): DocumentPart[] =>
  entries.length === 0
    ? [`${environment}: nothing was promoted yet.`]
    : [
        {
          head: ['when', 'what', 'release', 'asked by', 'approved by', 'why', 'commit'],
          numbers: [],
          rows: entries.map((entry) =>
            [
              entry.at,
              whatOf(entry),
              short(entry.release),
              entry.askedBy,
              entry.approvedBy.join(' '),
              entry.reason ?? '',
              short(entry.commit),
            ].map(plain),
          ),
        },
      ];
