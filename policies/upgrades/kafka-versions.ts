import type { UpgradeInput } from './upgrade-input';

/** Kafka of a site as its objects say it. */
export interface RunningKafka {
  readonly site: string;
  readonly kafka: string;
  /** Version of what brokers write, such as `4.3-IV0`. */
  readonly metadata: string;
}

interface KafkaSpec {
  readonly kafka?: { readonly version?: string; readonly metadataVersion?: string };
}

/** Kafka in the clusters of the environment, by Strimzi. */
export const kafkaVersions = ({
  objects,
  environment,
}: Pick<UpgradeInput, 'objects' | 'environment'>): RunningKafka[] =>
  objects
    .filter(({ of, object }) => object.kind === 'Kafka' && environment.sites.some(({ name }) => name === of))
    .flatMap(({ of, object }) => {
      const { kafka: { version, metadataVersion = '' } = {} } = (object.spec ?? {}) as KafkaSpec;
      return version === undefined ? [] : [{ site: of, kafka: version, metadata: metadataVersion }];
    });
