import type { DeployedStack } from '../runbooks/deploy/deploy-environment';
import type { DeployRun } from '../runbooks/deploy/deploy-journal';
import { countsText } from '../runbooks/deploy/plan-words';
import type { DeployInput } from './deploy-input';
import { showFindings } from './failure';

/** What a run goes on with; nothing where it is new. */
export const beginText = ({ resumedFrom, done, open }: DeployRun): string => {
  if (resumedFrom === undefined) return '';
  const middle = open.length > 0 ? `; planned anew: ${open.join(', ')}` : '';
  return `Going on with the deploy of ${resumedFrom}: ${done.size} stacks are done${middle}\n`;
};

/** Numbers of everything that was applied. */
export function totals(stacks: readonly DeployedStack[]) {
  const applied = stacks.filter(({ outcome }) => outcome === 'applied');
  const sum = (count: 'make' | 'change' | 'replace' | 'remove'): number =>
    applied.reduce((total, { planned }) => total + (planned?.[count] ?? 0), 0);
  return {
    made: sum('make'),
    changed: sum('change'),
    replaced: sum('replace'),
    removed: sum('remove'),
    drifted: stacks.reduce((total, { drift }) => total + drift.length, 0),
  };
}

/** The last word on a stack. */
export const outcomeText = ({ outcome, planned, failure }: DeployedStack): string => {
  if (failure) return `${outcome}, ${failure.code}`;
  return outcome === 'applied' && planned ? `applied, ${countsText(planned)}`.replaceAll(' to ', ' ') : outcome;
};

interface Summary extends ReturnType<typeof totals> {
  readonly minutes: number;
  readonly journal: string;
  readonly next: readonly string[];
}

export const summaryText = (summary: Summary, stacks: readonly DeployedStack[]): string => {
  const { made, changed, replaced, removed, drifted, minutes, journal, next } = summary;
  const counts = new Map<string, number>();
  for (const { outcome } of stacks) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const told = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
  const drift = drifted > 0 ? `, ${drifted} had drifted` : '';
  return [
    `\nStacks:    ${told}`,
    `Resources: ${made} made, ${changed} changed, ${replaced} replaced, ${removed} removed${drift}`,
    `Took:      ${minutes} min`,
    `Journal:   ${journal}`,
    ...next.map((text, index) => `${index === 0 ? 'Next:' : '     '}      ${text}`),
    '',
  ].join('\n');
};

/** Everything that is wrong, with its fix. */
export const problemsText = (stacks: readonly DeployedStack[]): string =>
  stacks
    .map(({ findings, failure }) => {
      const told = failure ? `${failure.code} ${failure.place}: ${failure.message}\n    fix: ${failure.fix}\n` : '';
      return `${told}${showFindings(findings)}`;
    })
    .join('');

/** What people do after a deploy of these stacks. */
export const nextSteps = ({ build, graph }: DeployInput): string[] => {
  const kinds = graph.stacks.map(({ kind }) => kind);
  if (!kinds.includes('gitops')) return [`evenkeel diff ${build.name}`];
  return [
    `commit and push the tree (dist/${build.name}): GitOps applies it in waves`,
    'kubectl get applications,kustomizations --all-namespaces: what is synced',
  ];
};
