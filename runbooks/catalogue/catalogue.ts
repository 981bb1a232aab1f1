import { clusterRebuild } from '../cluster-rebuild/cluster-rebuild';
import { credentialCompromise } from '../credential-compromise/credential-compromise';
import type { Runbook } from '../engine/step';
import { failback } from '../failback/failback';
import { failover } from '../failover/failover';
import { featureStoreRebuild } from '../feature-store-rebuild/feature-store-rebuild';
import { kafkaDataLoss } from '../kafka-data-loss/kafka-data-loss';
import { modelRollback } from '../model-rollback/model-rollback';
import { ransomware } from '../ransomware/ransomware';
import type { RecoveryContext, RecoveryScope } from '../recovery/recovery-scope';
import { regionLoss } from '../region-loss/region-loss';
import { restore } from '../restore/restore';
import { storedVersion } from '../stored-version/stored-version';
import { upgradeDatabase } from '../upgrade-database/upgrade-database';
import { upgradeKubernetes } from '../upgrade-kubernetes/upgrade-kubernetes';
import { isDelivery, type Roles, type RunbookOption, type TypedOptions } from './option-kinds';

/** What a runbook is made of what was typed: every option was checked before. */
interface Typed<O extends string> {
  readonly scope: RecoveryScope;
  readonly roles: Roles;
  readonly options: { readonly [N in O]?: string };
  /** UTC second at which the run was begun; the same when it goes on. */
  readonly begun: string;
}

/** A runbook as the command line has it. */
export interface CataloguedRunbook {
  readonly runbook: Runbook<RecoveryContext, never>;
  readonly options: Readonly<Record<string, RunbookOption>>;
  input(typed: Typed<string>): unknown;
}

const catalogued = <Input, O extends string>(
  runbook: Runbook<RecoveryContext, Input>,
  options: { readonly [N in O]: RunbookOption },
  input: (typed: Typed<O>) => Input,
): CataloguedRunbook => ({ runbook: runbook as Runbook<RecoveryContext, never>, options, input: input as never });

const loss = (options: TypedOptions) =>
  options['accept-data-loss'] === undefined ? {} : { acceptDataLossMinutes: Number(options['accept-data-loss']) };

const acceptDataLoss = {
  kind: 'minutes',
  says: 'answer for so many minutes of data, where copies are older than the RPO',
} as const;
const onSite = { kind: 'site', says: 'site that is meant; the primary as a rule' } as const;

const delivery = {
  kind: 'delivery',
  says: 'gitops, or direct where Git is lost: the tree of this folder, by Pulumi; gitops as a rule',
} as const;
const deliveredBy = ({ delivery: typed }: TypedOptions) => (isDelivery(typed) ? { delivery: typed } : {});

