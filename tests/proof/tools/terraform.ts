import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CommandResult, lastWords, runCommand } from './command';
import { locateTools } from './locate';

export interface TerraformProps {
  /** Program to use; the located one by default. */
  readonly program?: string;
  /** Filesystem mirrors providers come from; the located ones by default. */
  readonly mirrors?: readonly string[];
  /** More environment variables for every call, such as credentials of a stand-in cloud. Default: none. */
  readonly env?: NodeJS.ProcessEnv;
  /** Default: 30. */
  readonly timeoutMinutes?: number;
}

export interface ApplyOptions {
  /** Addresses to restrict the call to. Default: everything. */
  readonly targets?: readonly string[];
  /** Values of the stack's variables. Default: none. */
  readonly vars?: Readonly<Record<string, string>>;
}

/** A message of Terraform's. */
export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  readonly summary: string;
  readonly detail?: string;
  /** Address of the object it is about. */
  readonly address?: string;
}

export interface Validation {
  readonly valid: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

export interface TestRun {
  readonly name: string;
  readonly status: string;
}

/** What a test's apply left in its state; only the parts the proofs read are named. */
export interface TestState {
  readonly root_module?: {
    readonly resources?: readonly {
      readonly address: string;
      readonly type: string;
      readonly name: string;
      readonly mode: 'managed' | 'data';
      readonly provider_name: string;
      readonly schema_version: number;
      /** Of a resource that is made several times. */
      readonly index?: string | number;
      readonly values: Readonly<Record<string, unknown>>;
    }[];
  };
  readonly outputs?: Readonly<Record<string, { readonly value: unknown; readonly sensitive: boolean }>>;
}

export interface TestResult {
  readonly status: string;
  readonly runs: readonly TestRun[];
  /** One for each run that applied, in their order. */
  readonly states: readonly TestState[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface Changes {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly diagnostics: readonly Diagnostic[];
  readonly seconds: number;
}

/** What `terraform show -json` says; only the parts the proofs read are named. */
export interface ShownState {
  readonly values?: TestState;
}

/** A call that Terraform refused; the message is Terraform's own. */
export class TerraformError extends Error {
  constructor(
    readonly subcommand: string,
    readonly dir: string,
    readonly diagnostics: readonly Diagnostic[],
    words: string,
  ) {
    super(`terraform ${subcommand} in ${dir} failed:\n${words}`);
    this.name = 'TerraformError';
  }
}

export interface Terraform {
  /** Installs providers from the mirrors; never touches the network. Safe to call at the same time for many folders. */
  init(dir: string): Promise<void>;
  /** Does not throw for an invalid stack: see `valid`. */
  validate(dir: string): Promise<Validation>;
  /** Runs the folder's `*.tftest.json` or `*.tftest.hcl` files; does not throw where one fails: see `status`. */
  test(dir: string): Promise<TestResult>;
  apply(dir: string, options?: ApplyOptions): Promise<Changes>;
  destroy(dir: string, options?: ApplyOptions): Promise<Changes>;
  show(dir: string): Promise<ShownState>;
  /** Any other call, as it ended. */
  run(dir: string, commandArguments: readonly string[]): Promise<CommandResult>;
  /** Removes the temporary CLI configuration and plug-in cache. */
  close(): void;
}

interface JsonLine {
  readonly '@level'?: string;
  readonly '@message'?: string;
  readonly type?: string;
  readonly diagnostic?: Diagnostic;
  readonly changes?: { readonly add: number; readonly change: number; readonly remove: number };
  readonly test_run?: { readonly run: string; readonly status?: string; readonly progress?: string };
  readonly test_state?: TestState;
  readonly test_summary?: { readonly status: string };
}

/** CLI configuration that takes providers from the mirrors and from nowhere else. */
export function cliConfiguration(mirrors: readonly string[]): string {
  const blocks = mirrors.map((mirror) => `  filesystem_mirror {\n    path = ${JSON.stringify(mirror)}\n  }\n`);
  return `disable_checkpoint = true\nprovider_installation {\n${blocks.join('')}}\n`;
}

function jsonLines(output: string): JsonLine[] {
  return output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as JsonLine);
}

function diagnosticsOf(lines: readonly JsonLine[]): Diagnostic[] {
  return lines.flatMap(({ diagnostic }) => (diagnostic === undefined ? [] : [diagnostic]));
}

function describe(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .filter((each) => each.severity === 'error')
    .map(({ summary, detail, address }) => [address, summary, detail].filter((part) => part).join(': '))
    .join('\n');
}

function changeArguments({ targets = [], vars = {} }: ApplyOptions): string[] {
  return [
    ...targets.map((target) => `-target=${target}`),
    ...Object.entries(vars).map(([name, value]) => `-var=${name}=${value}`),
  ];
}

/** A Terraform that knows only the providers already on this machine. Throws where Terraform itself is missing. */
export async function createTerraform(props: TerraformProps = {}): Promise<Terraform> {
  const located = props.program === undefined || props.mirrors === undefined ? await locateTools() : undefined;
  const program = props.program ?? located?.pathOf('terraform');
  if (program === undefined) throw new Error(`no Terraform: ${located?.missing(['terraform']).join('; ')}`);
  const scratch = mkdtempSync(join(tmpdir(), 'evenkeel-terraform-'));
  const configuration = join(scratch, 'terraform.rc');
  writeFileSync(configuration, cliConfiguration(props.mirrors ?? located?.providerMirrors ?? []));
  const pluginCache = join(scratch, 'plugins');
  mkdirSync(pluginCache);
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...props.env,
    TF_CLI_CONFIG_FILE: configuration,
    TF_PLUGIN_CACHE_DIR: pluginCache,
    TF_PLUGIN_CACHE_MAY_BREAK_DEPENDENCY_LOCK_FILE: '1',
    TF_IN_AUTOMATION: '1',
    TF_INPUT: '0',
    CHECKPOINT_DISABLE: '1',
  };
  const timeoutMs = (props.timeoutMinutes ?? 30) * 60_000;
  const run = (dir: string, commandArguments: readonly string[]) =>
    runCommand(program, commandArguments, { cwd: dir, env, timeoutMs });

