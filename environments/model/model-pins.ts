import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Finding, InputError } from './finding';

/** `environments/prod.ts` has `environments/prod.models.json`. */
export const pinsPath = (environmentFile: string): string => environmentFile.replace(/\.[cm]?[jt]s$/, '.models.json');

const pin = z.strictObject({
  /** In the registry. */
  model: z.string().min(1),
  version: z.int().min(1),
  /** Of its files, as they were promoted. */
  digest: z.string().regex(/^sha256:[0-9a-f]{64}$/, 'a digest is sha256: and 64 hexadecimal digits'),
});

const pinsSchema = z.strictObject({
  schema: z.literal(1),
  /** By the place below `services.serving.models`: `churn.source`. */
  models: z.record(z.string(), pin),
});

/** Versions of models that promotion wrote; they go before those of the environment's file. */
export type ModelPins = z.output<typeof pinsSchema>['models'];
export type ModelPin = ModelPins[string];

const invalid = (file: string, place: string, message: string): InputError =>
  new InputError([
    {
      code: 'MODEL_PIN',
      file,
      place,
      message,
      fix: 'take the file as Git has it; `evenkeel model promote` writes it',
    },
  ]);

/**
 * What was promoted into an environment; nothing where there is no such file.
 * @throws InputError MODEL_PIN
 */
export function readPins(path: string, shown: string): ModelPins {
  if (!existsSync(path)) return {};
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    throw invalid(shown, '', 'the file is no JSON');
  }
  const parsed = pinsSchema.safeParse(content);
  if (parsed.success) return parsed.data.models;
  const [issue] = parsed.error.issues;
  throw invalid(shown, issue?.path.join('.') ?? '', issue?.message ?? 'the file has another form');
}

/** One line a model, sorted: the difference is what people review. */
export function pinsText(models: ModelPins): string {
  const lines = Object.keys(models)
    .sort()
    .map((place) => `    ${JSON.stringify(place)}: ${JSON.stringify(models[place])}`);
  return lines.length === 0
    ? '{\n  "schema": 1,\n  "models": {}\n}\n'
    : `{\n  "schema": 1,\n  "models": {\n${lines.join(',\n')}\n  }\n}\n`;
}

type Plain = Readonly<Record<string, unknown>>;
const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** A copy of plain data in which one place has another value; `undefined`: the place is not there. */
function replaced(
  value: unknown,
  [key, ...rest]: readonly string[],
  change: (old: Plain) => Plain | undefined,
): unknown {
  if (!isPlain(value)) return undefined;
  if (key === undefined) return change(value);
  if (!Object.hasOwn(value, key)) return undefined;
  const below = replaced(value[key], rest, change);
  return below === undefined ? undefined : { ...value, [key]: below };
}

/** Only what names this model by a version is pinned: an alias is led by the registry, and has no version in Git. */
const pinned =
  ({ model, version }: ModelPin) =>
  (source: Plain): Plain | undefined =>
    source.from === 'registry' && source.model === model && source.version !== undefined
      ? { ...source, version }
      : undefined;

/**
 * An environment as its file has it, with the versions that were promoted.
 * @param input plain data, unchecked
 * @throws InputError MODEL_PIN for each pin that meets no model: it would promise a version that nobody loads
 */
export function withPins(input: unknown, pins: ModelPins, shown: string): unknown {
  const findings: Finding[] = [];
  let result = input;
  for (const [place, pin] of Object.entries(pins)) {
    const path = ['services', 'serving', 'models', ...place.split('.')];
    const changed = replaced(result, path, pinned(pin));
    if (changed === undefined)
      findings.push({
        code: 'MODEL_PIN',
        file: shown,
        place: `models.${place}`,
        message: `services.serving.models.${place} does not load ${pin.model} from the registry by a version`,
        value: pin.model,
        fix: 'remove the line where the model is gone, or give its source a version again',
      });
    else result = changed;
  }
  if (findings.length > 0) throw new InputError(findings);
  return result;
}
