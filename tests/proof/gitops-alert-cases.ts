import type { GitOpsEngine } from '../../environments/model';

/** What an engine states of one object of its own. */
const application = (name: string, sync: string, health: string) =>
  `argocd_app_info{namespace="argocd",name="${name}",sync_status="${sync}",health_status="${health}"}`;
const resource = (kind: string, name: string, rest = 'ready="True"') =>
  `gotk_resource_info{customresource_kind="${kind}",name="${name}",${rest}}`;

/** Alert, what it meets, series by their values a minute, minutes after which is looked, and whether it fires then. */
type GitopsCase = readonly [alert: string, what: string, Readonly<Record<string, string>>, minutes: number, boolean];

/** When alerts on each engine fire, and when they do not. */
export const gitopsCases: { readonly [E in GitOpsEngine]: readonly GitopsCase[] } = {
  'argo-cd': [
    ['GitopsOutOfSync', 'one that differs', { [application('a', 'OutOfSync', 'Healthy')]: '1x30' }, 25, true],
    ['GitopsOutOfSync', 'one that cannot be compared', { [application('a', 'Unknown', 'Healthy')]: '1x30' }, 25, true],
    ['GitopsOutOfSync', 'one that differs for now', { [application('a', 'OutOfSync', 'Healthy')]: '1x30' }, 15, false],
    [
      'GitopsOutOfSync',
      'one that was healed',
      {
        [application('a', 'OutOfSync', 'Healthy')]: '1x15 stale',
        [application('a', 'Synced', 'Healthy')]: '_x15 1x45',
      },
      50,
      false,
    ],
    ['GitopsUnhealthy', 'one that fails', { [application('a', 'Synced', 'Degraded')]: '1x30' }, 25, true],
    ['GitopsUnhealthy', 'one whose objects are gone', { [application('a', 'Synced', 'Missing')]: '1x30' }, 25, true],
    ['GitopsUnhealthy', 'one that still comes up', { [application('a', 'Synced', 'Progressing')]: '1x90' }, 60, false],
    [
      'GitopsSourceFails',
      'a host that is never reached',
      { 'argocd_git_lsremote_fail_total{repo="r"}': '_x10 1+1x60' },
      60,
      true,
    ],
    [
      'GitopsSourceFails',
      'a commit that cannot be fetched',
      { 'argocd_git_fetch_fail_total{repo="r"}': '0+1x60', 'argocd_git_lsremote_fail_total{repo="r"}': '0x60' },
      60,
      true,
    ],
    [
      'GitopsSourceFails',
      'failures that are over',
      { 'argocd_git_lsremote_fail_total{repo="r"}': '0 3x90' },
      60,
      false,
    ],
    ['GitopsSourceFails', 'a repository that was always read', {}, 60, false],
    ['GitopsSilent', 'no root', { [application('a', 'Synced', 'Healthy')]: '1x30' }, 20, true],
    ['GitopsSilent', 'nothing at all', {}, 20, true],
    ['GitopsSilent', 'a root', { [application('root', 'OutOfSync', 'Degraded')]: '1x30' }, 20, false],
  ],
  flux: [
    ['GitopsNotReady', 'a wave', { [resource('Kustomization', 'a', 'ready="False"')]: '1x30' }, 25, true],
    ['GitopsNotReady', 'a release', { [resource('HelmRelease', 'a', 'ready="Unknown"')]: '1x30' }, 25, true],
    [
      'GitopsNotReady',
      'one that never said anything',
      { [resource('Kustomization', 'a', 'ready=""')]: '1x30' },
      25,
      true,
    ],
    [
      'GitopsNotReady',
      'a wave that waits for now',
      { [resource('Kustomization', 'a', 'ready="False"')]: '1x30' },
      15,
      false,
    ],
    ['GitopsNotReady', 'what is ready', { [resource('Kustomization', 'a')]: '1x90' }, 60, false],
    ['GitopsNotReady', 'the source', { [resource('GitRepository', 'root', 'ready="False"')]: '1x90' }, 60, false],
    [
      'GitopsWavesDiffer',
      'waves of two commits',
      {
        [resource('Kustomization', 'a', 'revision="new"')]: '1x90',
        [resource('Kustomization', 'b', 'revision="old"')]: '1x90',
      },
      60,
      true,
    ],
    [
      'GitopsWavesDiffer',
      'waves of one commit, and one that holds none',
      {
        [resource('Kustomization', 'a', 'revision="new"')]: '1x90',
        [resource('Kustomization', 'b', 'revision="new"')]: '1x90',
        [resource('Kustomization', 'c', 'revision=""')]: '1x90',
        [resource('GitRepository', 'root', 'revision="newer"')]: '1x90',
      },
      60,
      false,
    ],
    [
      'GitopsWavesDiffer',
      'a wave that comes later',
      {
        [resource('Kustomization', 'a', 'revision="new"')]: '1x90',
        [resource('Kustomization', 'b', 'revision="old"')]: '1x40 stale',
        [resource('Kustomization', 'b', 'revision="new"')]: '_x40 1x50',
      },
      60,
      false,
    ],
    ['GitopsSourceFails', 'the source', { [resource('GitRepository', 'root', 'ready="False"')]: '1x30' }, 20, true],
    ['GitopsSourceFails', 'a wave', { [resource('Kustomization', 'a', 'ready="False"')]: '1x60' }, 50, false],
    ['GitopsSourceFails', 'a source that is read', { [resource('GitRepository', 'root')]: '1x60' }, 50, false],
    ['GitopsSuspended', 'half a day', { [resource('Kustomization', 'a', 'suspended="true"')]: '1x750' }, 730, true],
    [
      'GitopsSuspended',
      'an hour of work',
      { [resource('Kustomization', 'a', 'suspended="true"')]: '1x750' },
      60,
      false,
    ],
    ['GitopsSuspended', 'what runs', { [resource('Kustomization', 'a', 'suspended="false"')]: '1x750' }, 730, false],
    ['GitopsSilent', 'no root', { [resource('Kustomization', 'a')]: '1x30' }, 20, true],
    ['GitopsSilent', 'nothing at all', {}, 20, true],
    ['GitopsSilent', 'a root', { [resource('Kustomization', 'root', 'ready="False"')]: '1x30' }, 20, false],
  ],
};
