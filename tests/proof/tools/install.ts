import { copyFileSync, cpSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { cachedPath, nodePackages, PROVIDER_HOST, providerFolder, pythonEnvironment } from './cache';
import { toolNamed } from './catalog';
import { type CommandOptions, type CommandResult, lastWords, runCommand } from './command';
import { pathsMatching } from './path-pattern';
import type { GoFiles, GoSource, HelmCharts, Source, Tool } from './tool';

/** What an installer works with. */
export interface InstallContext {
  readonly root: string;
  /** Moment, by `performance.now()`, at which the tool's time is over; none where there is no budget. */
  readonly deadline?: number;
  /** Told what is going on, a line at a time. */
  readonly report: (line: string) => void;
  /** Terraform program, where there is one. */
  readonly terraform?: string;
  /** Helm program. Default: the one of the cache, else the one on PATH. */
  readonly helm?: string;
}

/** This way of getting the tool does not work on this machine; the next one may. */
export class NotThisWay extends Error {}

/** The tool's time was over before it was ready. */
export class OutOfTime extends Error {}

type Installer<S extends Source> = (tool: Tool, source: S, context: InstallContext) => Promise<void>;

/** Folder that programs of ours lie under. */
const PROOFS = join(__dirname, '..');

const UV_VERSION = '0.13.8';
/** Versions all pinned Python services run on. */
const PYTHON_RANGE = '>=3.11,<3.14';

async function step(
  context: InstallContext,
  command: string,
  commandArguments: readonly string[],
  options: CommandOptions = {},
): Promise<CommandResult> {
  const timeoutMs = context.deadline === undefined ? undefined : context.deadline - performance.now();
  if (timeoutMs !== undefined && timeoutMs <= 0) throw new OutOfTime('the time was over before it was its turn');
  const result = await runCommand(command, commandArguments, { ...options, timeoutMs, onLine: context.report }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new NotThisWay(error.code === 'ENOENT' ? `${command} is not installed` : error.message);
    },
  );
  if (result.timedOut) throw new OutOfTime('it was stopped when its time was over');
  if (result.exitCode !== 0) throw new NotThisWay(lastWords(result, 6));
  return result;
}

