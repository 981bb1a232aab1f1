import { artifactDigest, artifactFiles, artifactText } from '../../delivery/models/artifact-files';
import { featuresTag } from '../../delivery/models/model-features';
import { historyIn, versionBefore } from '../../delivery/models/model-history';
import { type ReleasedModels, releaseWith } from '../../delivery/models/model-release';
import { signatureIn } from '../../delivery/models/model-signature';
import type { ModelRegistry, RegisteredModel } from '../../delivery/models/registry';
import { type Finding, InputError } from '../../environments/model';
import { readPins } from '../../environments/model/model-pins';
import type { Environment } from '../../environments/model/resolve-environment';
import { type RegistryPlace, registryPlaces } from '../../services/registry-sources';
import { printedBy } from '../engine/command';
import type { CommandRunner } from '../engine/command-runner';
import { featureViewsOf } from './feature-views';
import { acceptable, fileFindings, type KnownVersion, type ModelFacts, promotionFindings } from './model-checks';
import { challenger, type ModelMove, type ServingSite } from './model-move';
import { workloadOf } from './served-workloads';

export interface AskedMove {
  readonly environment: Pick<Environment, 'name' | 'config'>;
  /** As findings show it, and where promoted versions are kept. */
  readonly file: string;
  readonly pinsFile: string;
  readonly action: ModelMove['action'];
  readonly model: string;
  /** Default, for a rollback: what callers had before. */
  readonly version?: number;
  readonly alias: string;
  readonly by: string;
  readonly now: Date;
  readonly because?: string;
  readonly accepted: readonly string[];
  /** The primary first; empty: nothing is watched. */
  readonly sites: ModelMove['sites'];
  /** What the environment's lock releases. */
  readonly release?: ReleasedModels;
}

export interface PreparedMove {
  readonly move: ModelMove;
  /** What keeps it from its callers, and nobody answered for. */
  readonly findings: readonly Finding[];
}

const refuse = (finding: Omit<Finding, 'file'>, file: string): InputError => new InputError([{ file, ...finding }]);

async function known(registry: ModelRegistry, name: string, number: number): Promise<KnownVersion | undefined> {
  const version = await registry.version(name, number);
  if (!version) return undefined;
  const folder = await registry.folderOf(version);
  const [files, mlmodel, run] = await Promise.all([
    artifactFiles(registry, folder),
    artifactText(registry, folder, 'MLmodel'),
    version.runId === undefined ? undefined : registry.run(version.runId),
  ]);
  const signature = mlmodel === undefined ? undefined : signatureIn(mlmodel);
  return { version, digest: artifactDigest(files), ...(signature ? { signature } : {}), ...(run ? { run } : {}) };
}

/** What loads the model for callers: by the alias, or by a version in Git, which is what `champion` stands for. */
function placesOf(places: readonly RegistryPlace[], { model, alias }: Pick<AskedMove, 'model' | 'alias'>) {
  const meant = places.filter(({ source, tries }) => source.model === model && !tries);
  return {
    meant,
    loaded: meant.filter(({ source }) => source.alias === alias),
    pinned: alias === champion ? meant.filter(({ source }) => source.version !== undefined) : [],
  };
}

/** Alias of the version that callers have. */
export const champion = 'champion';

function optionFindings(
  { model, alias, accepted, because, file, action }: AskedMove,
  places: readonly RegistryPlace[],
): Finding[] {
  const { meant, loaded, pinned } = placesOf(places, { model, alias });
  const allowed = [...new Set(places.map(({ source }) => source.model))].sort();
  const aliases = meant.flatMap(({ source }) => source.alias ?? []);
  const unknown = accepted.filter((code) => !(acceptable as readonly string[]).includes(code));
  return [
    ...(meant.length === 0
      ? [
          {
            code: 'MODEL_UNKNOWN' as const,
            file,
            place: 'services.serving.models',
            message: 'the environment serves no model of this name from its registry',
            value: model,
            allowed,
            fix: 'use a name of the list, or serve it first',
          },
        ]
      : []),
    ...(alias === challenger || !/^(?!v\d)(?!latest$)[\w-]{1,60}$/.test(alias)
      ? [
          {
            code: 'MODEL_ALIAS' as const,
            file,
            place: '--to',
            message: 'this alias is kept for what is being tried, or MLflow does not take it',
            value: alias,
            allowed: [champion, ...aliases],
            fix: 'name another alias',
          },
        ]
      : []),
    ...(meant.length > 0 && loaded.length === 0 && pinned.length === 0 && alias === champion
      ? [
          {
            code: 'MODEL_ALIAS' as const,
            file,
            place: '--to',
            message: 'nothing loads the model by this alias',
            value: alias,
            allowed: [...new Set(aliases)],
            fix: 'name the alias that it is loaded by',
          },
        ]
      : []),
    ...unknown.map((value) => ({
      code: 'UNKNOWN_VALUE' as const,
      file,
      place: '--accept',
      message: 'nobody can answer for this finding',
      value,
      allowed: acceptable,
      fix: 'mend what it says',
    })),
    ...((accepted.length > 0 || action === 'rolled-back') && !because?.trim()
      ? [
          {
            code: 'RUNBOOK_OPTION' as const,
            file,
            place: '--because',
            message: 'whoever reads the history wants to know why',
            fix: 'add --because <reason>',
          },
        ]
      : []),
  ];
}

