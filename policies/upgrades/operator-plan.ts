import { siteOperators } from '../../charts/operators';
import { shownCommand } from '../../constructs/contracts/command';
import type { RuleFinding } from '../../environments/rules/rule';
import { type OperatorDefinition, type OperatorName, operators } from '../../services';
import { operatorDefinitions } from '../../services/operator-definitions';
import type { OperatorKinds } from '../../services/operator-kinds';
import { versionName } from '../operator-upgrades';
import { strimziReleases } from './kafka-releases';
import { kafkaVersions } from './kafka-versions';
import { compareVersions } from './minor';
import { migrationCommands, type StoredMigration, storedMigrations } from './stored-versions';
import {
  canaryFirst,
  joined,
  type PlannedPart,
  soakDays,
  type UpgradeInput,
  type WantedOperator,
} from './upgrade-input';
import type { UpgradeStep } from './upgrade-step';

const kind = 'operator' as const;
const catalogue: Readonly<Record<string, OperatorDefinition>> = operators;
const nothing: PlannedPart = { steps: [], findings: [], warnings: [] };

const idOf = (...parts: string[]): string =>
  parts.map((part) => part.replaceAll(/[^A-Za-z0-9]+/g, '-').toLowerCase()).join('-');

const migrationSteps = (
  input: UpgradeInput,
  name: string,
  all: readonly StoredMigration[],
  after: readonly string[],
): UpgradeStep[] =>
  all.flatMap((migration) =>
    canaryFirst(input.environment.sites)
      .filter((site) => siteOperators(site).includes(name as OperatorName))
      .map((site): UpgradeStep => {
        const cluster = {
          site: site.name,
          kubeconfig: `.evenkeel/runbooks/${input.environment.name}/${site.name}.kubeconfig`,
        };
        const { read, replace, settle } = migrationCommands(cluster, migration);
        return {
          id: idOf('store', migration.kind, site.name),
          kind,
          site: site.name,
          title: `Store every ${migration.kind} of ${site.name} in ${migration.to}`,
          because: [
            `the next ${name} lists ${migration.from.join(', ')} no more, and the API server refuses a definition without a version in its status.storedVersions`,
          ],
          commands: [`${shownCommand(read)} | ${shownCommand(replace)}`, shownCommand(settle)],
          doneWhen: `status.storedVersions of the definition is ["${migration.to}"]`,
          wayBack: 'nothing is to be taken back: the release that runs reads both versions',
          after,
        };
      }),
  );

/** A release of Strimzi must run the Kafka that there is. */
function ofKafka(input: UpgradeInput, name: string, to: string): RuleFinding[] {
  const release = strimziReleases[to];
  if (name !== 'strimzi' || !release) return [];
  return kafkaVersions(input)
    .filter(({ kafka }) => !release.kafka.includes(kafka))
    .map(({ site, kafka }) => ({
      code: 'VERSION_PAIR',
      place: `operators.${name}`,
      message: `Strimzi ${to} does not run Kafka ${kafka}, which ${site} has`,
      value: to,
      allowed: Object.entries(strimziReleases)
        .filter(([, one]) => one.kafka.includes(kafka))
        .map(([version]) => version),
      fix: 'go by a release of the list, bring Kafka to a version that both releases run, and go on from there',
    }));
}

