import { LocalBackend } from 'cdktf';
import type { LocalSite } from '../../environments/model';
import type { KubernetesConnection, StackFoundation } from '../contracts';
import { localKubernetesFacts } from './kubernetes-facts';

/** A site that brings its own cluster: state beside the repository, access by kubeconfig, nothing of a cloud. */
export const localPlatform: StackFoundation<LocalSite> & { connect(site: LocalSite): KubernetesConnection } = {
  backend: (stack) => {
    // Relative to cdktf.out/stacks/<stack>, so that no machine's path gets into the output.
    new LocalBackend(stack, { path: `../../../.evenkeel/state/${stack.node.id}.tfstate` });
  },
  providers: () => undefined,
  kubernetes: localKubernetesFacts,
  connect: ({ kubeContext }) => ({ configPath: '~/.kube/config', configContext: kubeContext }),
};
