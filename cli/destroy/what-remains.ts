import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Finding } from '../../environments/model';
import { type DeployedStack, isFinished } from '../../runbooks/deploy/deploy-environment';
import { type DestroyedStack, isOpen, ledgerOf } from '../../runbooks/teardown/ledger';
import { showDocument } from '../document';
import { exitCode } from '../exit-code';
import { showFindings } from '../failure';
import { keptByDestroy } from '../kept-by-destroy';
import { ledgerText } from './ledger-text';
import type { Teardown } from './teardown-words';

const today = (): string => new Date().toISOString().slice(0, 10);

function destroyed(stack: DeployedStack): DestroyedStack {
  const { name, outcome, findings, failure } = stack;
  if (isFinished(stack)) return { name, isGone: true };
  const why = failure ? `${failure.code}: ${failure.message}` : (findings[0]?.message ?? outcome);
  return { name, isGone: false, why };
}

type Kept = Awaited<ReturnType<typeof keptByDestroy>>;

/** Asks clouds what is left, now that nothing of it should be. */
async function sweep({ environment, options }: Teardown, kept: Kept) {
  const [{ treeStacks }, { findTerraform }, { findOrphans }, { childProcesses }, { workRoot }] = await Promise.all([
    import('../../runbooks/platform-backup/tree-stacks'),
    import('../../runbooks/terraform/terraform-program'),
    import('../../runbooks/orphans/find-orphans'),
    import('../../runbooks/engine/command-runner'),
    import('../../runbooks/work-root'),
  ]);
  return findOrphans({
    environment,
    stacks: treeStacks(options.out, environment.name),
    ...kept,
    terraform: await findTerraform(join(workRoot, 'deploy')),
    runner: childProcesses,
    site: options.site,
    tell: (text) => {
      if (!options.json) process.stderr.write(`looking what is left: ${text}\n`);
    },
  });
}

/** Writes and shows the ledger: what remains, why, until when, and what it costs. */
export async function showRemains(teardown: Teardown, stacks: readonly DeployedStack[], path: string): Promise<number> {
  const { environment, input, states, options } = teardown;
  const kept = await keptByDestroy(environment, input.build.file);
  const swept = options.sweep ? await sweep(teardown, kept) : undefined;
  const ledger = ledgerOf({
    environment: environment.name,
    on: today(),
    stacks: stacks.map(destroyed),
    states,
    backup: options.backup ?? options.withoutBackup,
    leftovers: kept.leftovers,
    found: swept?.left,
  });
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(ledger, null, 2)}\n`);
  const failures = [...stacks.flatMap(({ failure }) => (failure ? [failure] : [])), ...(swept?.failures ?? [])];
  if (options.json) {
    const shown = failures.map(({ code, place, message, fix }) => ({ code, place, message, fix }));
    process.stdout.write(`${JSON.stringify({ ledger, stacks, failures: shown, path }, null, 2)}\n`);
  } else {
    const { formatFailure } = await import('../../runbooks/runbook-failure');
    process.stdout.write(`\n${showDocument(ledgerText(ledger), 'text')}\n\nLedger: ${path}\n`);
    process.stderr.write(showFindings(stacks.flatMap(({ findings }) => findings)));
    process.stderr.write(failures.map(formatFailure).join(''));
  }
  if (failures.length > 0) return exitCode.failure;
  return isOpen(ledger) ? exitCode.findings : exitCode.fine;
}

/** What would be done and what would remain; changes nothing. */
export async function showPlan(teardown: Teardown, findings: readonly Finding[]): Promise<number> {
  const { environment, input, going, states, options } = teardown;
  const [{ drain }, { planOf, planText }, { sitesToDrain }] = await Promise.all([
    import('../../runbooks/teardown/drain'),
    import('../../runbooks/engine/plan-text'),
    import('./drain-sites'),
  ]);
  const plan = planOf(drain, { sites: await sitesToDrain(teardown) });
  const order = going.stacks.map(({ name }) => name);
  const { leftovers } = await keptByDestroy(environment, input.build.file);
  const ledger = ledgerOf({
    environment: environment.name,
    on: today(),
    stacks: [],
    states,
    leftovers,
    found: undefined,
  });
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ drain: plan, stacks: order, ledger, findings }, null, 2)}\n`);
  } else {
    const then = order.map((name) => `  ${name}\n`).join('');
    process.stdout.write(
      `${planText(plan)}\nThen these stacks, in this order:\n${then}\n${showDocument(ledgerText(ledger), 'text')}\n`,
    );
    process.stderr.write(showFindings(findings));
  }
  return findings.length > 0 ? exitCode.findings : exitCode.fine;
}
