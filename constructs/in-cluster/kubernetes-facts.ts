import type { LocalSite } from '../../environments/model';
import type { KubernetesFacts } from '../contracts';
import { humanGroups } from '../kubernetes/human-roles';

/** RFC 1918: whatever network the cluster was given, it lies in one of these. */
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'] as const;

/** What can be said of any cluster: secrets are generated inside, volumes come from its own storage class. */
export const localKubernetesFacts = (_site: LocalSite): KubernetesFacts => ({
  people: {
    viewer: [humanGroups.viewer],
    operator: [humanGroups.operator],
    'break-glass': [humanGroups['break-glass']],
  },
  privateLoadBalancerAnnotations: {},
  apiServerCidrs: privateRanges,
  nodeCidrs: privateRanges,
});
