import type { Command } from 'commander';
import type { ModelHistory } from '../delivery/models/model-history';
import { InputError } from '../environments/model';
import type { ModelMove } from '../runbooks/models/model-move';
import { exitCode } from './exit-code';
import { showFindings } from './failure';
import { checkUrl, type ModelFlags, reach, tokens, withRegistry, wrong } from './model-registry';
import { carryOut, print, type RunFlags } from './model-run';

interface MoveFlags extends RunFlags {
  readonly version?: string;
  readonly to: string;
  readonly accept: readonly string[];
  readonly because?: string;
}

interface CopyFlags extends RunFlags {
  readonly version: string;
  readonly fromUrl?: string;
}

type Finish = (code: number) => void;

const reading = (command: Command): Command =>
  command
    .option(
      '--tracking-url <url>',
      `address of MLflow; a token comes from ${tokens.target}. Default: through the cluster`,
    )
    .option('--json', 'print the result as JSON');

const running = (command: Command): Command =>
  reading(command)
    .option('--plan', 'check everything, show the steps, and do nothing')
    .option('--resume', 'go on with the run that was interrupted')
    .option('--anew', 'leave an interrupted run as it is, and begin at the first step')
    .option('--undo', 'take the last run back, the last step first');

const moving = (command: Command): Command =>
  running(command)
    .argument('<environment>', 'name or file')
    .argument('<model>', 'name in the registry')
    .option('--to <alias>', 'alias that is led to it', 'champion')
    .option('--because <reason>', 'why; kept in the history')
    .option('--accept <code...>', 'findings to answer for, with --because', [])
    .option('--registry-only', 'do not watch where it is served');

/** `evenkeel model`: versions of models, who has them, and how they come to their callers. */
export function addModelCommands(program: Command, finish: Finish): void {
  const model = program.command('model').description('bring versions of models to their callers, and back');
  reading(model.command('list'))
    .description('models that an environment loads from its registry')
    .argument('<environment>', 'name or file')
    .action(async (typed: string, flags: ModelFlags) => finish(await list(typed, flags)));
  reading(model.command('show'))
    .description('versions of a model, their aliases and measurements')
    .argument('<environment>', 'name or file')
    .argument('<model>', 'name in the registry')
    .action(async (typed: string, name: string, flags: ModelFlags) => finish(await show(typed, name, flags)));
  reading(model.command('history'))
    .description('who brought which version when, and whether the record is whole')
    .argument('<environment>', 'name or file')
    .argument('<model>', 'name in the registry')
    .action(async (typed: string, name: string, flags: ModelFlags) => finish(await history(typed, name, flags)));
  moving(model.command('promote'))
    .description('check a version, try it by canary where the model has one, and lead its callers to it')
    .option('--version <number>', 'version of the registry')
    .action(async (typed: string, name: string, flags: MoveFlags) =>
      finish(await move('promoted', typed, name, flags)),
    );
  moving(model.command('rollback'))
    .description('lead the callers of a model back to the version before')
    .option('--version <number>', 'another version than the one before')
    .action(async (typed: string, name: string, flags: MoveFlags) =>
      finish(await move('rolled-back', typed, name, flags)),
    );
  running(model.command('copy'))
    .description('copy a version into the registry of another environment, with the same files')
    .argument('<from>', 'environment whose registry has it')
    .argument('<to>', 'environment whose registry gets it')
    .argument('<model>', 'name in the registry')
    .requiredOption('--version <number>', 'version in the first registry')
    .option('--from-url <url>', `address of the first MLflow; a token comes from ${tokens.source}`)
    .action(async (from: string, to: string, name: string, flags: CopyFlags) =>
      finish(await copy(from, to, name, flags)),
    );
}

function numberOf(text: string): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw wrong('--version', 'this is no version', text, 'write a whole number, as the registry has it');
}

const list = (typed: string, flags: ModelFlags): Promise<number> =>
  withRegistry(typed, flags, false, async ({ environment, registry }) => {
    const { registryPlaces } = await import('../services/registry-sources');
    const places = registryPlaces(environment.config.services.serving?.models ?? {});
    const models = await Promise.all(
      places.map(async ({ place, source, model, tries }) => {
        const { aliases = {} } = (await registry.model(source.model)) ?? {};
        const led = source.alias === undefined ? undefined : aliases[source.alias];
        return {
          place,
          model: source.model,
          by: source.version === undefined ? `alias ${source.alias}` : 'version in Git',
          version: source.version ?? led ?? null,
          canary: model.delivery.by === 'canary',
          tries,
          aliases,
        };
      }),
    );
    print(
      flags.json,
      { models },
      models.map(
        ({ place, model, version, by, canary }) =>
          `${place}: ${model} ${version ?? 'none'} (${by}${canary ? ', canary' : ''})`,
      ),
    );
    return exitCode.fine;
  });

const unknownModel = (name: string): InputError =>
  new InputError([
    {
      code: 'MODEL_UNKNOWN',
      file: 'model',
      place: name,
      message: 'the registry has no such model',
      fix: '`evenkeel model list` names those that the environment loads',
    },
  ]);