  const fail = (subcommand: string, dir: string, result: CommandResult, diagnostics: readonly Diagnostic[] = []) => {
    const limit = result.timedOut ? `stopped after ${timeoutMs / 60_000} min\n` : '';
    const words = describe(diagnostics) || lastWords(result, 40);
    return new TerraformError(subcommand, dir, diagnostics, `${limit}${words}`);
  };

  // Terraform's plug-in cache does not stand two inits at a time.
  let lastInit: Promise<unknown> = Promise.resolve();
  const init = async (dir: string): Promise<void> => {
    const result = await run(dir, ['init', '-no-color', '-input=false']);
    if (result.exitCode !== 0) throw fail('init', dir, result);
  };

  const change = async (subcommand: 'apply' | 'destroy', dir: string, options: ApplyOptions): Promise<Changes> => {
    const started = performance.now();
    const result = await run(dir, [subcommand, '-auto-approve', '-json', ...changeArguments(options)]);
    const lines = jsonLines(result.stdout);
    const diagnostics = diagnosticsOf(lines);
    if (result.exitCode !== 0) throw fail(subcommand, dir, result, diagnostics);
    const summary = lines.filter((line) => line.type === 'change_summary').at(-1)?.changes;
    const { add, change: changed, remove } = summary ?? { add: 0, change: 0, remove: 0 };
    const seconds = Math.round((performance.now() - started) / 100) / 10;
    return { add, change: changed, remove, diagnostics, seconds };
  };

  return {
    init: (dir) => {
      const turn = lastInit.then(() => init(dir));
      lastInit = turn.catch(() => undefined);
      return turn;
    },
    validate: async (dir) => {
      const result = await run(dir, ['validate', '-json']);
      if (!result.stdout.trim().startsWith('{')) throw fail('validate', dir, result);
      return JSON.parse(result.stdout) as Validation;
    },
    test: async (dir) => {
      const result = await run(dir, ['test', '-json', '-verbose']);
      const lines = jsonLines(result.stdout);
      const diagnostics = diagnosticsOf(lines);
      const summary = lines.find((line) => line.test_summary !== undefined)?.test_summary;
      if (summary === undefined) throw fail('test', dir, result, diagnostics);
      const runs = lines.flatMap(({ test_run: each }) =>
        each?.status === undefined || each.progress === 'starting' ? [] : [{ name: each.run, status: each.status }],
      );
      const states = lines.flatMap(({ test_state: state }) => (state === undefined ? [] : [state]));
      return { status: summary.status, runs, states, diagnostics };
    },
    apply: (dir, options = {}) => change('apply', dir, options),
    destroy: (dir, options = {}) => change('destroy', dir, options),
    show: async (dir) => {
      const result = await run(dir, ['show', '-json']);
      if (result.exitCode !== 0) throw fail('show', dir, result);
      return JSON.parse(result.stdout) as ShownState;
    },
    run,
    close: () => rmSync(scratch, { recursive: true, force: true }),
  };
}
