import { identitiesOf, kebabCase, namedRequestsOf, ownedTopics, type ServiceTenant } from '../constructs/contracts';
import { cloudFacts, type ManagedKafka } from '../environments/facts';
import { isSitePublicCloud, type Site } from '../environments/model';
import type { RuleFinding } from '../environments/rules/rule';
import { type KafkaNeed, kafkaParameters, type TopicNeed } from '../services';

const inCluster = "or set services.streaming.broker: 'in-cluster'";

type Refusal = Pick<RuleFinding, 'message' | 'value' | 'allowed' | 'fix'>;

/** What a cloud's Kafka cannot do for one topic. */
function topicRefusals({ title, maxPartitions, maxRetentionHours, transactions }: ManagedKafka, need: TopicNeed) {
  const owns = need.access === 'owner';
  const refusals: Refusal[] = [];
  if (owns && maxPartitions !== undefined && need.partitions > maxPartitions) {
    refusals.push({
      message: `the topic ${need.topic} has more partitions than ${title} gives one`,
      value: need.partitions,
      allowed: [`at most ${maxPartitions}`],
      fix: `ask for fewer partitions, ${inCluster}`,
    });
  }
  if (owns && maxRetentionHours !== undefined && (need.retentionHours ?? 0) > maxRetentionHours) {
    refusals.push({
      message: `the topic ${need.topic} keeps its records longer than ${title} does`,
      value: need.retentionHours,
      allowed: [`at most ${maxRetentionHours}`, 'compacted'],
      fix: `keep them for a shorter time, ${inCluster}`,
    });
  }
  if (need.transactions && !transactions) {
    refusals.push({
      message: `the topic ${need.topic} is written in transactions, which ${title} does not promise`,
      value: 'exactlyOnce: true',
      allowed: ['exactlyOnce: false'],
      fix: `set exactlyOnce: false on the stream, ${inCluster}`,
    });
  }
  return refusals;
}

/** Settings of brokers that a cloud leaves to nobody. */
const parameterRefusals = ({ title, refused }: ManagedKafka, { parameters = {} }: KafkaNeed): Refusal[] =>
  Object.entries(parameters)
    .filter(([name, value]) => value !== undefined && Object.hasOwn(refused, name))
    .map(([name, value]) => ({
      message: `parameters: ${title} has no ${name}`,
      value,
      allowed: Object.keys(kafkaParameters).filter((one) => !Object.hasOwn(refused, one)),
      fix: `leave ${name} out: ${refused[name]}; ${inCluster}`,
    }));

/** What services ask of Kafka and the cloud's own cannot do: the difference between clouds, refused before a build. */
export function unmetByManagedKafka(site: Site, siteIndex: number, tenants: readonly ServiceTenant[]): RuleFinding[] {
  if (!isSitePublicCloud(site) || site.providers.kafka !== 'managed') return [];
  const { kafka } = cloudFacts[site.cloud];
  const where = `on sites[${siteIndex}] (${site.name})`;
  const asked = tenants.some((tenant) => namedRequestsOf(site, tenant, 'kafka').length > 0);
  if (asked && ownedTopics(site).length === 0) {
    return [
      {
        code: 'NEED_UNMET',
        place: 'services.streaming.topics',
        message: `nothing has a topic, and no client may make one by naming it: ${kafka.title} would run for nobody, ${where}`,
        value: [],
        fix: `state a topic, here or in a service that writes one, ${inCluster}`,
      },
    ];
  }
  return tenants.flatMap((tenant) => {
    const asks = namedRequestsOf(site, tenant, 'kafka').map(([, { need }]) => need);
    const topics = namedRequestsOf(site, tenant, 'topic').map(([, { need }]) => need);
    const signsIn = identitiesOf({ site, service: kebabCase(tenant.service) }).length > 0;
    const refusals: Refusal[] = [
      ...asks.flatMap(({ connect }) =>
        connect && kafka.connect !== true
          ? [
              {
                message: `Kafka Connect cannot use ${kafka.title}: ${kafka.connect.because}`,
                value: 'connect.enabled: true',
                allowed: ['connect.enabled: false'],
                fix: `set connect.enabled: false, ${inCluster}`,
              },
            ]
          : [],
      ),
      ...asks.flatMap((need) => parameterRefusals(kafka, need)),
      ...(topics.length > 0 && !signsIn
        ? [
            {
              message: `its pods have no identity of the cloud, and ${kafka.title} lets nobody in by a password`,
              value: 'topic',
              fix: `give the service an identity, ${inCluster}`,
            },
          ]
        : []),
      ...topics.flatMap((need) => topicRefusals(kafka, need)),
    ];
    return refusals.map(({ message, ...rest }) => ({
      ...rest,
      code: 'NEED_UNMET' as const,
      place: `services.${tenant.service}`,
      message: `${message}, ${where}`,
    }));
  });
}
