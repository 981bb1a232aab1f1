import type { KafkaClient, WorkloadAuthentication } from '../contracts';

/** Where a program finds what its Secret holds. */
export interface KafkaSecretPlaces {
  readonly username: string;
  readonly password: string;
  /** File with the certificate of the cluster's own authority. */
  readonly authorityFile: string;
}

const scramModule = 'org.apache.kafka.common.security.scram.ScramLoginModule';

/** Properties of a Java client that signs in, but for `bootstrap.servers`. */
export function kafkaProperties(
  { authentication }: Pick<KafkaClient, 'authentication'>,
  { username, password, authorityFile }: KafkaSecretPlaces,
): Readonly<Record<string, string>> {
  const shared = { 'security.protocol': 'SASL_SSL', 'sasl.mechanism': authentication.mechanism };
  return authentication.kind === 'workload-identity'
    ? { ...shared, ...authentication.properties }
    : {
        ...shared,
        'sasl.jaas.config': `${scramModule} required username="${username}" password="${password}";`,
        'ssl.truststore.type': 'PEM',
        'ssl.truststore.location': authorityFile,
      };
}

/** What a client's class path lacks to sign in. */
export const signInJars = ({ authentication }: Pick<KafkaClient, 'authentication'>): WorkloadAuthentication['jars'] =>
  authentication.kind === 'workload-identity' ? authentication.jars : [];
