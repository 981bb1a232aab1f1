import { nextHalf, nextReview } from './exemption-words';
import type { ScanExemption } from './scan';

const nodeAgent = /\/DaemonSet\.node-agents\./;
const machineFolders =
  'agents read the machine itself: alone in their namespace, which is the one that allows it, and without a way in';

const glass =
  'who breaks the glass may do everything; on a cluster without a cloud this role is the only way in that is left';

/** Failed checks of the rendered objects that stand. */
export const workloadExemptions: readonly ScanExemption[] = [
  {
    check: 'CKV_K8S_49',
    type: 'ClusterRole',
    where: /\/ClusterRole\.default\.evenkeel-break-glass/,
    kind: 'other-means',
    reason: glass,
    until: nextReview,
  },
  {
    check: 'CKV_K8S_155',
    type: 'ClusterRole',
    where: /\/ClusterRole\.default\.evenkeel-break-glass/,
    kind: 'other-means',
    reason: glass,
    until: nextReview,
  },
  {
    check: 'CKV_K8S_156',
    type: 'ClusterRole',
    where: /\/ClusterRole\.default\.evenkeel-break-glass/,
    kind: 'other-means',
    reason: glass,
    until: nextReview,
  },
  {
    check: 'CKV_K8S_157',
    type: 'ClusterRole',
    where: /\/ClusterRole\.default\.evenkeel-break-glass/,
    kind: 'other-means',
    reason: glass,
    until: nextReview,
  },
  {
    check: 'CKV_K8S_158',
    type: 'ClusterRole',
    where: /\/ClusterRole\.default\.evenkeel-break-glass/,
    kind: 'other-means',
    reason: glass,
    until: nextReview,
  },
  {
    check: 'CKV_K8S_43',
    type: '*',
    kind: 'later',
    reason:
      'images are pinned by version; digests come with the registry of the site, which holds what was scanned and signed',
    until: nextHalf,
  },
  {
    check: 'CKV_K8S_15',
    type: '*',
    kind: 'other-means',
    reason: 'a version is never pushed twice; asking the registry at every start would stop pods while it is away',
    until: nextReview,
  },
  {
    check: 'CKV_K8S_35',
    type: '*',
    kind: 'other-means',
    reason:
      'the programs read passwords from their environment; the Secret is in no manifest and only in its namespace',
    until: nextReview,
  },
  {
    check: 'CKV_K8S_40',
    type: '*',
    kind: 'other-means',
    reason: 'images own their files under users below 10000; none is root, and no pod of services sees the machine',
    until: nextReview,
  },
  {
    check: 'CKV_K8S_31',
    type: 'CronJob',
    kind: 'misread',
    reason: 'the profile is set on every container; of scheduled pods the check reads the pod alone',
    until: nextReview,
  },
  {
    check: 'CKV_K8S_38',
    type: '*',
    where:
      /\/(CronJob\.(orchestration\.airflow-pod-clean-up|[a-z-]+\.volume-snapshots)|DaemonSet\.node-agents\.log-agent|Deployment\.(monitoring\.opencost|orchestration\.airflow(-scheduler)?|workbench\.notebooks-hub))$/,
    kind: 'other-means',
    reason: 'they call the API server, each by a role that names what for',
    until: nextReview,
  },
  {
    check: 'CKV_K8S_8',
    type: 'StatefulSet',
    where: /\.(feature-store-online-node|llm-counters-node|qdrant)$/,
    kind: 'misread',
    reason: 'the server has its probes; the exporter beside it must not restart a store',
    until: nextReview,
  },
  {
    check: 'CKV_K8S_9',
    type: 'StatefulSet',
    where: /\.(feature-store-online-node|llm-counters-node|qdrant)$/,
    kind: 'misread',
    reason: 'the server has its probes; the exporter beside it must not take a store out of its Service',
    until: nextReview,
  },
  {
    check: 'CKV_K8S_9',
    type: 'Deployment',
    where: /\.airflow-(dag-processor|scheduler|triggerer)$/,
    kind: 'other-means',
    reason: 'nobody calls them: a liveness probe asks for their heartbeat, and there is no Service to be ready for',
    until: nextReview,
  },
  {
    check: 'CKV_K8S_22',
    type: '*',
    where: /\.catalog\.datahub-/,
    kind: 'other-means',
    reason: 'the images of DataHub and its search write their configuration beside their programs as they start',
    until: nextReview,
  },
  {
    check: 'CKV_K8S_11',
    type: 'DaemonSet',
    where: nodeAgent,
    kind: 'other-means',
    reason: 'an agent that is held back falls behind its machine; its memory is limited',
    until: nextReview,
  },
  {
    check: 'CKV_K8S_17',
    type: 'DaemonSet',
    where: nodeAgent,
    kind: 'other-means',
    reason: machineFolders,
    until: nextReview,
  },
  {
    check: 'CKV_K8S_19',
    type: 'DaemonSet',
    where: nodeAgent,
    kind: 'other-means',
    reason: machineFolders,
    until: nextReview,
  },
  {
    check: 'CKV_K8S_23',
    type: 'DaemonSet',
    where: nodeAgent,
    kind: 'other-means',
    reason: machineFolders,
    until: nextReview,
  },
  {
    check: 'CKV_K8S_25',
    type: 'DaemonSet',
    where: nodeAgent,
    kind: 'other-means',
    reason: 'counters of GPUs are read with SYS_ADMIN, on GPU machines alone',
    until: nextReview,
  },
  {
    check: 'CKV_K8S_39',
    type: 'DaemonSet',
    where: nodeAgent,
    kind: 'other-means',
    reason: 'counters of GPUs are read with SYS_ADMIN, on GPU machines alone',
    until: nextReview,
  },
  {
    check: 'CKV_K8S_29',
    type: 'DaemonSet',
    where: nodeAgent,
    kind: 'other-means',
    reason: machineFolders,
    until: nextReview,
  },
];
