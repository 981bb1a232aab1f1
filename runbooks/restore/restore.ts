import { serviceTenants } from '../../constructs/contracts/need-requests';
import type { UtcTime } from '../../constructs/contracts/recovery-commands';
import type { Finding } from '../../environments/model';
import type { Guard, Runbook } from '../engine/step';
import { type RecoveryContext, type RecoveryScope, siteOf } from '../recovery/recovery-scope';
import { besideSteps, bucketsOf, cloudRunsDatabases, objectsStep } from '../recovery/restore-steps';
import { namespacesOf } from '../recovery/services-of';
import { pauseGitOpsStep, resumeGitOpsStep, serviceStop, signInStep } from '../recovery/site-steps';
import { databasesOf } from '../recovery/store-steps';

export interface RestoreInput {
  readonly scope: RecoveryScope;
  readonly site: string;
  /** In kebab case. */
  readonly service: string;
  /** One need of it. Default: every database and bucket. */
  readonly need?: string;
  readonly at: UtcTime;
}

const storesOf = ({ scope, site, service, need }: RestoreInput) => {
  const reached = siteOf(scope, site);
  const isMeant = (request: { readonly service: string; readonly name: string }): boolean =>
    request.service === service && (need === undefined || request.name === need);
  return {
    reached,
    databases: databasesOf(reached).filter(isMeant),
    buckets: bucketsOf(reached).filter(isMeant),
  };
};

const dayMs = 24 * 3600 * 1000;

/** A time that is gone by, and of which everything is still kept. */
const keptTime = (input: RestoreInput): Guard<RecoveryContext> => ({
  summary: `${input.at} lies in the past, and within what is kept of every store`,
  findings: async ({ clock }) => {
    const { databases, buckets } = storesOf(input);
    const now = clock.now().getTime();
    const at = Date.parse(input.at);
    const file = `environments/${input.scope.environment}.ts`;
    const finding = (place: string, message: string, fix: string): Finding => ({
      code: 'RESTORE_POINT',
      file,
      place,
      message: `${message}; nothing was changed`,
      value: input.at,
      fix,
    });
    if (at >= now) return [finding('--to', 'it has not come yet', 'name a time in the past, in UTC')];
    const kept = [
      ...databases.map(({ name, need }) => ({ name, days: need.backupRetentionDays })),
      ...buckets.map(({ name, need }) => ({ name, days: need.versionRetentionDays })),
    ];
    return kept
      .filter(({ days }) => at < now - days * dayMs)
      .map(({ name, days }) =>
        finding(
          `${input.service} ${name}`,
          `it is kept for ${days} days`,
          `name a time after ${new Date(now - days * dayMs).toISOString()}; what is older may lie in the locked vault: \`evenkeel ransomware --plan\``,
        ),
      );
  },
});

/** A need that is typed is one that can be brought back. */
const somethingMeant = (input: RestoreInput): Guard<RecoveryContext> => ({
  summary: `${input.service} keeps what is to be brought back`,
  findings: async () => {
    const { reached, databases, buckets } = storesOf(input);
    if (databases.length + buckets.length > 0) return [];
    return [
      {
        code: 'RUNBOOK_OPTION',
        file: `environments/${input.scope.environment}.ts`,
        place: '--need',
        message: `${input.service} has no such database or bucket; nothing was changed`,
        value: input.need,
        allowed: restorable(reached)[input.service] ?? [],
        fix: 'use a name of the list, or leave it out for all',
      },
    ];
  },
});

/** Stores of one service as they were at a time, restored beside and swapped in. */
export const restore: Runbook<RecoveryContext, RestoreInput> = {
  name: 'restore',
  title: 'Bring the stores of a service back to a time',
  when: 'Data of a service was deleted or overwritten, by mistake or by a bad release, and the site itself is well.',
  lost: () => [],
  guards: (input) => {
    const { reached, databases } = storesOf(input);
    return [somethingMeant(input), cloudRunsDatabases(input.scope.environment, reached, databases), keptTime(input)];
  },
  steps: (input) => {
    const { reached, databases, buckets } = storesOf(input);
    const beside = databases.map((request) => besideSteps(reached, request, input.at, 'point-in-time'));
    const stops = namespacesOf(reached, [input.service]).map((namespace) => serviceStop(reached, namespace));
    return [
      signInStep(reached),
      // Made while the service still answers.
      ...beside.flatMap(({ made }) => made),
      pauseGitOpsStep(reached),
      ...stops.map(({ note }) => note),
      ...stops.map(({ stop }) => stop),
      ...beside.flatMap(({ swapped }) => swapped),
      ...buckets.map((request) => objectsStep(reached, request, input.at)),
      ...stops.map(({ start }) => start),
      resumeGitOpsStep(reached),
    ];
  },
};

/** Services of a site that keep something that can be restored, in kebab case, with their needs. */
export const restorable = (reached: Parameters<typeof bucketsOf>[0]): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    serviceTenants(reached.site).flatMap(({ name }) => {
      const needs = [...databasesOf(reached), ...bucketsOf(reached)].filter(({ service }) => service === name);
      return needs.length > 0 ? [[name, needs.map((request) => request.name)]] : [];
    }),
  );