/** Every runbook of recovery, by its name on the command line. */
const all = [
  catalogued(
    failover,
    { to: { kind: 'standby', required: true, says: 'site that takes over' }, 'accept-data-loss': acceptDataLoss },
    ({ scope, roles, options }) => ({ scope, from: roles.primary, to: options.to ?? '', ...loss(options) }),
  ),
  catalogued(
    failback,
    { to: { kind: 'standby', required: true, says: 'site to go back to' } },
    ({ scope, roles, options, begun }) => ({ scope, from: roles.primary, to: options.to ?? '', at: begun }),
  ),
  catalogued(
    restore,
    {
      service: { kind: 'service', required: true, says: 'service whose stores are meant' },
      to: { kind: 'time', required: true, says: 'time to go back to, in UTC: 2026-11-20T12:00:00Z' },
      need: { kind: 'word', says: 'one store of it; all as a rule' },
      site: onSite,
    },
    ({ scope, roles, options }) => ({
      scope,
      site: options.site ?? roles.primary,
      service: options.service ?? '',
      at: options.to ?? '',
      ...(options.need === undefined ? {} : { need: options.need }),
    }),
  ),
  catalogued(
    regionLoss,
    {
      to: { kind: 'standby', required: true, says: 'site that takes over' },
      second: { kind: 'standby', required: true, says: 'site that stands by from then on' },
      delivery,
      'accept-data-loss': acceptDataLoss,
    },
    ({ scope, roles, options }) => ({
      scope,
      from: roles.primary,
      to: options.to ?? '',
      second: options.second ?? '',
      ...deliveredBy(options),
      ...loss(options),
    }),
  ),
  catalogued(clusterRebuild, { site: { ...onSite, required: true }, delivery }, ({ scope, options }) => ({
    scope,
    site: options.site ?? '',
    ...deliveredBy(options),
  })),
  catalogued(
    credentialCompromise,
    {
      since: { kind: 'time', required: true, says: 'only what is newer is trusted, in UTC' },
      site: { kind: 'site', says: 'one site; all as a rule' },
    },
    ({ scope, options }) => ({
      scope,
      sites: options.site === undefined ? Object.keys(scope.sites) : [options.site],
      since: options.since ?? '',
    }),
  ),
  catalogued(
    ransomware,
    { to: { kind: 'time', required: true, says: 'time at which all was sound, in UTC' }, site: onSite },
    ({ scope, roles, options, begun }) => ({
      scope,
      site: options.site ?? roles.primary,
      at: options.to ?? '',
      since: begun,
    }),
  ),
  catalogued(
    kafkaDataLoss,
    { from: { kind: 'standby', required: true, says: 'standby whose mirror has the records' } },
    ({ scope, roles, options }) => ({ scope, site: roles.primary, from: options.from ?? '' }),
  ),
  catalogued(
    featureStoreRebuild,
    { to: { kind: 'time', says: 'time at which the registry was sound; it stays as it is as a rule' }, site: onSite },
    ({ scope, roles, options }) => ({
      scope,
      site: options.site ?? roles.primary,
      ...(options.to === undefined ? {} : { at: options.to }),
    }),
  ),
  catalogued(
    modelRollback,
    {
      model: { kind: 'word', required: true, says: 'registered model' },
      alias: { kind: 'word', required: true, says: 'alias that callers load it by' },
      from: { kind: 'version', required: true, says: 'version that the alias leads to now' },
      to: { kind: 'version', required: true, says: 'version that was good' },
      site: onSite,
    },
    ({ scope, roles, options }) => ({
      scope,
      site: options.site ?? roles.primary,
      model: options.model ?? '',
      alias: options.alias ?? '',
      from: Number(options.from),
      to: Number(options.to),
    }),
  ),
  catalogued(
    upgradeKubernetes,
    {
      site: { ...onSite, required: true },
      to: { kind: 'minor', required: true, says: 'minor version, such as 1.36' },
    },
    ({ scope, options }) => ({ scope, site: options.site ?? '', to: options.to ?? '' }),
  ),
  catalogued(
    upgradeDatabase,
    {
      service: { kind: 'word', required: true, says: 'service whose database is meant' },
      need: { kind: 'word', required: true, says: 'database of it' },
      to: { kind: 'version', required: true, says: 'major version of PostgreSQL' },
      site: { ...onSite, required: true },
    },
    ({ scope, options }) => ({
      scope,
      site: options.site ?? '',
      service: options.service ?? '',
      need: options.need ?? '',
      to: Number(options.to),
    }),
  ),
  catalogued(
    storedVersion,
    {
      kind: { kind: 'word', required: true, says: '<Kind>.<group>, such as Kafka.kafka.strimzi.io' },
      to: { kind: 'word', required: true, says: 'version that every object is to lie in' },
      site: { ...onSite, required: true },
    },
    ({ scope, options }) => ({ scope, site: options.site ?? '', kind: options.kind ?? '', to: options.to ?? '' }),
  ),
] as const;

export const catalogue: Readonly<Record<string, CataloguedRunbook>> = Object.fromEntries(
  all.map((one) => [one.runbook.name, one]),
);
