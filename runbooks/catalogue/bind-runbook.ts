import { type Finding, InputError, isSitePublicCloud } from '../../environments/model';
import type { Environment } from '../../environments/model/resolve-environment';
import { recoveryCommandsOf } from '../../stacks/recovery-commands';
import type { Runbook } from '../engine/step';
import { kubeconfigPath, type ReachedSite, type RecoveryContext, type RecoveryScope } from '../recovery/recovery-scope';
import { catalogue } from './catalogue';
import { problems, type Roles, type TypedOptions } from './option-kinds';

/** A runbook with all that it is told: ready to be shown or run. */
export interface BoundRunbook {
  readonly runbook: Runbook<RecoveryContext, unknown>;
  readonly input: unknown;
}

export interface BindProps {
  readonly environment: Pick<Environment, 'name' | 'config' | 'sites' | 'edge'>;
  readonly options: TypedOptions;
  /** UTC second at which the run was begun. */
  readonly begun: string;
  /** Primary site when it was begun: a run changes roles in Git, and goes on after that. Default: as it is stated now. */
  readonly primary?: string;
  /** Folder of everything that outlives a run. */
  readonly root: string;
}

/** @throws InputError UNKNOWN_RUNBOOK */
export function cataloguedRunbook(name: string) {
  const found = catalogue[name];
  if (found) return found;
  throw new InputError([
    {
      code: 'UNKNOWN_RUNBOOK',
      file: '',
      place: 'runbook',
      message: 'there is no runbook of this name',
      value: name,
      allowed: Object.keys(catalogue),
      fix: '`evenkeel runbook list` says what each is for',
    },
  ]);
}

export const statedPrimaryOf = ({ sites }: Pick<Environment, 'sites'>): string =>
  sites.find(({ role }) => role === 'primary')?.name ?? '';

/** An environment as every procedure of recovery knows it. */
export async function scopeOf({ environment, begun, root }: Omit<BindProps, 'options'>): Promise<RecoveryScope> {
  const { name, config, sites, edge } = environment;
  const reached = await Promise.all(
    sites.filter(isSitePublicCloud).map(async (site): Promise<[string, ReachedSite]> => {
      const cluster = { site: site.name, kubeconfig: kubeconfigPath(root, name, site.name) };
      return [site.name, { site, cluster, commands: await recoveryCommandsOf(site) }];
    }),
  );
  return {
    environment: name,
    domain: config.domain,
    sites: Object.fromEntries(reached),
    ...(edge ? { edge } : {}),
    begun,
    stamp: begun.replaceAll(/\D/g, '').slice(0, 14),
  };
}

/**
 * A runbook on an environment, with what was typed.
 * @throws InputError with all that is wrong at once
 */
export async function bindRunbook(name: string, props: BindProps): Promise<BoundRunbook> {
  const { runbook, options: known, input } = cataloguedRunbook(name);
  const { environment, options, begun } = props;
  const scope = await scopeOf(props);
  const file = `environments/${environment.name}.ts`;
  const primary = props.primary ?? statedPrimaryOf(environment);
  const onClouds = Object.keys(scope.sites);
  if (!onClouds.includes(primary)) {
    throw new InputError([
      {
        code: 'RUNBOOK_SITE',
        file,
        place: 'sites',
        message: 'runbooks of recovery are for environments whose primary site is on a cloud',
        value: primary,
        fix: 'what a local cluster holds is made anew: `evenkeel build`, and sync',
      },
    ]);
  }
  const roles: Roles = { primary, standbys: onClouds.filter((one) => one !== primary) };
  const findings = Object.entries(known).flatMap(([option, { kind, required }]): Finding[] => {
    const value = options[option];
    const place = `--${option}`;
    if (value === undefined) {
      const says = known[option]?.says ?? '';
      return required
        ? [{ code: 'RUNBOOK_OPTION', file, place, message: `${name} needs it: ${says}`, fix: `add ${place}` }]
        : [];
    }
    return problems[kind](value, scope, roles).map((problem) => ({ file, place, value, ...problem }));
  });
  const strange = Object.entries(options)
    .filter(([option, value]) => value !== undefined && !known[option])
    .map(
      ([option, value]): Finding => ({
        code: 'RUNBOOK_OPTION',
        file,
        place: `--${option}`,
        message: `${name} has no such option`,
        value,
        allowed: Object.keys(known).map((one) => `--${one}`),
        fix: 'leave it out',
      }),
    );
  const all = [...findings, ...strange];
  if (all.length > 0) throw new InputError(all);
  return {
    runbook: runbook as unknown as Runbook<RecoveryContext, unknown>,
    input: input({ scope, roles, options, begun }),
  };
}
