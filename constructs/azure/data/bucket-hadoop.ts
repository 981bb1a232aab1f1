import type { HadoopClient } from '../../contracts';

const hadoopVersion = '3.4.2';

/** Hadoop fills in a variable of the process; the webhook of Workload ID puts these into pods. */
const variable = (name: string): string => `\${env.${name}}`;

/**
 * ABFS over the blob endpoint: the account keeps versions, so it has no hierarchical namespace. Since Hadoop 3.4.2; the
 * sign-in by Workload ID since 3.4.1. Flink's plugin is built from 3.3 and has neither. The jars are what `hadoop-azure`
 * names in its own release beyond a client of Hadoop.
 */
export const bucketHadoop = (account: string, container: string): HadoopClient => ({
  uri: `abfss://${container}@${account}.blob.core.windows.net`,
  settings: {
    'fs.azure.account.hns.enabled': 'false',
    'fs.azure.fns.account.service.type': 'BLOB',
    'fs.azure.account.auth.type': 'OAuth',
    'fs.azure.account.oauth.provider.type': 'org.apache.hadoop.fs.azurebfs.oauth2.WorkloadIdentityTokenProvider',
    'fs.azure.account.oauth2.msi.tenant': variable('AZURE_TENANT_ID'),
    'fs.azure.account.oauth2.client.id': variable('AZURE_CLIENT_ID'),
    'fs.azure.account.oauth2.token.file': variable('AZURE_FEDERATED_TOKEN_FILE'),
  },
  jars: [
    `org/apache/hadoop/hadoop-azure/${hadoopVersion}/hadoop-azure-${hadoopVersion}.jar`,
    'org/apache/hadoop/thirdparty/hadoop-shaded-guava/1.4.0/hadoop-shaded-guava-1.4.0.jar',
    'org/wildfly/openssl/wildfly-openssl/2.1.4.Final/wildfly-openssl-2.1.4.Final.jar',
    'org/apache/httpcomponents/httpclient/4.5.13/httpclient-4.5.13.jar',
    'org/apache/httpcomponents/httpcore/4.4.13/httpcore-4.4.13.jar',
    'org/apache/commons/commons-lang3/3.17.0/commons-lang3-3.17.0.jar',
    'commons-io/commons-io/2.16.1/commons-io-2.16.1.jar',
    'commons-codec/commons-codec/1.11/commons-codec-1.11.jar',
    'commons-logging/commons-logging/1.2/commons-logging-1.2.jar',
    'com/fasterxml/jackson/core/jackson-core/2.14.3/jackson-core-2.14.3.jar',
    'com/fasterxml/jackson/core/jackson-databind/2.14.3/jackson-databind-2.14.3.jar',
    'com/fasterxml/jackson/core/jackson-annotations/2.14.3/jackson-annotations-2.14.3.jar',
  ],
});