/** Runs `work` in a scratch folder on the cache's own file system, so that results can be renamed into place. */
async function inScratch<T>(context: InstallContext, name: string, work: (folder: string) => Promise<T>): Promise<T> {
  const parent = join(context.root, 'build');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, `${name}-`));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', remove);
  try {
    return await work(folder);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

function destination(tool: Tool, context: InstallContext): string {
  const path = cachedPath(tool, context.root);
  if (path === undefined) throw new NotThisWay(`${tool.name} has no place in the cache`);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}

interface GoModFile {
  readonly Replace:
    | readonly {
        readonly Old: { readonly Path: string };
        readonly New: { readonly Path: string; readonly Version?: string };
      }[]
    | null;
}

/** Arguments for `go mod edit` that make a wrapper module able to build the program as published. */
async function wrapperEdits(source: GoSource, folder: string, context: InstallContext): Promise<string[]> {
  const required = source.declaredPath ?? source.module;
  const edits = [`-require=${required}@${source.version}`];
  if (source.declaredPath !== undefined) edits.push(`-replace=${required}=${source.module}@${source.version}`);
  const { localReplacesAs, publishedReplaces = false, otherVersions = {} } = source;
  edits.push(...Object.entries(otherVersions).map(([path, version]) => `-replace=${path}=${path}@${version}`));
  if (localReplacesAs === undefined && !publishedReplaces) return edits;
  const downloaded = await step(context, 'go', ['mod', 'download', '-json', `${source.module}@${source.version}`], {
    cwd: folder,
  });
  const { GoMod: goMod } = JSON.parse(downloaded.stdout) as { GoMod: string };
  const parsed = await step(context, 'go', ['mod', 'edit', '-json', goMod], { cwd: folder });
  const replaces = (JSON.parse(parsed.stdout) as GoModFile).Replace ?? [];
  const own = replaces.flatMap(({ Old: { Path: path }, New: { Path: by, Version: version } }) => {
    if (by.startsWith('.')) return localReplacesAs === undefined ? [] : [`-replace=${path}=${path}@${localReplacesAs}`];
    return publishedReplaces && version !== undefined ? [`-replace=${path}=${by}@${version}`] : [];
  });
  return [...edits, ...own];
}

/**
 * A compiler that collects its garbage less often takes a fifth less time for a large package, and memory for it: at most
 * a quarter of the machine's for each of those that run at once, then it collects as ever.
 */
const lessCollecting = (): NodeJS.ProcessEnv => ({
  GOGC: '400',
  GOMEMLIMIT: `${Math.floor(totalmem() / 4 / 1024 / 1024)}MiB`,
});

/** Builds through a wrapper module: `go install` refuses programs whose module has `replace` lines. */
const goProgram: Installer<GoSource> = (tool, source, context) =>
  inScratch(context, tool.name, async (folder) => {
    await step(context, 'go', ['mod', 'init', source.ownPath ?? 'evenkeel.local/wrapper'], { cwd: folder });
    await step(context, 'go', ['mod', 'edit', ...(await wrapperEdits(source, folder, context))], { cwd: folder });
    const linked = Object.entries(source.linkedVariables ?? {}).map(([name, value]) => `-X ${name}=${value}`);
    const tags = source.tags === undefined ? [] : [`-tags=${source.tags.join(',')}`];
    const built = join(folder, 'program');
    if (source.ownProgram !== undefined) cpSync(join(PROOFS, source.ownProgram), folder, { recursive: true });
    const program = source.ownProgram === undefined ? (source.package ?? source.declaredPath ?? source.module) : '.';
    await step(
      context,
      'nice',
      [
        '-n',
        '10',
        'go',
        'build',
        '-mod=mod',
        ...tags,
        '-ldflags',
        ['-s', '-w', ...linked].join(' '),
        '-o',
        built,
        program,
      ],
      { cwd: folder, env: { ...process.env, ...lessCollecting() } },
    );
    renameSync(built, destination(tool, context));
  });

const aptPackages: Installer<Extract<Source, { kind: 'apt' }>> = async (_tool, source, context) => {
  const instruction = `run: sudo apt-get install ${source.packages.join(' ')}`;
  if (process.getuid?.() !== 0) throw new NotThisWay(instruction);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await step(context, 'apt-get', ['update', '-q'], { env }).catch((error: Error) => {
    if (error instanceof OutOfTime) throw error;
    context.report(`apt-get update: ${error.message}`);
  });
  await step(context, 'apt-get', ['install', '-y', '-q', '--no-install-recommends', ...source.packages], { env });
};

/** uv where it is on PATH, else an own copy of it from the Python package index. */
async function uv(context: InstallContext): Promise<string> {
  const onPath = await runCommand('uv', ['--version']).catch(() => undefined);
  if (onPath?.exitCode === 0) return 'uv';
  const folder = pythonEnvironment({ name: 'uv', version: UV_VERSION }, context.root);
  const program = join(folder, 'bin', 'uv');
  if (existsSync(program)) return program;
  await step(context, 'python3', ['-m', 'venv', '--clear', folder]);
  await step(context, join(folder, 'bin', 'pip'), ['install', '-q', `uv==${UV_VERSION}`]);
  return program;
}

const pythonPrograms: Installer<Extract<Source, { kind: 'python' }>> = async (tool, source, context) => {
  const program = await uv(context);
  await inScratch(context, tool.name, async (folder) => {
    const staged = join(folder, 'environment');
    await step(context, program, ['venv', '--relocatable', '--python', PYTHON_RANGE, staged]);
    await step(context, program, ['pip', 'install', '--python', join(staged, 'bin', 'python'), ...source.requirements]);
    const final = pythonEnvironment(tool, context.root);
    mkdirSync(dirname(final), { recursive: true });
    rmSync(final, { recursive: true, force: true });
    renameSync(staged, final);
  });
};

const npmPackages: Installer<Extract<Source, { kind: 'npm' }>> = async (tool, source, context) => {
  await inScratch(context, tool.name, async (folder) => {
    const staged = join(folder, 'packages');
    mkdirSync(staged);
    writeFileSync(join(staged, 'package.json'), '{}');
    const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--save-exact'];
    await step(context, 'npm', ['install', ...quiet, ...source.packages], { cwd: staged });
    const final = nodePackages(tool, context.root);
    mkdirSync(dirname(final), { recursive: true });
    rmSync(final, { recursive: true, force: true });
    renameSync(staged, final);
  });
};

const registryProvider: Installer<Extract<Source, { kind: 'registry' }>> = async (tool, _source, context) => {
  if (tool.cached?.kind !== 'provider') throw new NotThisWay(`${tool.name} is no provider`);
  if (context.terraform === undefined) throw new NotThisWay('terraform is not installed');
  const { provider } = tool.cached;
  const { terraform } = context;
  await inScratch(context, tool.name, async (folder) => {
    const required_providers = { [provider]: { source: `hashicorp/${provider}`, version: tool.version } };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ terraform: { required_providers } }));
    writeFileSync(join(folder, 'terraform.rc'), '');
    const env = { ...process.env, TF_CLI_CONFIG_FILE: join(folder, 'terraform.rc'), CHECKPOINT_DISABLE: '1' };
    await step(context, terraform, ['init', '-backend=false', '-input=false', '-no-color'], { cwd: folder, env });
    const [downloaded] = pathsMatching(
      join(
        folder,
        '.terraform',
        'providers',
        providerFolder(provider, tool.version),
        `terraform-provider-${provider}_v*`,
      ),
    );
    if (downloaded === undefined) throw new NotThisWay(`${PROVIDER_HOST} gave no program for ${provider}`);
    const staged = join(folder, 'program');
    copyFileSync(downloaded, staged);
    renameSync(staged, destination(tool, context));
  });
};

/** Long enough for a slow line, short enough for a machine that is cut off. */
const DOWNLOAD_TIMEOUT_MS = 60_000;

