import { join } from 'node:path';
import { loadEnvironment } from '../../environments/model/load-environment';
import { bindRunbook } from '../../runbooks/catalogue/bind-runbook';
import { catalogue } from '../../runbooks/catalogue/catalogue';
import type { TypedOptions } from '../../runbooks/catalogue/option-kinds';
import { type Plan, type PlannedStep, type PlannedWork, planOf, shownReach } from '../../runbooks/engine/plan-text';
import { owners } from '../../runbooks/engine/step';
import { markdownPage, type Page } from './page';

/** Of the shipped production environment, on an ordinary bad day. */
const begun = '2026-11-20T12:00:00Z';
const time = '2026-11-20T09:30:00Z';
const [primary, standby, second] = ['prod-aws-eu-west-1', 'prod-google-europe-west4', 'prod-azure-swedencentral'];

/** What is typed on the page of each runbook. */
const examples: Readonly<Record<string, TypedOptions>> = {
  failover: { to: standby },
  failback: { to: standby },
  restore: { service: 'tracking', to: time },
  'region-loss': { to: standby, second },
  'cluster-rebuild': { site: primary },
  'credential-compromise': { since: time, site: primary },
  ransomware: { to: time },
  'kafka-data-loss': { from: standby },
  'feature-store-rebuild': { to: time },
  'upgrade-kubernetes': { site: standby, to: '1.36' },
  'upgrade-database': { service: 'databases', need: 'postgres-decisions', to: '18', site: primary },
  'stored-version': { kind: 'Kafka.kafka.strimzi.io', to: 'v1', site: standby },
  'model-rollback': { model: 'churn', alias: 'champion', from: '7', to: '6' },
};

/** Another form of a runbook, typed with these options beside its own. */
interface Variant {
  readonly title: string;
  readonly options: TypedOptions;
}

const variants: Readonly<Record<string, Variant>> = {
  'cluster-rebuild': { title: 'Without Git', options: { delivery: 'direct' } },
};

const shell = (commands: readonly string[]): string[] => (commands.length > 0 ? ['', '```sh', ...commands, '```'] : []);

const work = (label: string, { words, commands }: PlannedWork): string[] =>
  words.length + commands.length > 0 ? ['', [`**${label}.**`, ...words].join(' '), ...shell(commands)] : [];

const stepLines = (step: PlannedStep, index: number): string[] => [
  '',
  `### ${index + 1}. ${step.title}`,
  '',
  `\`${step.id}\` · ${step.owner} · about ${step.expectedMinutes} min, at most ${step.timeoutMinutes} · reaches ${step.reaches.map(shownReach).join(', ') || 'nothing outside'}${step.together ? ` · together with the others of "${step.together}"` : ''}`,
  ...(step.destroys ? ['', `**Destroys** ${step.destroys}. Asked for before it is done.`] : []),
  ...work('Needs', step.needs),
  ...work('Does', step.does),
  ...work('Done when', step.verifies),
  ...(step.undo ? work('Way back', step.undo) : []),
  ...(step.mayFail ? ['', `**May fail:** ${step.mayFail}.`] : []),
  '',
  `**When it fails:** ${step.whenItFails}.`,
];

const typed = (options: TypedOptions): string =>
  Object.entries(options)
    .map(([name, value]) => `--${name} ${value}`)
    .join(' ');

const typedLine = (name: string, options: TypedOptions): string[] => [
  '',
  '```sh',
  `evenkeel runbook ${name} prod ${typed(options)} --plan`,
  '```',
];

const guardLines = (plan: Plan): string[] =>
  plan.guards.flatMap(({ summary, commands }) => ['', `- ${summary}`, ...shell(commands)]);

const minutesOf = ({ expectedMinutes, timeoutMinutes }: Plan): string =>
  `Callers are served after about ${expectedMinutes} minutes; at most ${timeoutMinutes}.`;

/** What another form does otherwise; steps that are the same are named only. */
function variantLines(name: string, { title, options }: Variant, plan: Plan, whole: Plan): string[] {
  const known = new Map(whole.steps.map((step, index) => [JSON.stringify(step), index + 1]));
  return [
    '',
    `## ${title}`,
    ...typedLine(name, { ...examples[name], ...options }),
    '',
    minutesOf(plan),
    ...guardLines(plan),
    ...plan.steps.flatMap((step, index) => {
      const same = known.get(JSON.stringify(step));
      return same === undefined
        ? stepLines(step, index)
        : ['', `### ${index + 1}. ${step.title}`, '', `As step ${same} above.`];
    }),
  ];
}

async function runbookPage(name: string): Promise<string> {
  const { environment } = await loadEnvironment(join('environments', 'prod.ts'));
  const options = examples[name] ?? {};
  const bound = (more: TypedOptions = {}) =>
    bindRunbook(name, { environment, options: { ...options, ...more }, begun, root: '.evenkeel' });
  const { runbook, input } = await bound();
  const plan = planOf(runbook, input);
  const variant = variants[name];
  const other = variant && (await bound(variant.options));
  const lines = [
    `**When:** ${runbook.when}`,
    ...typedLine(name, options),
    '',
    `As it stands for \`environments/prod.ts\`. ${minutesOf(plan)}${plan.lost.length > 0 ? ` It does without ${plan.lost.join(', ')}.` : ''}`,
    ...(plan.guards.length > 0 ? ['', '## Before anything is changed'] : []),
    ...guardLines(plan),
    '',
    '## Steps',
    ...plan.steps.flatMap(stepLines),
    ...(variant && other ? variantLines(name, variant, planOf(other.runbook, other.input), plan) : []),
    '',
    '## Who does what',
    '',
    ...Object.entries(owners)
      .filter(([owner]) => plan.steps.some((step) => step.owner === owner))
      .map(([owner, says]) => `- \`${owner}\`: ${says}`),
  ];
  return markdownPage(runbook.title, [lines.join('\n')]);
}

/** A page for people of every runbook: what is done when nobody can run it. */
export const runbookPages: readonly Page[] = Object.keys(catalogue).map((name) => ({
  path: `docs/reference/runbooks/${name}.md`,
  content: () => runbookPage(name),
}));
