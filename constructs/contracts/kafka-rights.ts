import type { Site } from '../../environments/model';
import type { TopicNeed } from '../../services';
import { groupPrefix, siteTopics } from './kafka-tenants';
import type { NeedRequest } from './need-provider';

type Access = TopicNeed['access'];

export const readsTopic = (access: Access): boolean => access !== 'produce';
export const writesTopic = (access: Access): boolean => access !== 'consume';

/** A topic of the site with everybody who may use it: the owner, and whom it shares it with. */
export interface OwnedTopic<S extends Site> {
  readonly owner: NeedRequest<'topic', S>;
  readonly users: readonly NeedRequest<'topic', S>[];
}

/** The topics that a site makes. */
export const ownedTopics = <S extends Site>(site: S): OwnedTopic<S>[] => {
  const all = siteTopics(site);
  return all
    .filter(({ need }) => need.access === 'owner')
    .map((owner) => ({ owner, users: all.filter(({ need }) => need.topic === owner.need.topic) }));
};

const hourMs = 3_600_000;

/** Settings of a topic in Kafka's own words; three copies, two of them confirmed. */
export const topicSettings = ({ retentionHours }: Pick<TopicNeed, 'retentionHours'>): Record<string, string> => ({
  'min.insync.replicas': '2',
  ...(retentionHours === undefined
    ? { 'cleanup.policy': 'compact' }
    : { 'cleanup.policy': 'delete', 'retention.ms': `${retentionHours * hourMs}` }),
});

/** What every managed cluster binds a topic to, beside how its client signs in. */
export const topicNames = ({ service, need }: Pick<NeedRequest<'topic'>, 'service' | 'need'>) => ({
  topic: need.topic,
  groupPrefix: groupPrefix({ service }),
});

/** Copies of a record where a cloud keeps them. */
export const managedCopies = 3;