const show = (typed: string, name: string, flags: ModelFlags): Promise<number> =>
  withRegistry(typed, flags, false, async ({ registry }) => {
    const model = await registry.model(name);
    if (!model) throw unknownModel(name);
    const versions = await Promise.all(
      (await registry.versions(name)).map(async ({ version, status, tags, runId }) => ({
        version,
        status,
        aliases: Object.keys(model.aliases).filter((alias) => model.aliases[alias] === version),
        digest: tags['evenkeel.digest'] ?? null,
        source: tags['evenkeel.source'] ?? null,
        metrics: runId === undefined ? {} : ((await registry.run(runId))?.metrics ?? {}),
      })),
    );
    const line = ({ version, status, aliases, source, metrics }: (typeof versions)[number]): string =>
      [
        `${version}`,
        status,
        ...aliases.map((alias) => `@${alias}`),
        ...(source ? [`from ${source}`] : []),
        ...Object.entries(metrics).map(([key, value]) => `${key}=${Number(value.toPrecision(6))}`),
      ].join('  ');
    print(flags.json, { model: name, versions }, versions.map(line));
    return exitCode.fine;
  });

const historyLines = ({ records }: ModelHistory): string[] =>
  records.map(({ at, by, action, from, to, alias, because, source, accepted, release }) =>
    [
      `${at}  ${by}  ${action} ${source ? `${source} as ${to}` : `${from ?? 'nothing'} -> ${to}`}`,
      ...(alias ? [`@${alias}`] : []),
      ...(release ? [`release ${release.slice(0, 12)}`] : []),
      ...(because ? [`because ${because}`] : []),
      ...(accepted ?? []).map((one) => `accepted ${one}`),
    ].join('  '),
  );

const history = (typed: string, name: string, flags: ModelFlags): Promise<number> =>
  withRegistry(typed, flags, false, async ({ registry, file }) => {
    const { historyIn } = await import('../delivery/models/model-history');
    const model = await registry.model(name);
    if (!model) throw unknownModel(name);
    const found = historyIn(model.tags);
    const findings = found.breaks.map((message) => ({
      code: 'MODEL_HISTORY' as const,
      file,
      place: name,
      message,
      fix: 'compare it with the log of the gateway and the evidence of the platform',
    }));
    print(flags.json, { model: name, records: found.records, findings }, historyLines(found));
    if (!flags.json) process.stderr.write(showFindings(findings));
    return findings.length > 0 ? exitCode.findings : exitCode.fine;
  });

const actor = async (): Promise<string> => {
  const { whoAmI } = await import('../runbooks/engine/run-lock');
  const { user, host } = whoAmI();
  return `${user}@${host}`;
};

async function move(action: ModelMove['action'], typed: string, name: string, flags: MoveFlags): Promise<number> {
  const { resume = false, undo = false } = flags;
  if (action === 'promoted' && flags.version === undefined && !resume && !undo)
    throw wrong('--version', 'nobody knows which version is meant', undefined, 'add --version <number>');
  const version = flags.version === undefined ? undefined : numberOf(flags.version);
  return withRegistry(typed, flags, flags.registryOnly !== true, async (reached) => {
    const { environment, registry, sites, path, file } = reached;
    const [
      { moveModel },
      { prepareMove },
      { pinsPath },
      { childProcesses },
      { systemClock },
      { readLock },
      { lockPath },
    ] = await Promise.all([
      import('../runbooks/models/move-model'),
      import('../runbooks/models/prepare-move'),
      import('../environments/model/model-pins'),
      import('../runbooks/engine/command-runner'),
      import('../runbooks/engine/clock'),
      import('../delivery/environment-lock'),
      import('../delivery/lock-path'),
    ]);
    const release = readLock(lockPath(path))?.release;
    return carryOut(moveModel, environment.name, `model-${action}-${fileName(name)}`, flags, {
      context: { registry, commands: childProcesses, clock: systemClock },
      prepare: async () => {
        const { move: input, findings } = await prepareMove(
          {
            environment,
            file,
            pinsFile: pinsPath(path),
            action,
            model: name,
            alias: flags.to,
            by: await actor(),
            now: new Date(),
            accepted: flags.accept,
            sites,
            ...(version === undefined ? {} : { version }),
            ...(flags.because === undefined ? {} : { because: flags.because }),
            ...(release === undefined ? {} : { release }),
          },
          { registry, commands: childProcesses },
        );
        return { input, findings };
      },
      // What is gone on with is what was begun: a word that says something else means another run.
      keeps: (kept) =>
        (version === undefined || kept.version === version) &&
        kept.alias === flags.to &&
        kept.environment === environment.name,
    });
  });
}

/** Names of the registry may have spaces; a journal is a file. */
const fileName = (name: string): string => encodeURIComponent(name).replaceAll('%', '_');

async function copy(from: string, to: string, name: string, flags: CopyFlags): Promise<number> {
  const version = numberOf(flags.version);
  checkUrl('--from-url', flags.fromUrl);
  return withRegistry(to, flags, false, async (target) => {
    const source = await reach(from, {
      url: flags.fromUrl,
      place: '--from-url',
      token: process.env[tokens.source],
      watch: false,
    });
    try {
      const [{ copyModel }, { systemClock }, { workRoot }, { join }] = await Promise.all([
        import('../runbooks/models/copy-model'),
        import('../runbooks/engine/clock'),
        import('../runbooks/work-root'),
        import('node:path'),
      ]);
      const input = {
        from: source.environment.name,
        to: target.environment.name,
        model: name,
        version,
        by: await actor(),
        begun: new Date().toISOString(),
        folder: join(workRoot, 'models', `${source.environment.name}-${fileName(name)}-${version}`),
      };
      const journal = `model-copy-${fileName(name)}-${version}`;
      return await carryOut(copyModel, target.environment.name, journal, flags, {
        context: { from: source.registry, to: target.registry, clock: systemClock },
        prepare: async () => ({ input, findings: [] }),
        keeps: (kept) => kept.from === input.from && kept.version === version,
      });
    } finally {
      source.close();
    }
  });
}
