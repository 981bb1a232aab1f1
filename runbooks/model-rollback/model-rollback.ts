import { mlflowPort, serviceName } from '../../charts/tracking/mlflow';
import { kubectl } from '../../constructs/kubernetes/recovery-commands';
import { tracking } from '../../services';
import type { Command } from '../engine/command';
import type { Runbook } from '../engine/step';
import { type ReachedSite, type RecoveryContext, type RecoveryScope, siteOf } from '../recovery/recovery-scope';
import { checkedStep, signInStep } from '../recovery/site-steps';

export interface ModelRollbackInput {
  readonly scope: RecoveryScope;
  readonly site: string;
  /** Registered model, as MLflow knows it. */
  readonly model: string;
  /** What callers load the model by. */
  readonly alias: string;
  /** Version that the alias leads to now. */
  readonly from: number;
  /** Version that was good. */
  readonly to: number;
}

/** Runs a line of Python beside the server: no way in from outside is needed. Words come as arguments, never as code. */
const python = ({ cluster }: ReachedSite, lines: readonly string[], words: readonly string[]): Command =>
  kubectl(cluster, [
    '--namespace',
    tracking.namespace,
    'exec',
    `deployment/${serviceName}`,
    '--',
    'python',
    '-c',
    [
      'import sys',
      'from mlflow import MlflowClient',
      `client = MlflowClient("http://127.0.0.1:${mlflowPort}")`,
      ...lines,
    ].join('\n'),
    ...words,
  ]);

/** The alias leads to the version that was good; the bad one stays for who looks into it. */
export const modelRollback: Runbook<RecoveryContext, ModelRollbackInput> = {
  name: 'model-rollback',
  title: 'Lead the alias of a model back to an earlier version',
  when: 'A version of a model answers badly, and the one before answered well.',
  lost: () => [],
  steps: ({ scope, site, model, alias, from, to }) => {
    const reached = siteOf(scope, site);
    const lead = (version: number): Command =>
      python(
        reached,
        ['client.set_registered_model_alias(sys.argv[1], sys.argv[2], sys.argv[3])'],
        [model, alias, `${version}`],
      );
    return [
      signInStep(reached),
      {
        id: 'version-is-there',
        title: `Look whether version ${to} of ${model} can be loaded`,
        owner: 'model-owner',
        timeoutMinutes: 5,
        expectedMinutes: 1,
        reaches: [{ name: site, required: true }],
        again: 'harmless',
        action: { summary: 'nothing is changed', run: async () => undefined },
        verify: {
          command: python(
            reached,
            ['print(client.get_model_version(sys.argv[1], sys.argv[2]).status)'],
            [model, `${to}`],
          ),
          expects: /^READY$/m,
          says: `status of version ${to}`,
        },
        whenItFails: 'Choose a version whose status is READY and whose files were not cleaned up',
      },
      checkedStep(
        {
          id: 'lead-alias-back',
          title: `Lead ${alias} of ${model} from version ${from} to version ${to}`,
          owner: 'model-owner',
          timeoutMinutes: 10,
          expectedMinutes: 1,
          again: 'harmless',
          whenItFails: 'Set the alias in the page of the model',
        },
        {
          commands: [lead(to)],
          check: {
            command: python(
              reached,
              ['print(client.get_model_version_by_alias(sys.argv[1], sys.argv[2]).version)'],
              [model, alias],
            ),
            expects: new RegExp(`^${to}$`, 'm'),
            untouched: new RegExp(`^${from}$`, 'm'),
            says: `version that ${alias} leads to`,
          },
          undo: [lead(from)],
        },
      ),
    ];
  },
};
