import type { SiteAccount } from '../delivery/accounts';
import type { PipelineReview } from '../policies/permissions/pipeline-review';

const indent = (lines: readonly string[], by = 4): string[] => lines.map((line) => `${' '.repeat(by)}${line}`);

const review = ({ step, missing, withheld, grants }: PipelineReview): string[] => [
  `${step}: ${Object.keys(missing).length === 0 ? 'all that the stacks need' : `lacks ${Object.values(missing).flat().length} permissions`}`,
  ...indent([...new Set(grants.map(({ from }) => from))], 2),
  ...indent(
    withheld.map(({ permission, because, instead }) => `not ${permission}: ${because}; ${instead}`),
    2,
  ),
];

/** An account as people read it: first what to do, then who must be allowed what. */
export function accountText(account: SiteAccount, permissions: boolean): string {
  const { site, kind, id, steps, bootstrap, stacks, pipeline } = account;
  return [
    `${site}: ${kind} ${id}`,
    '',
    '  Before the first apply',
    ...steps.flatMap(({ what, why, commands }) => [`    ${what}: ${why}`, ...indent(commands, 8)]),
    '',
    `  Who applies ${site}-state: ${bootstrap.who}`,
    ...indent([...bootstrap.rights]),
    '',
    `  The pipeline${pipeline.length === 0 ? ': none, people apply everything' : ''}`,
    ...indent(pipeline.flatMap(review)),
    '',
    '  Permissions by stack',
    ...stacks.flatMap(({ name, plan, apply }) => [
      `    ${name}: ${plan.length} to plan, ${apply.length} to apply`,
      ...(permissions ? indent([...apply], 8) : []),
    ]),
  ].join('\n');
}
