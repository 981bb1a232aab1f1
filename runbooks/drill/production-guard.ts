import { InputError, isSitePublicCloud } from '../../environments/model';
import type { Environment } from '../../environments/model/resolve-environment';
import type { Drill } from './drill';

/** Sites that people work on: those on a cloud, of an environment whose resources nobody may delete by accident. */
const isProduction = ({ config, sites }: Environment): boolean =>
  config.deletionProtection && sites.some(isSitePublicCloud);

/**
 * Lets a drill go on where it breaks, or writes to, nothing that people work on, or where its name was typed for it.
 * @param typed what stands behind `--on-production`
 * @throws InputError DRILL_PRODUCTION
 */
export function assertMayDrill(environment: Environment, { ground }: Pick<Drill, 'ground'>, typed?: string): void {
  const { name } = environment;
  if (ground === 'test' || !isProduction(environment) || typed === name) return;
  throw new InputError([
    {
      code: 'DRILL_PRODUCTION',
      file: `environments/${name}.ts`,
      place: '--on-production',
      message: 'the drill would break sites that people work on, or write to them; nothing was changed',
      value: typed,
      allowed: [name],
      fix: `drill another environment or on a ground of its own (--ground), or say that it is meant: --on-production ${name}`,
    },
  ]);
}
