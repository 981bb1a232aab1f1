import { kubectl, printed } from '../../constructs/kubernetes/recovery-commands';
import { featureStore } from '../../services';
import { materializationJob } from '../../services/feature-store-jobs';
import { printedBy } from '../engine/command';
import type { ReachedSite } from './recovery-scope';
import type { RecoveryStep } from './site-steps';

interface CronJob {
  readonly spec: {
    readonly jobTemplate: {
      readonly metadata?: { readonly labels?: Readonly<Record<string, string>> };
      readonly spec: {
        readonly template: {
          readonly spec: { readonly containers: readonly Readonly<Record<string, unknown>>[] };
        };
      };
    };
  };
}

/** Before anything was observed: all of the history, not what came since the last run, which the registry remembers. */
const since = '1970-01-01T00:00:00';

/** The job of every hour, once, over all of the history. */
export function wholeHistoryJob({ spec: { jobTemplate } }: CronJob, name: string) {
  const { template } = jobTemplate.spec;
  const containers = template.spec.containers.map((container) => ({
    ...container,
    args: [`exec feast materialize ${since} "$(date -u +%Y-%m-%dT%H:%M:%S)"`],
  }));
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name, namespace: featureStore.namespace, labels: jobTemplate.metadata?.labels ?? {} },
    spec: {
      ...jobTemplate.spec,
      // A day: a large history takes long, and a run that is cut off begins at the beginning.
      activeDeadlineSeconds: 24 * 3600,
      template: { ...template, spec: { ...template.spec, containers } },
    },
  };
}

/** Fills the online store from the history. A second time under one name is the same job. */
export function materialiseStep({ site, cluster }: ReachedSite, stamp: string): RecoveryStep {
  const { namespace } = featureStore;
  const name = `feast-rebuild-${stamp}`;
  const read = kubectl(cluster, ['--namespace', namespace, 'get', `cronjob/${materializationJob}`, '--output', 'json']);
  const apply = kubectl(cluster, ['apply', '--filename', '-']);
  return {
    id: `materialise-features-${site.name}`,
    title: `Fill the online store of ${site.name} from the whole history`,
    owner: 'data-on-call',
    timeoutMinutes: 240,
    expectedMinutes: 30,
    reaches: [{ name: site.name, required: true }],
    again: 'harmless',
    action: {
      summary: `run the job of every hour once, over the whole history, as ${name}`,
      commands: [read, apply],
      run: async ({ commands, signal }) => {
        const options = { timeoutMs: 60_000, ...(signal ? { signal } : {}) };
        const job = wholeHistoryJob(JSON.parse(await printedBy(commands, read, options)) as CronJob, name);
        await printedBy(commands, { ...apply, stdin: JSON.stringify(job) }, options);
        return undefined;
      },
    },
    verify: {
      command: printed(cluster, { namespace, what: `job/${name}` }, '{.metadata.name} {.status.succeeded}'),
      expects: / 1$/m,
      untouched: /^\s*$/,
      says: `job ${name}`,
    },
    whenItFails: `Read \`kubectl --namespace ${namespace} logs job/${name}\`, delete the job`,
  };
}
