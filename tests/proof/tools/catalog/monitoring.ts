import type { Tool } from '../tool';

/** What measures, alerts and exports. */
export const monitoringTools: readonly Tool[] = [
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
    name: 'statsd-exporter',
    version: '0.31.0',
    proves: 'Airflow has the metrics that its rules and dashboards use',
    minutes: 0.5,
    cached: { kind: 'binary', executable: 'statsd-exporter' },
    sources: [{ kind: 'go', module: 'github.com/prometheus/statsd_exporter', version: 'v0.31.0' }],
    without: 'the Airflow proof is skipped by name',
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
    name: 'stackdriver-exporter',
    version: '0.19.0',
    proves: "the exporter of a cloud's metrics starts as rendered, and asks for what the rules read",
    minutes: 2,
    cached: { kind: 'binary', executable: 'stackdriver-exporter' },
    sources: [{ kind: 'go', module: 'github.com/prometheus-community/stackdriver_exporter', version: 'v0.19.0' }],
    without: "the proof of a cloud's metrics is skipped by name",
  },
];
