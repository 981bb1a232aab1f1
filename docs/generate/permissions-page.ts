import { join } from 'node:path';
import { type EnvironmentAccounts, environmentAccounts, type SiteAccount } from '../../delivery/accounts';
import { loadEnvironment } from '../../environments/model/load-environment';
import { code, markdownPage, table } from './page';

/** The example whose stacks the page shows: one site on each cloud. */
const example = join(__dirname, '..', '..', 'environments', 'prod.ts');

const stepsOf = ({ steps }: SiteAccount): string =>
  steps
    .map(({ what, why, commands }) => `**${what}**: ${why}.\n\n${['```sh', ...commands, '```'].join('\n')}`)
    .join('\n\n');

const rolesOf = ({ pipeline }: SiteAccount): string =>
  table(
    ['step', 'holds', 'is kept from', 'goes all the same'],
    pipeline.map(({ step, grants, withheld }) => [
      step,
      [...new Set(grants.map(({ from }) => code(from)))].join(', '),
      withheld.map(({ permission, because }) => `${code(permission)}: ${because}`).join('; ') || '-',
      withheld.map(({ instead }) => instead).join('; ') || '-',
    ]),
  );

/** What applying needs besides planning, and planning itself, stack by stack. */
const permissionsOf = ({ stacks }: SiteAccount): string =>
  stacks
    .flatMap(({ name, plan, apply }) => [
      `#### ${code(name)}`,
      `To plan: ${plan.map(code).join(', ') || 'nothing'}.`,
      `To apply, too: ${
        apply
          .filter((each) => !plan.includes(each))
          .map(code)
          .join(', ') || 'nothing'
      }.`,
    ])
    .join('\n\n');

const sectionOf = (account: SiteAccount): string[] => [
  `## ${account.site}`,
  `The ${account.kind} ${code(account.id)}.`,
  '### Before the first apply',
  stepsOf(account),
  `### Who applies ${code('state')}`,
  `${account.bootstrap.who}. Rights: ${account.bootstrap.rights.map(code).join(', ')}.`,
  '### The pipeline',
  rolesOf(account),
  '### Permissions',
  permissionsOf(account),
];

const pageOf = ({ environment, accounts }: EnvironmentAccounts): string =>
  markdownPage('Permissions', [
    `What the accounts of the example environment ${code(environment)} must have before the first apply, and what planning and applying each stack asks of its cloud: computed from the types of resources that the stacks have. ${code('npx evenkeel accounts <environment> --permissions')} shows the same of your own.`,
    'The first stack, `state`, is applied by a person; all others by the pipeline, whose roles are held against these lists by the tests. What a cloud asks for a type stands in `policies/permissions`.',
    ...accounts.flatMap(sectionOf),
  ]);

export const permissionsPage = async (): Promise<string> =>
  pageOf(await environmentAccounts((await loadEnvironment(example)).environment));
