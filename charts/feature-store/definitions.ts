import type { Construct } from 'constructs';
import type { NetworkPeer } from '../../constructs/contracts';
import { tcp } from '../../constructs/kubernetes/network-policy';
import { OneTimeJob } from '../../constructs/kubernetes/workloads';
import { featureStore } from '../../services';
import { gitSyncImage } from '../git-sync';
import { historyEgress } from './configuration';
import { feastContainer } from './container';
import { components, feastGroup, feastUser, homePath, owner, serviceName } from './feast';
import type { FeatureStoreProps } from './feature-store-props';

const clonePath = `${homePath}/clone`;

/** HTTPS to anywhere that is no private network. */
const internet: NetworkPeer = {
  cidr: '0.0.0.0/0',
  except: ['10.0.0.0/8', '100.64.0.0/10', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16'],
  ports: [tcp(443)],
};

/**
 * Puts the definitions of one revision into the registry; another revision is another job. What the revision does not
 * define any more is removed, together with its values in the online store.
 */
export function addDefinitions(scope: Construct, props: FeatureStoreProps): void {
  const { config, bindings } = props;
  const { definitions } = config;
  if (!definitions) return;
  const { online, registry, files, identity } = bindings;
  new OneTimeJob(scope, 'definitions', {
    namespace: featureStore.namespace,
    owner,
    user: feastUser,
    group: feastGroup,
    name: `${serviceName}-definitions`,
    software: components.definitions,
    serviceAccountName: identity.serviceAccountName,
    podLabels: identity.podLabels,
    initContainers: [
      {
        name: 'clone',
        image: gitSyncImage,
        args: [
          `--repo=${definitions.repository}`,
          `--ref=${definitions.revision}`,
          `--root=${clonePath}`,
          '--link=current',
          '--one-time',
          '--max-failures=3',
        ],
        env: { HOME: homePath },
        cpuMillis: 100,
        memoryMiB: 256,
        mounts: [{ path: homePath, scratchMiB: 512 }],
      },
    ],
    containers: [
      feastContainer(props, {
        name: 'apply',
        args: ['--chdir', `${clonePath}/current/${definitions.folder}`, 'apply'],
        cpuMillis: 500,
        memoryMiB: 1024,
        scratchMiB: 512,
      }),
    ],
    ingress: [],
    egress: [
      internet,
      ...online.egress,
      ...registry.egress,
      ...historyEgress(props),
      ...files.egress,
      ...identity.egress,
    ],
  });
}
