import { isSitePublicCloud } from '../../environments/model';
import type { RuleFinding } from '../../environments/rules/rule';
import { operators } from '../../services';
import { cloudUpgrades } from './cloud-upgrades';
import { metadataOf, strimziReleases } from './kafka-releases';
import { kafkaVersions, type RunningKafka } from './kafka-versions';
import { compareVersions } from './minor';
import { canaryFirst, type PlannedPart, soakDays, type UpgradeInput } from './upgrade-input';
import type { UpgradeStep } from './upgrade-step';

const kind = 'kafka' as const;
const namespace = 'streaming';

function stepsOf({ site, kafka, metadata }: RunningKafka, to: string, after: readonly string[]): UpgradeStep[] {
  const ready: UpgradeStep = {
    id: `ready-kafka-${site}`,
    kind,
    site,
    title: `Keep what ${site} says of Kafka, and see that every partition has its copies`,
    because: [
      'a roll takes one broker after the other away: a partition that is short of copies before it is away during it',
      'records have no backup of their own: copies on other brokers, and mirrors, are what keeps them',
    ],
    commands: [
      `kubectl --namespace ${namespace} get kafkas,kafkanodepools,kafkatopics,kafkausers --output yaml > kafka-${site}-${kafka}.yaml`,
      `kubectl --namespace ${namespace} wait kafkas --all --for=condition=Ready --timeout=60s`,
      `kubectl --namespace ${namespace} get kafkas --output jsonpath='{.items[*].status.kafkaVersion} {.items[*].status.kafkaMetadataVersion}'`,
    ],
    doneWhen: `it says ${kafka} and ${metadata}, and the alert KafkaUnderReplicated is silent`,
    wayBack: 'nothing is to be taken back',
    after,
  };
  const roll: UpgradeStep = {
    id: `roll-kafka-${site}`,
    kind,
    site,
    title: `Roll the brokers of ${site} from ${kafka} to ${to}, and leave metadata.version at ${metadata}`,
    because: [
      'new binaries read and write what the old metadata.version says, so a roll back is one more roll',
      'brokers go one by one, controllers first: every partition keeps two copies that are in sync',
    ],
    commands: [
      `# spec.kafka.version: ${to}, spec.kafka.metadataVersion: ${metadata}`,
      `kubectl --namespace ${namespace} get kafka --output jsonpath='{.items[*].status.kafkaVersion}'`,
    ],
    doneWhen: `status.kafkaVersion is ${to}, and no partition is under-replicated`,
    wayBack: `the old version in Git: brokers roll back as long as metadata.version is ${metadata}`,
    after: [ready.id],
    version: { from: kafka, to },
  };
  if (metadata.startsWith(metadataOf(to))) return [ready, roll];
  const watch: UpgradeStep = {
    id: `watch-kafka-${site}`,
    kind,
    site,
    title: `Run ${to} on ${site} for ${soakDays} days`,
    because: ['the next step takes the way back away'],
    commands: [
      `kubectl --namespace ${namespace} get pods --output custom-columns=NAME:.metadata.name,RESTARTS:.status.containerStatuses[*].restartCount`,
      `kubectl --namespace ${namespace} get kafkas,kafkaconnects,kafkamirrormaker2s`,
    ],
    doneWhen: 'clients, Connect and mirrors keep their lag, and no broker restarted',
    wayBack: 'as of the roll',
    after: [roll.id],
  };
  return [
    ready,
    roll,
    watch,
    {
      id: `finalise-kafka-${site}`,
      kind,
      site,
      title: `Finalise metadata.version ${metadataOf(to)} on ${site}`,
      because: [
        'what the new version can do is off until then',
        'Kafka 4 has no inter.broker.protocol.version any more: metadata.version decides for brokers and controllers alike',
        'a change of its own, so that nobody does both at once',
      ],
      commands: [
        `# spec.kafka.metadataVersion: ${metadataOf(to)}-IV0, as the release names it`,
        `kubectl --namespace ${namespace} get kafka --output jsonpath='{.items[*].status.kafkaMetadataVersion}'`,
      ],
      doneWhen: `status.kafkaMetadataVersion begins with ${metadataOf(to)}`,
      wayBack:
        'none: Kafka takes no lower metadata.version where something was written in the higher one; a second cluster and a mirror into it',
      pointOfNoReturn: true,
      after: [watch.id],
    },
  ];
}

/** Kafka to a later version: binaries first, what they write much later. */
export function kafkaPlan(input: UpgradeInput): PlannedPart {
  const to = input.wanted.kafka;
  if (to === undefined) return { steps: [], findings: [], warnings: [] };
  const sites = canaryFirst(input.environment.sites);
  const running = kafkaVersions(input);
  const managed = sites
    .filter(isSitePublicCloud)
    .filter(({ name, services }) => services.streaming && !running.some(({ site }) => site === name));
  const place = 'services.streaming';
  const findings: RuleFinding[] = [];
  const wantedStrimzi = input.wanted.operators.find(({ name }) => name === 'strimzi');
  const chart = wantedStrimzi?.version ?? operators.strimzi.chart.version;
  const release = strimziReleases[chart];
  if (running.length === 0 && managed.length === 0) {
    findings.push({
      code: 'UPGRADE_UNKNOWN',
      place,
      message: 'no site of the environment has Kafka',
      value: to,
      fix: 'leave --kafka out',
    });
  }
  if (running.length > 0 && !release?.kafka.includes(to)) {
    findings.push({
      code: 'VERSION_PAIR',
      place,
      message: release ? `Strimzi ${chart} does not run Kafka ${to}` : `nobody has recorded what Strimzi ${chart} runs`,
      value: to,
      allowed: release?.kafka ?? Object.keys(strimziReleases),
      fix: 'upgrade the operator first (`--operator strimzi`), or choose a version of the list',
    });
  }
  // The operator is an earlier part of the plan.
  let after: readonly string[] = [];
  const steps: UpgradeStep[] = [];
  for (const site of sites) {
    const one = running.find((other) => other.site === site.name);
    if (!one || compareVersions(to, one.kafka) === 0) continue;
    if (compareVersions(to, one.kafka) < 0) {
      findings.push({
        code: 'UPGRADE_DOWNGRADE',
        place: `${site.name} ${place}`,
        message: `it runs ${one.kafka} and writes by metadata.version ${one.metadata}, which ${to} cannot read`,
        value: to,
        fix: `stay at ${metadataOf(one.kafka)} or later; to go back, mirror into a second cluster`,
      });
      continue;
    }
    if (release && wantedStrimzi === undefined && !release.kafka.includes(one.kafka)) {
      findings.push({
        code: 'VERSION_PAIR',
        place: `${site.name} ${place}`,
        message: `Strimzi ${chart} does not run Kafka ${one.kafka}, and a roll goes from a version that it runs to another one`,
        value: one.kafka,
        allowed: release.kafka,
        fix: 'go by a release of Strimzi that runs both',
      });
    }
    const own = stepsOf(one, to, after);
    steps.push(...own);
    after = own.slice(-1).map(({ id }) => id);
  }
  return {
    steps,
    findings,
    warnings: managed.map(({ name, cloud }) => {
      const { who, wayBack, source } = cloudUpgrades[cloud].kafka;
      return `${name} has the Kafka of its cloud: ${who}; way back: ${wayBack} (look it up before: ${source})`;
    }),
  };
}
