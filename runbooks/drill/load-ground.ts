import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Finding, InputError } from '../../environments/model';
import type { DrillScenarioName } from '../../environments/model/drills';
import { loadTypeScript, shownPath } from '../../environments/model/load-environment';
import type { Environment } from '../../environments/model/resolve-environment';
import type { Drill, DrillScenario } from './drill';

/** What the file of a ground exports by default: the drill of an environment there. */
export type GroundModule = (environment: Environment, scenario: DrillScenario) => Drill | Promise<Drill>;

/** Where a repository keeps the ground of a scenario. */
export const groundOf = (scenario: DrillScenarioName): string => join('drills', `${scenario}.ts`);

const isDrill = (value: unknown): value is Drill => {
  const { ground, from, to, open } = (value ?? {}) as Partial<Record<keyof Drill, unknown>>;
  return (
    (ground === 'test' || ground === 'sites') &&
    typeof from === 'string' &&
    typeof to === 'string' &&
    typeof open === 'function'
  );
};

/**
 * Loads the ground of a drill from a file of its team.
 * @throws InputError DRILL_GROUND
 */
export async function loadGround(path: string, environment: Environment, scenario: DrillScenario): Promise<Drill> {
  const absolute = resolve(path);
  const wrong = (message: string, fix: string): InputError => {
    const finding: Finding = { code: 'DRILL_GROUND', file: shownPath(absolute), place: '', message, fix };
    return new InputError([finding]);
  };
  if (!existsSync(absolute))
    throw wrong('there is no such file', 'write one, as docs/guides/drill.md shows, or name another one by --ground');
  const exported = await loadTypeScript(absolute).catch((error: unknown) => {
    throw wrong(
      `loading it failed: ${error instanceof Error ? error.message : error}`,
      'mend the file so that it loads',
    );
  });
  const fix = 'export a function by default that takes an environment and a scenario and returns a `Drill`';
  if (typeof exported !== 'function') throw wrong('it exports no function by default', fix);
  const drill: unknown = await (exported as GroundModule)(environment, scenario);
  if (!isDrill(drill)) throw wrong('its function returns no drill', fix);
  return { ...drill, scenario };
}
