import type { GitOpsEngine, Site } from '../../environments/model';
import type { Alert, Panel } from '../signals';
import type { WatchedService } from './signals-chart';

/**
 * What kube-state-metrics says of the objects of Flux, whose controllers say nothing of them by themselves. As in the
 * example of fluxcd/flux2-monitoring-example.
 */
export const fluxResourceMetrics = {
  customResourceState: {
    enabled: true,
    config: {
      kind: 'CustomResourceStateMetrics',
      spec: {
        resources: (
          [
            ['kustomize.toolkit.fluxcd.io', 'v1', 'Kustomization', 'lastAppliedRevision'],
            ['helm.toolkit.fluxcd.io', 'v2', 'HelmRelease', 'lastAttemptedRevision'],
            ['source.toolkit.fluxcd.io', 'v1', 'GitRepository', 'artifact.revision'],
          ] as const
        ).map(([group, version, kind, revision]) => ({
          groupVersionKind: { group, version, kind },
          metricNamePrefix: 'gotk',
          metrics: [
            {
              name: 'resource_info',
              help: 'What an object of Flux states.',
              each: { type: 'Info', info: { labelsFromPath: { name: ['metadata', 'name'] } } },
              labelsFromPath: {
                ready: ['status', 'conditions', '[type=Ready]', 'status'],
                suspended: ['spec', 'suspend'],
                revision: ['status', ...revision.split('.')],
              },
            },
          ],
        })),
      },
    },
  },
  rbac: {
    extraRules: [
      {
        apiGroups: ['kustomize.toolkit.fluxcd.io', 'helm.toolkit.fluxcd.io', 'source.toolkit.fluxcd.io'],
        resources: ['kustomizations', 'helmreleases', 'gitrepositories'],
        verbs: ['list', 'watch'],
      },
    ],
  },
} as const;

interface Watched {
  readonly alerts: readonly Alert[];
  readonly panels: readonly Panel[];
}

/** Source of its metrics: argo-cd 3.5, controller/metrics/metrics.go and reposerver/metrics/metrics.go. */
const argo: Watched = {
  alerts: [
    {
      name: 'GitopsOutOfSync',
      expression: 'max by (name) (argocd_app_info{sync_status!="Synced"}) > 0',
      for: '20m',
      severity: 'ticket',
      summary: 'What runs of {{ $labels.name }} has not been what Git holds for twenty minutes.',
      action:
        'kubectl -n argocd describe application {{ $labels.name }}: the message of its last operation names the object; mend it in Git, not by hand.',
    },
    {
      name: 'GitopsUnhealthy',
      expression: 'max by (name) (argocd_app_info{health_status=~"Degraded|Missing|Unknown"}) > 0',
      for: '20m',
      severity: 'ticket',
      summary: '{{ $labels.name }} is applied and not healthy; later waves keep the release before.',
      action:
        'kubectl -n argocd get application {{ $labels.name }} -o yaml: status.resources names what is not healthy; put the commit back, or mend it.',
    },
    {
      name: 'GitopsSourceFails',
      // Each is there only once it has counted a failure, and where the host cannot be reached nothing is ever fetched.
      expression: ['argocd_git_fetch_fail_total', 'argocd_git_lsremote_fail_total']
        .map((failures) => `sum(increase(${failures}[15m])) > 0`)
        .join(' or '),
      for: '15m',
      severity: 'ticket',
      summary: 'Argo CD cannot read the repository: nothing new is applied.',
      action:
        'kubectl -n argocd logs deployment/argo-cd-argocd-repo-server: the address, the credential of the repository, or the way there.',
    },
    {
      name: 'GitopsSilent',
      expression: 'absent(argocd_app_info{name="root"})',
      for: '15m',
      severity: 'ticket',
      summary: 'Nobody says whether the site is what Git holds: Argo CD does not run, or has lost its root.',
      action: 'kubectl -n argocd get pods,applications; Terraform makes the root: apply the stack gitops.',
    },
  ],
  panels: [
    {
      title: 'Applications by what Git holds',
      unit: 'short',
      queries: { '{{sync_status}}': 'count by (sync_status) (argocd_app_info)' },
    },
    {
      title: 'Applications by health',
      unit: 'short',
      queries: { '{{health_status}}': 'count by (health_status) (argocd_app_info)' },
    },
  ],
};

const objects = 'customresource_kind, name';

/** By kube-state-metrics, as {@link fluxResourceMetrics} tells it. */
const flux: Watched = {
  alerts: [
    {
      name: 'GitopsNotReady',
      expression: `max by (${objects}) (gotk_resource_info{ready!="True",customresource_kind!="GitRepository"}) > 0`,
      for: '20m',
      severity: 'ticket',
      summary: '{{ $labels.customresource_kind }} {{ $labels.name }} has not been ready for twenty minutes.',
      action:
        'kubectl -n flux-system describe {{ $labels.customresource_kind }} {{ $labels.name }}: its condition names the object, or the wave that it waits for; mend it in Git, not by hand.',
    },
    {
      name: 'GitopsWavesDiffer',
      expression:
        'count(count by (revision) (gotk_resource_info{customresource_kind="Kustomization",revision!=""})) > 1',
      for: '45m',
      severity: 'ticket',
      summary: 'Waves of the site have held different commits for three quarters of an hour.',
      action:
        'kubectl -n flux-system get kustomizations: the first that is not ready holds back those after it; mend the commit, or put it back.',
    },
    {
      name: 'GitopsSourceFails',
      expression: 'max by (name) (gotk_resource_info{ready!="True",customresource_kind="GitRepository"}) > 0',
      for: '15m',
      severity: 'ticket',
      summary: 'Flux cannot read the repository: nothing new is applied.',
      action:
        'kubectl -n flux-system describe gitrepository {{ $labels.name }}: the address, the credential of the repository, or the way there.',
    },
    {
      name: 'GitopsSuspended',
      expression: `max by (${objects}) (gotk_resource_info{suspended="true"}) > 0`,
      for: '12h',
      severity: 'ticket',
      summary:
        '{{ $labels.customresource_kind }} {{ $labels.name }} has been suspended for half a day: drift is not healed.',
      action:
        'kubectl -n flux-system patch {{ $labels.customresource_kind }} {{ $labels.name }} --type=merge -p \'{"spec":{"suspend":false}}\'',
    },
    {
      name: 'GitopsSilent',
      expression: 'absent(gotk_resource_info{customresource_kind="Kustomization",name="root"})',
      for: '15m',
      severity: 'ticket',
      summary:
        'Nobody says whether the site is what Git holds: the root is not there, or kube-state-metrics does not run.',
      action: 'kubectl -n flux-system get pods,kustomizations; Terraform makes the root: apply the stack gitops.',
    },
  ],
  panels: [
    {
      title: 'Objects of Flux by readiness',
      unit: 'short',
      queries: { '{{customresource_kind}} {{ready}}': 'count by (customresource_kind, ready) (gotk_resource_info)' },
    },
    {
      title: 'Kustomizations by commit',
      unit: 'short',
      queries: { '{{revision}}': 'count by (revision) (gotk_resource_info{customresource_kind="Kustomization"})' },
    },
  ],
};

const engines: { readonly [E in GitOpsEngine]: Watched } = { 'argo-cd': argo, flux };

/** What is watched of the engine that applies what Git holds: drift it cannot heal, waves it cannot pass, Git it cannot read. */
export const watchedGitops = ({ gitops }: Pick<Site, 'gitops'>): WatchedService => ({
  name: 'gitops',
  title: 'GitOps',
  levels: [],
  ...engines[gitops.engine],
  routes: [],
});