/** The file is committed alone: what else is open in it would go along unseen. */
async function openPins(commands: CommandRunner, { pinsFile, file }: AskedMove): Promise<Finding[]> {
  const [folder, name] = [pinsFile.replace(/\/[^/]*$/, ''), pinsFile.replace(/^.*\//, '')];
  const status = { program: 'git', args: ['-C', folder, 'status', '--porcelain', '--', name] };
  const printed = await printedBy(commands, status, { timeoutMs: 60_000 });
  return printed.trim() === ''
    ? []
    : [
        {
          code: 'MODEL_PIN',
          file,
          place: name,
          message: 'the file of promoted versions has changes that are not committed',
          value: printed.trim(),
          fix: 'commit them, or take them back',
        },
      ];
}

function versionAsked(
  { version, action, alias, file, model }: AskedMove,
  registered: RegisteredModel,
  now: number | null,
): number {
  if (version !== undefined) return version;
  const before = now === null ? undefined : versionBefore(historyIn(registered.tags), alias, now);
  if (before !== undefined) return before;
  throw refuse(
    {
      code: 'MODEL_UNKNOWN',
      place: '--version',
      message: `the history knows no version of ${model} before ${now ?? 'nothing'} (${action})`,
      fix: 'name the version: `--version <number>`; `evenkeel model show` lists them',
    },
    file,
  );
}

/**
 * Looks at everything that a version must keep before callers get it.
 * @throws InputError for what was typed wrongly; RegistryFailure, RunbookFailure
 */
export async function prepareMove(
  asked: AskedMove,
  { registry, commands }: { readonly registry: ModelRegistry; readonly commands: CommandRunner },
): Promise<PreparedMove> {
  const { environment, model, alias, file, pinsFile, action, sites, by, because, accepted } = asked;
  const { services, maintenance } = environment.config;
  const places = registryPlaces(services.serving?.models ?? {});
  const typed = optionFindings(asked, places);
  if (typed.length > 0) throw new InputError(typed);
  const { loaded, pinned } = placesOf(places, asked);
  if (pinned.length > 0) {
    const open = await openPins(commands, asked);
    if (open.length > 0) throw new InputError(open);
  }
  const absent = (version?: number) =>
    refuse(
      {
        code: 'MODEL_UNKNOWN',
        place: version === undefined ? model : `${model} ${version}`,
        message: 'the registry has no such model or version',
        fix: '`evenkeel model show` lists versions; `evenkeel model copy` brings one from another registry',
      },
      file,
    );
  const registered = await registry.model(model);
  if (!registered) throw absent();
  const led = registered.aliases[alias];
  const before = led ?? pinned[0]?.source.version ?? null;
  const number = versionAsked(asked, registered, before);
  const [candidate, current] = await Promise.all([
    known(registry, model, number),
    before === null || before === number ? undefined : known(registry, model, before),
  ]);
  if (!candidate) throw absent(number);
  const pins = readPins(pinsFile, file);
  const pinnedDigest = Object.values(pins).find((pin) => pin.model === model && pin.version === number)?.digest;
  const [primary] = sites;
  const asksFeatures = candidate.version.tags[featuresTag] !== undefined && primary && services.featureStore;
  const features = asksFeatures ? await featuresAsked(commands, primary) : undefined;
  const release = asked.release && releaseWith(asked.release, model, number);
  const facts: ModelFacts = {
    environment: environment.name,
    file,
    now: asked.now,
    candidate,
    ...(current ? { champion: current } : {}),
    history: historyIn(registered.tags),
    quality: [...loaded, ...pinned].flatMap((place) => place.model.quality),
    freezes: maintenance.freezes,
    ...(features ? { features } : {}),
    ...(pinnedDigest === undefined ? {} : { pinnedDigest }),
  };
  const all = action === 'promoted' ? promotionFindings(facts) : fileFindings(facts);
  const answered = all.filter(({ code }) => accepted.includes(code));
  return {
    findings: all.filter(({ code }) => !accepted.includes(code)),
    move: {
      action,
      environment: environment.name,
      model,
      version: number,
      alias,
      before,
      aliased: led !== undefined,
      digest: candidate.digest,
      by,
      begun: asked.now.toISOString(),
      ...(because === undefined ? {} : { because }),
      accepted: answered.map(({ code, message }) => `${code}: ${message}`),
      pinsFile,
      pinned: pinned.map((place) => ({ ...workloadOf(place), before: pins[place.place] ?? null })),
      loaded: loaded.map(workloadOf),
      sites,
      ...(release === undefined ? {} : { release }),
    },
  };
}

async function featuresAsked(commands: CommandRunner, { cluster, signIn }: ServingSite) {
  for (const command of signIn) await printedBy(commands, command, { timeoutMs: 120_000 });
  return featureViewsOf(commands, cluster);
}