const downloadedFiles: Installer<Extract<Source, { kind: 'files' }>> = async (tool, source, context) => {
  await inScratch(context, tool.name, async (folder) => {
    const staged = join(folder, 'files');
    mkdirSync(staged);
    for (const [name, url] of Object.entries(source.urls)) {
      context.report(url);
      const response = await fetch(url, { signal: AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS) }).catch((error: Error) => {
        throw new NotThisWay(`${url}: ${error.message}`);
      });
      if (!response.ok) throw new NotThisWay(`${url}: ${response.status}`);
      writeFileSync(join(staged, name), await response.text());
    }
    const final = destination(tool, context);
    rmSync(final, { recursive: true, force: true });
    renameSync(staged, final);
  });
};

const goFiles: Installer<GoFiles> = async (tool, source, context) => {
  await inScratch(context, tool.name, async (folder) => {
    const { stdout } = await step(context, 'go', ['mod', 'download', '-json', `${source.module}@${source.version}`], {
      cwd: folder,
    });
    const { Dir } = JSON.parse(stdout) as { readonly Dir?: string };
    if (Dir === undefined) throw new NotThisWay(`the module proxy gave no ${source.module}`);
    const staged = join(folder, 'files');
    mkdirSync(staged);
    for (const [name, path] of Object.entries(source.files)) copyFileSync(join(Dir, path), join(staged, name));
    const final = destination(tool, context);
    rmSync(final, { recursive: true, force: true });
    renameSync(staged, final);
  });
};

const helmCharts: Installer<HelmCharts> = async (tool, source, context) => {
  const cached = cachedPath(toolNamed('helm'), context.root);
  const helm = context.helm ?? (cached !== undefined && existsSync(cached) ? cached : 'helm');
  await inScratch(context, tool.name, async (folder) => {
    const staged = join(folder, 'files');
    mkdirSync(staged);
    for (const [name, { repository, version }] of Object.entries(source.charts)) {
      const from = repository.startsWith('oci://') ? [`${repository}/${name}`] : [name, '--repo', repository];
      await step(context, helm, ['pull', ...from, '--version', version, '--destination', staged]);
    }
    const final = destination(tool, context);
    rmSync(final, { recursive: true, force: true });
    renameSync(staged, final);
  });
};

const xml = (tag: string, ...content: readonly string[]): string => `<${tag}>${content.join('')}</${tag}>`;

const javaArchives: Installer<Extract<Source, { kind: 'maven' }>> = async (tool, source, context) => {
  await inScratch(context, tool.name, async (folder) => {
    const project = (coordinates: string) => {
      const [group = '', artifact = '', version = ''] = coordinates.split(':');
      return xml('groupId', group) + xml('artifactId', artifact) + xml('version', version);
    };
    const dependency = (coordinates: string, ...more: readonly string[]) =>
      xml('dependency', project(coordinates), ...more);
    const imported = xml('type', 'pom') + xml('scope', 'import');
    const model = [
      xml('modelVersion', '4.0.0'),
      project(`evenkeel.local:${tool.name}:${tool.version}`),
      ...(source.managedBy === undefined
        ? []
        : [xml('dependencyManagement', xml('dependencies', dependency(source.managedBy, imported)))]),
      xml('dependencies', ...source.artifacts.map((coordinates) => dependency(coordinates))),
    ];
    writeFileSync(join(folder, 'pom.xml'), xml('project', ...model));
    const staged = join(folder, 'files');
    const copy = 'org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy-dependencies';
    const options = [
      '-DincludeScope=runtime',
      `-DexcludeTransitive=${source.alone === true}`,
      `-DoutputDirectory=${staged}`,
    ];
    await step(context, 'mvn', ['--batch-mode', '--quiet', copy, ...options], { cwd: folder });
    const final = destination(tool, context);
    rmSync(final, { recursive: true, force: true });
    renameSync(staged, final);
  });
};

const manual: Installer<Extract<Source, { kind: 'manual' }>> = async (_tool, source) => {
  throw new NotThisWay(source.instruction);
};

const INSTALLERS: { readonly [K in Source['kind']]: Installer<Extract<Source, { kind: K }>> } = {
  apt: aptPackages,
  go: goProgram,
  python: pythonPrograms,
  npm: npmPackages,
  registry: registryProvider,
  files: downloadedFiles,
  'go-files': goFiles,
  maven: javaArchives,
  helm: helmCharts,
  manual,
};

/**
 * Makes one tool ready, trying its sources in order. Throws {@link OutOfTime} where its deadline passed, else an error
 * that says why each source did not work. Leaves nothing half-made behind.
 */
export async function install(tool: Tool, context: InstallContext): Promise<void> {
  const reasons: string[] = [];
  for (const source of tool.sources) {
    const installer = INSTALLERS[source.kind] as Installer<Source>;
    try {
      return await installer(tool, source, context);
    } catch (error) {
      if (!(error instanceof NotThisWay)) throw error;
      reasons.push(`${source.kind}: ${error.message.replace(/\s+/g, ' ').slice(0, 300)}`);
    }
  }
  throw new Error(reasons.join('; ') || 'it has no source');
}
