import { kubectl } from '../../constructs/kubernetes/recovery-commands';
import type { Runbook } from '../engine/step';
import { backupStep } from '../recovery/backup-step';
import { peopleStep } from '../recovery/people-step';
import { type RecoveryContext, type RecoveryScope, siteOf } from '../recovery/recovery-scope';
import { namespacesOf } from '../recovery/services-of';
import { answersStep, signInStep } from '../recovery/site-steps';

export interface UpgradeKubernetesInput {
  readonly scope: RecoveryScope;
  readonly site: string;
  /** Minor version, such as `1.36`. */
  readonly to: string;
}

/** One site by one minor version. `evenkeel upgrade` says in which order sites and versions come. */
export const upgradeKubernetes: Runbook<RecoveryContext, UpgradeKubernetesInput> = {
  name: 'upgrade-kubernetes',
  title: 'Move the cluster of a site to the next minor version of Kubernetes',
  when: '`evenkeel upgrade --kubernetes` has nothing in the way, and the version is stated in Git.',
  lost: () => [],
  guards: ({ scope, site, to }) => {
    const { kubernetesVersion } = siteOf(scope, site).site;
    return [
      {
        summary: `the environment file states ${to}`,
        findings: async () =>
          kubernetesVersion === to
            ? []
            : [
                {
                  code: 'RUNBOOK_OPTION',
                  file: `environments/${scope.environment}.ts`,
                  place: 'kubernetesVersion',
                  message: 'the file states another version, and stacks are made of the file; nothing was changed',
                  value: kubernetesVersion,
                  allowed: [to],
                  fix: `set kubernetesVersion: '${to}', check, build and merge; then run it again`,
                },
              ],
      },
    ];
  },
  steps: ({ scope, site, to }) => {
    const reached = siteOf(scope, site);
    const { cluster } = reached;
    return [
      signInStep(reached),
      backupStep(reached, scope.stamp),
      peopleStep({
        id: `control-plane-${site}`,
        title: `Move the control plane of ${site} to ${to}`,
        owner: 'platform-on-call',
        what: `cdktf deploy ${site}-cluster; read its plan first: nothing may be replaced. There is no way back`,
        timeoutMinutes: 120,
        expectedMinutes: 25,
        asks: [site],
        shows: [{ program: 'cdktf', args: ['deploy', `${site}-cluster`], reaches: site }],
        verify: {
          command: kubectl(cluster, ['get', '--raw', '/version']),
          expects: new RegExp(`"gitVersion": "v${to.replace('.', '\\.')}\\.`, 'm'),
          says: 'version of the API server',
        },
        whenItFails: 'Mend what Terraform says, and deploy again; the old control plane serves until the new one does',
      }),
      peopleStep({
        id: `machines-${site}`,
        title: `Wait until every machine of ${site} runs ${to}`,
        owner: 'platform-on-call',
        what: 'the cloud moves pools in its window, or by its own command, as `evenkeel upgrade` says; look at pods that no budget lets go',
        timeoutMinutes: 10_080,
        expectedMinutes: 120,
        asks: [site],
        verify: {
          command: kubectl(cluster, [
            'get',
            'nodes',
            '--output',
            `go-template={{range .items}}{{if ne (slice .status.nodeInfo.kubeletVersion 0 ${to.length + 1}) "v${to}"}}{{.metadata.name}} {{end}}{{end}}all-else-moved`,
          ]),
          expects: /^all-else-moved$/m,
          says: 'machines of another version',
        },
        whenItFails: 'Look at budgets without room: `kubectl get poddisruptionbudgets --all-namespaces`',
      }),
      ...namespacesOf(reached).map((namespace) => answersStep(reached, namespace)),
    ];
  },
};
