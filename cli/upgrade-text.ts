import { formatFinding } from '../environments/model';
import type { UpgradePlan } from '../policies/upgrades/plan-upgrade';
import type { UpgradeStep } from '../policies/upgrades/upgrade-step';
import type { DocumentFormat } from './document-format';

const stepText = (step: UpgradeStep, number: number): string =>
  [
    `${number}. ${step.title} [${step.id}]${step.pointOfNoReturn ? '  ** no way back but the one below **' : ''}`,
    ...step.because.map((why) => `   why:      ${why}`),
    ...step.commands.map((command) => `   $ ${command}`),
    `   done:     ${step.doneWhen}`,
    `   way back: ${step.wayBack}`,
    ...(step.after.length > 0 ? [`   after:    ${step.after.join(', ')}`] : []),
  ].join('\n');

const stepMarkdown = (step: UpgradeStep, number: number): string =>
  [
    `### ${number}. ${step.title}`,
    '',
    `\`${step.id}\`${step.after.length > 0 ? `, after ${step.after.map((id) => `\`${id}\``).join(', ')}` : ''}${step.pointOfNoReturn ? '. **No way back but the one below.**' : ''}`,
    '',
    ...step.because.map((why) => `- ${why}`),
    ...(step.commands.length > 0 ? ['', '```sh', ...step.commands, '```'] : []),
    '',
    `**Done when** ${step.doneWhen}. **Way back:** ${step.wayBack}.`,
  ].join('\n');

const summary = ({ environment, steps, findings, soakDays }: UpgradePlan): string => {
  const blockers = findings.length === 1 ? 'one blocker' : `${findings.length} blockers`;
  return `${environment}: ${steps.length} steps, ${soakDays} days of watching, ${findings.length === 0 ? 'nothing in the way' : blockers}`;
};

const writers: { readonly [F in DocumentFormat]: (plan: UpgradePlan) => string } = {
  text: (plan) =>
    [
      summary(plan),
      ...plan.findings.map(formatFinding),
      ...plan.warnings.map((warning) => `note: ${warning}`),
      ...plan.steps.map((step, index) => stepText(step, index + 1)),
    ].join('\n\n'),
  markdown: (plan) =>
    [
      `## Upgrade of ${plan.environment}`,
      summary(plan),
      ...(plan.findings.length > 0
        ? [`**In the way**\n\n\`\`\`\n${plan.findings.map(formatFinding).join('\n')}\n\`\`\``]
        : []),
      ...(plan.warnings.length > 0 ? [plan.warnings.map((warning) => `- ${warning}`).join('\n')] : []),
      ...plan.steps.map((step, index) => stepMarkdown(step, index + 1)),
    ].join('\n\n'),
};

/** A plan as people read it. */
export const upgradeText = (plan: UpgradePlan, format: DocumentFormat): string => `${writers[format](plan)}\n`;
