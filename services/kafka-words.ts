import { z } from 'zod';
import { type KafkaParameterName, kafkaDefaults, kafkaParameters, keptKafkaParameters } from './kafka-parameters';
import { keptSchema, parameterSchema } from './parameter-schema';

const names = Object.keys(kafkaParameters) as KafkaParameterName[];

type ParameterShape = { [P in KafkaParameterName]: ReturnType<typeof parameterSchema> };

export const kafkaParametersSchema = z
  .strictObject({
    ...(Object.fromEntries(
      names.map((name) => [name, parameterSchema(name, kafkaParameters[name])]),
    ) as ParameterShape),
    ...(Object.fromEntries(
      Object.entries(keptKafkaParameters).map(([name, why]) => [name, keptSchema(why)]),
    ) as object),
  })
  .describe("Settings of brokers by Kafka's own names, in its own units.");

interface Words {
  readonly parameters?: { readonly [P in keyof typeof kafkaDefaults]?: unknown };
}

const whole = ({ parameters = {} }: Words, name: keyof typeof kafkaDefaults): number => {
  const { [name]: chosen } = parameters;
  return typeof chosen === 'number' ? chosen : kafkaDefaults[name];
};

/** Partitions of a topic that states none. */
export const defaultPartitions = (words: Words): number => whole(words, 'num.partitions');

/** How long a topic that states nothing keeps its records. */
export const defaultRetentionHours = (words: Words): number => whole(words, 'log.retention.hours');
