import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import { Listr, PRESET_TIMER } from 'listr2';
import { cacheRoot, toolRecordPath } from './cache';
import { TOOLS, toolNamed } from './catalog';
import { install, OutOfTime } from './install';
import { type LocatedTool, locateTools, readToolRecords, type ToolRecord } from './locate';
import type { Tool } from './tool';

interface SetupOptions {
  readonly budgetMinutes?: number;
  readonly only?: readonly string[];
  readonly except: readonly string[];
  /** Exit code 1 where a chosen tool is not ready. */
  readonly strict?: boolean;
}

const MINUTE_MS = 60_000;
/** A tool may take this many times its expected time, and a minute, before it is stopped for the next one's sake. */
const PATIENCE = 3;

/** Moment at which a tool is stopped: its patience is over, or everybody's budget. */
export function deadlineOf(
  tool: Pick<Tool, 'minutes'>,
  now: number,
  budgetEnd: number | undefined,
): number | undefined {
  if (budgetEnd === undefined) return undefined;
  return Math.min(budgetEnd, now + (tool.minutes * PATIENCE + 1) * MINUTE_MS);
}

function describe(found: LocatedTool): string {
  return `${found.name} ${found.version ?? ''} ${found.reason === undefined ? '' : `(${found.reason})`}`.trim();
}

function writeRecords(records: Readonly<Record<string, ToolRecord>>, root: string): void {
  const path = toolRecordPath(root);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.part`, `${JSON.stringify({ tools: records }, null, 2)}\n`);
  renameSync(`${path}.part`, path);
}

/** The pinned version is there, not merely an older one that happens to lie about. */
function isSettled(tool: Tool, found: LocatedTool): boolean {
  return found.status === 'ready' && (tool.cached?.kind !== 'provider' || found.version === tool.version);
}

async function makeReady(
  tool: Tool,
  budgetEnd: number | undefined,
  terraform: string | undefined,
  root: string,
  report: (line: string) => void,
): Promise<ToolRecord> {
  const started = performance.now();
  const minutes = () => Math.round((performance.now() - started) / (MINUTE_MS / 100)) / 100;
  try {
    await install(tool, { root, deadline: deadlineOf(tool, started, budgetEnd), report, terraform });
    const found = (await locateTools(root, [tool])).tool(tool.name);
    const { path, version, reason } = found;
    return { status: found.status === 'ready' ? 'ready' : 'missing', path, version, reason, minutes: minutes() };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const status = error instanceof OutOfTime ? 'skipped: out of time' : 'missing';
    const fallback = (await locateTools(root, [tool])).tool(tool.name);
    const note = fallback.status === 'ready' ? `using ${describe(fallback)}` : tool.without;
    return { status, reason, fallback: note, path: fallback.path, version: fallback.version, minutes: minutes() };
  }
}

/** Makes the chosen tools ready; returns the names of those that are not. */
export async function setUp(options: SetupOptions, root = cacheRoot()): Promise<string[]> {
  const chosen = (options.only?.map(toolNamed) ?? TOOLS).filter((tool) => !options.except.includes(tool.name));
  const budgetEnd =
    options.budgetMinutes === undefined ? undefined : performance.now() + options.budgetMinutes * MINUTE_MS;
  const before = await locateTools(root);
  const records: Record<string, ToolRecord> = { ...readToolRecords(root).tools };
  for (const { name, status, path, version, reason } of before.tools) {
    if (status === 'ready') records[name] = { status, path, version, reason, minutes: records[name]?.minutes };
    else records[name] ??= { status: 'missing', reason };
  }
  const absent = chosen.filter((tool) => !isSettled(tool, before.tool(tool.name)));
  for (const tool of chosen.filter((each) => !absent.includes(each))) {
    process.stdout.write(`ready    ${describe(before.tool(tool.name))}\n`);
  }
  const tasks = new Listr(
    absent.map((tool) => ({
      title: `${tool.name} ${tool.version} (about ${tool.minutes} min)`,
      task: async (_context: unknown, task: { output: string }) => {
        const record = await makeReady(tool, budgetEnd, before.pathOf('terraform'), root, (line) => {
          if (process.stdout.isTTY) task.output = line;
        });
        records[tool.name] = record;
        writeRecords(records, root);
        if (record.status !== 'ready')
          throw new Error(`${tool.name} ${record.status}: ${record.reason}; ${record.fallback}`);
      },
    })),
    {
      concurrent: false,
      exitOnError: false,
      renderer: process.stdout.isTTY ? 'default' : 'simple',
      rendererOptions: process.stdout.isTTY ? { timer: PRESET_TIMER } : { timestamp: undefined },
      fallbackRendererOptions: { timer: PRESET_TIMER },
      silentRendererCondition: () => absent.length === 0,
    },
  );
  await tasks.run();
  writeRecords(records, root);
  return absent.filter((tool) => records[tool.name]?.status !== 'ready').map((tool) => tool.name);
}

function minutes(value: string): number {
  const parsed = Number(value);
  if (!Number.isFinite(parsed) || parsed <= 0) throw new InvalidArgumentError('give a number of minutes above 0');
  return parsed;
}

async function main(): Promise<void> {
  const command = new Command('proof:setup')
    .description('Makes ready every tool the proofs use, in a cache outside the repository.')
    .option('--budget-minutes <minutes>', 'stop after this many minutes in all', minutes)
    .option('--only <names...>', 'only these tools')
    .option('--except <names...>', 'not these tools', [])
    .option('--strict', 'fail where a tool is not ready')
    .addHelpText('after', `\nTools, in order: ${TOOLS.map((tool) => tool.name).join(', ')}`)
    .parse();
  const options = command.opts<SetupOptions>();
  for (const name of [...(options.only ?? []), ...options.except]) toolNamed(name);
  const notReady = await setUp(options);
  if (notReady.length > 0) {
    process.stdout.write(`not ready: ${notReady.join(', ')} (reasons in ${toolRecordPath()})\n`);
    if (options.strict === true) process.exitCode = 1;
  }
}

if (require.main === module) {
  main().catch((error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  });
}
