import { type KafkaNeed, type KafkaParameterName, kafkaDefaults } from '../../services';

type Asked = Pick<KafkaNeed, 'parameters'>;

/** Chosen and default settings of brokers, as Kafka reads them. */
export const brokerSettings = ({ parameters }: Asked): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({ ...kafkaDefaults, ...parameters })
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, `${value}`]),
  );

/** What a setting of brokers is called on one topic, for services whose brokers have no settings of their own. */
const onTopics: { readonly [P in KafkaParameterName]?: string } = {
  'message.max.bytes': 'max.message.bytes',
  'log.retention.bytes': 'retention.bytes',
  'compression.type': 'compression.type',
};

/** The settings of brokers that a topic can have instead. */
export const topicSettingsOf = ({ parameters = {} }: Asked): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (Object.entries(onTopics) as [KafkaParameterName, string][]).flatMap(([name, onTopic]) => {
      const value = parameters[name];
      return value === undefined ? [] : [[onTopic, `${value}`]];
    }),
  );
