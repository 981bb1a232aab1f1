import { artifactDigest, artifactFiles } from '../../delivery/models/artifact-files';
import type { Holding } from '../engine/step';
import { challenger, type ModelContext, type ModelMove, type ModelStep, owner } from './model-move';
import { isRecorded, record } from './model-records';

const registryReach = [{ name: 'registry', required: true }];

/** A word with the registry. */
const quick = {
  owner,
  timeoutMinutes: 5,
  expectedMinutes: 1,
  reaches: registryReach,
  again: 'harmless',
} as const;

const versionLed = async ({ registry }: ModelContext, { model, alias }: ModelMove, of = alias) =>
  (await registry.model(model))?.aliases[of];

/** Leads an alias to a version, or to nothing. */
export async function lead({ registry }: ModelContext, model: string, alias: string, to: number | null): Promise<void> {
  if (to === null) await registry.deleteAlias(model, alias);
  else await registry.setAlias(model, alias, to);
}

/** What is promoted is what was looked at. */
export const filesStep = ({ model, version, digest }: ModelMove): ModelStep => ({
  id: 'verify-files',
  title: `Read the files of version ${version} of ${model} once more, and keep their digest`,
  owner,
  timeoutMinutes: 60,
  expectedMinutes: 2,
  reaches: registryReach,
  again: 'harmless',
  lasts: false,
  action: {
    summary: `compares them with ${digest}, and writes that into the registry`,
    run: async ({ registry }) => {
      const seen = artifactDigest(await artifactFiles(registry, await registry.folderOf({ name: model, version })));
      if (seen !== digest) throw new Error(`the files changed meanwhile: they are ${seen}`);
      await registry.tagVersion(model, version, 'evenkeel.digest', digest);
      return undefined;
    },
  },
  verify: {
    summary: 'the registry has the digest',
    check: async ({ registry }) => {
      const saw = (await registry.version(model, version))?.tags['evenkeel.digest'];
      return { holds: saw === digest, untouched: saw === undefined, saw: `digest ${saw ?? 'none'}` };
    },
  },
  whenItFails: 'Find out who changed the files of a version that was registered already',
});

/** An alias that leads to one version, and how to lead it back. */
export const aliasStep = (
  move: ModelMove,
  words: Pick<ModelStep, 'id' | 'title'> & { readonly alias: string; readonly back: number | null },
): ModelStep => ({
  id: words.id,
  title: words.title,
  ...quick,
  action: {
    summary: `leads ${words.alias} of ${move.model} to version ${move.version}`,
    run: async (context) => {
      await lead(context, move.model, words.alias, move.version);
      return undefined;
    },
  },
  verify: {
    summary: `${words.alias} leads to version ${move.version}`,
    check: async (context): Promise<Holding> => {
      const led = await versionLed(context, move, words.alias);
      return {
        holds: led === move.version,
        untouched: (led ?? null) === words.back,
        saw: `${words.alias} leads to ${led ?? 'nothing'}`,
      };
    },
  },
  undo: {
    summary: `leads ${words.alias} back to ${words.back ?? 'nothing'}`,
    run: async (context) => {
      await lead(context, move.model, words.alias, words.back);
      return undefined;
    },
  },
  whenItFails: 'Set the alias in the page of the model',
});

/** Who did what, at the version and in the history of the model. */
export const recordStep = (move: ModelMove): ModelStep => ({
  id: 'record',
  title: 'Write down who did what',
  ...quick,
  action: {
    summary: 'writes tags of the version, and a record into the history of the model',
    run: async (context) => {
      const { registry } = context;
      const { model, version, by, begun, before, environment, alias, release } = move;
      const said = { by, at: begun, from: `${before ?? ''}`, environment, alias, ...(release ? { release } : {}) };
      for (const [key, value] of Object.entries(said))
        await registry.tagVersion(model, version, `evenkeel.${move.action}-${key}`, value);
      if ((await versionLed(context, move, challenger)) === version) await registry.deleteAlias(model, challenger);
      await record(context, move, move.action);
      return undefined;
    },
  },
  verify: {
    summary: 'the history has the record',
    check: async (context) => {
      const holds = await isRecorded(context, move);
      return { holds, untouched: !holds, saw: holds ? 'recorded' : 'not recorded yet' };
    },
  },
  undo: {
    summary: 'writes down that it was taken back',
    run: async (context) => {
      await record(context, move, 'taken-back');
      return undefined;
    },
  },
  whenItFails: 'Look whether the registry answers',
});
