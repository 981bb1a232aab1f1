import type { PoolBinding } from '../../../constructs/contracts';
import { keepInPlace } from '../../../constructs/kubernetes/keep-in-place';
import { priorityClasses } from '../../../constructs/kubernetes/priority-classes';
import { type NotebookProfile, type NotebookTarget, notebookTargets, profilePool } from '../../../services/notebooks';
import { namespace, podsOf, ports, serverImages, serverUser } from './jupyterhub';
import type { NotebooksProps } from './notebooks-props';

/** Bindings of the services that servers may call, by service. */
export const calledServices = ({ bindings }: NotebooksProps) =>
  (Object.keys(notebookTargets) as NotebookTarget[]).flatMap((service) => {
    const binding = bindings[service];
    return binding ? [{ ...binding, variable: notebookTargets[service].variable }] : [];
  });

const poolOf = ({ bindings }: NotebooksProps, profile: NotebookProfile): PoolBinding => {
  const name = profilePool(profile);
  return (name && bindings[name]) ?? { nodeSelector: {}, tolerations: [], limits: {} };
};

const gibibytes = (count: number): number => Math.round(count * 1024 ** 3);

/** One entry of KubeSpawner's `profile_list`: all of a profile is written, so that none keeps anything of another. */
const profileEntry = (props: NotebooksProps, profile: NotebookProfile, index: number) => {
  const { name, description, cpus, memoryGiB, gpus, image } = profile;
  const { nodeSelector, tolerations, limits } = poolOf(props, profile);
  return {
    groups: profile.groups,
    profile: {
      slug: name,
      display_name: name,
      description: `${description} ${cpus} cores, ${memoryGiB} GiB${gpus > 0 ? `, ${gpus} GPU` : ''}.`.trim(),
      default: index === 0,
      kubespawner_override: {
        image: image ?? (gpus > 0 ? serverImages.gpu : serverImages.plain),
        cpu_guarantee: cpus,
        cpu_limit: cpus * 2,
        mem_guarantee: gibibytes(memoryGiB),
        mem_limit: gibibytes(memoryGiB),
        extra_resource_limits: { ...disk(props), ...limits },
        node_selector: nodeSelector,
        tolerations,
      },
    },
  };
};

const disk = ({ config }: NotebooksProps) => ({ 'ephemeral-storage': `${config.scratchGiB}Gi` });

export const profileEntries = (props: NotebooksProps) =>
  props.config.profiles.map((profile, index) => profileEntry(props, profile, index));

/** Pods that run until then without a hub to stop them are ended by their machine. */
const hubGraceSeconds = 3600;

/** What KubeSpawner makes the pod and the home of a person from, whatever profile they choose. */
export function serverSettings(props: NotebooksProps) {
  const { config } = props;
  const { shared } = props.bindings;
  const called = calledServices(props);
  const { 'app.kubernetes.io/component': component, ...selector } = podsOf('server');
  return {
    namespace,
    cmd: ['jupyterhub-singleuser'],
    default_url: '/lab',
    port: ports.server,
    component_label: component,
    // The component comes from above; all of them together select the pods.
    common_labels: { ...selector, 'app.kubernetes.io/managed-by': 'kubespawner' },
    extra_labels: Object.assign({}, ...called.map(({ podLabels }) => podLabels)) as Record<string, string>,
    extra_annotations: keepInPlace,
    environment: Object.fromEntries(called.map(({ variable, url }) => [variable, url])),
    uid: serverUser.uid,
    gid: serverUser.gid,
    fs_gid: serverUser.gid,
    pod_security_context: {
      runAsNonRoot: true,
      fsGroup: serverUser.gid,
      fsGroupChangePolicy: 'OnRootMismatch',
      seccompProfile: { type: 'RuntimeDefault' },
    },
    // The root stays writable, within the limit of the disk: people install packages into the image's environment.
    container_security_context: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    automount_service_account_token: false,
    priority_class_name: priorityClasses.tool,
    extra_pod_config: {
      enableServiceLinks: false,
      activeDeadlineSeconds: config.maxAgeHours * 3600 + hubGraceSeconds,
    },
    extra_resource_guarantees: { 'ephemeral-storage': '2Gi' },
    storage_pvc_ensure: true,
    // Removing a person in the hub removes the home.
    delete_pvc: true,
    pvc_name_template: 'home-{user_server}',
    storage_capacity: `${config.storageGiB}Gi`,
    storage_access_modes: ['ReadWriteOnce'],
    volumes: [
      { name: 'home', persistentVolumeClaim: { claimName: '{pvc_name}' } },
      ...(shared ? [{ name: 'shared', persistentVolumeClaim: { claimName: shared.claimName } }] : []),
      // What data loaders hand over between processes; counts against the memory of the container.
      { name: 'shared-memory', emptyDir: { medium: 'Memory' } },
    ],
    volume_mounts: [
      { name: 'home', mountPath: serverUser.home },
      ...(shared ? [{ name: 'shared', mountPath: `${serverUser.home}/shared` }] : []),
      { name: 'shared-memory', mountPath: '/dev/shm' },
    ],
    // A new machine, several GiB of image, and a volume that follows its pod.
    start_timeout: 900,
    http_timeout: 120,
  };
}