function operatorPart(input: UpgradeInput, { name, version }: WantedOperator): PlannedPart {
  const definition = catalogue[name];
  const sites = canaryFirst(input.environment.sites).filter((site) =>
    siteOperators(site).includes(name as OperatorName),
  );
  const place = `operators.${name}`;
  if (!definition || sites.length === 0) {
    const allowed = [...new Set(input.environment.sites.flatMap(siteOperators))].sort();
    return {
      ...nothing,
      findings: [
        {
          code: 'UPGRADE_UNKNOWN',
          place,
          message: 'no site of the environment runs it',
          value: name,
          allowed,
          fix: 'use a name of the list',
        },
      ],
    };
  }
  const pinned = definition.chart.version;
  const to = version ?? pinned;
  const from = input.recorded[name]?.chart;
  if (from === to)
    return { ...nothing, warnings: [`${name} ${to} is what the lock says that runs: nothing is to be done`] };
  if (from !== undefined && compareVersions(to, from) < 0) {
    return {
      ...nothing,
      findings: [
        {
          code: 'UPGRADE_DOWNGRADE',
          place,
          message: `the lock says that ${from} runs, and objects may be stored in versions that ${to} does not know`,
          value: to,
          fix: 'take the old release and the old lock from Git as long as no object was written in a newer version; else restore the objects by Velero',
        },
      ],
    };
  }
  const known: OperatorKinds | undefined =
    to === pinned ? (operatorDefinitions as Readonly<Record<string, OperatorKinds>>)[name] : undefined;
  const { migrations, stuck, unserved } = storedMigrations(name, input.recorded, known);
  const stores = migrationSteps(input, name, migrations, []);
  const lockId = idOf('lock', name);
  const migrated = [...migrations.flatMap((one) => one.from.map((gone) => versionName(one.kind, gone))), ...unserved];
  const wantedBefore = definition.after.filter((other) => input.wanted.operators.some((one) => one.name === other));
  const lock: UpgradeStep = {
    id: lockId,
    kind,
    title: `Say ${name} ${to} in Git`,
    because: [
      'definitions come with the operator, before every object of theirs',
      ...(migrated.length > 0 ? ['the lock refuses a version that goes until somebody says that nothing uses it'] : []),
    ],
    commands: [
      ...(migrated.length > 0 ? [`evenkeel lock ${input.environment.name} --migrated ${migrated.join(' ')}`] : []),
      `evenkeel build ${input.environment.name}`,
      `evenkeel lock ${input.environment.name}`,
    ],
    doneWhen: 'tree and lock are reviewed and committed, the folder of the first site first',
    wayBack:
      'the old release and the old lock from Git, as long as the new one has stored nothing in a version that the old one lacks',
    after: [
      ...stores.map(({ id }) => id),
      ...wantedBefore.map((other) => idOf('watch', other, sites.at(-1)?.name ?? '')),
    ],
    version: { from: from ?? 'unknown', to },
  };
  let last = lockId;
  const rollouts = sites.map((site): UpgradeStep => {
    const id = idOf('watch', name, site.name);
    const step: UpgradeStep = {
      id,
      kind,
      site: site.name,
      title: `Let GitOps bring ${name} ${to} to ${site.name}`,
      because: [
        site.role === 'standby' ? 'a standby serves nobody: what breaks, breaks here' : 'the primary comes last',
        'an operator of a new version may restart all that it keeps: off the hours of load, and in no freeze',
      ],
      commands: [
        `git add dist/${input.environment.name}/${site.name}`,
        `kubectl --namespace ${definition.namespace} get deployments`,
      ],
      doneWhen: `its deployments are ready, its objects too, and ${soakDays} days were quiet`,
      wayBack: 'revert the commit; definitions stay at the newer version until then',
      after: [last],
      version: { from: from ?? 'unknown', to },
    };
    last = id;
    return step;
  });
  return {
    steps: [...stores, lock, ...rollouts],
    findings: [
      ...stuck.map(
        ({ kind: name_, from: gone }): RuleFinding => ({
          code: 'VERSION_DROPPED',
          place: `operators.${name}.kinds["${name_}"].stored`,
          message: `${name} ${to} lists none of the versions that objects are stored in, so they could not be stored anew before`,
          value: gone.join(', '),
          fix: 'go by a release that has both an old and a new version, store every object anew there, and go on',
        }),
      ),
      ...ofKafka(input, name, to),
      ...(version !== undefined && version !== pinned
        ? [
            {
              code: 'UPGRADE_UNKNOWN' as const,
              place,
              message: `this release of Evenkeel pins ${name} ${pinned}, and knows nothing of the definitions of ${version}`,
              value: version,
              allowed: [pinned],
              fix: 'take the release of Evenkeel that pins it; or pin it in services/operators.ts, and run `npm run definitions`',
            },
          ]
        : []),
    ],
    warnings: [
      ...(from === undefined
        ? [
            `The lock does not say which ${name} runs, so no definition could be compared: run \`evenkeel lock\` with the release that runs`,
          ]
        : []),
      ...unserved.map(
        (one) => `${one} is served no more by ${name} ${to}: bring manifests of your own to another version first`,
      ),
    ],
  };
}

/** Operators to a later release, those first that others wait for. */
export function operatorPlan(input: UpgradeInput): PlannedPart {
  const all = joined(input.wanted.operators.map((one) => operatorPart(input, one)));
  // One that is at its version already has no step to wait for.
  const known = new Set(all.steps.map(({ id }) => id));
  return { ...all, steps: all.steps.map((step) => ({ ...step, after: step.after.filter((id) => known.has(id)) })) };
}
