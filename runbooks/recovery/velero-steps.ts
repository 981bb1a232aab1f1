import { serviceTenants } from '../../constructs/contracts/need-requests';
import { applied } from '../../constructs/kubernetes/recovery-commands';
import type { ReachedSite } from './recovery-scope';
import { checkedStep, type RecoveryStep } from './site-steps';

/** Where Velero is, and how its schedules are named: `<site>-<part>`. */
const velero = { namespace: 'velero', parts: ['state', 'volumes'] } as const;

/** Brings back what Git does not know: Secrets and settings that were made in the cluster, and volumes. */
export const veleroSteps = (reached: ReachedSite, of: string, stamp: string): RecoveryStep[] =>
  velero.parts.map((part) => {
    const name = `${of}-${part}-${stamp}`;
    return checkedStep(
      {
        id: `velero-${part}-${of}`,
        title: `Restore the newest backup of the ${part} of ${of}`,
        owner: 'platform-on-call',
        timeoutMinutes: 240,
        expectedMinutes: part === 'state' ? 5 : 30,
        again: 'harmless',
        // A site whose volumes have other copies has no such backup.
        ...(part === 'volumes'
          ? { mayFail: 'volumes may have other copies; `velero backup get` lists what there is' }
          : {}),
        reaches: [{ name: reached.site.name, required: part === 'state' }],
        whenItFails: `Read \`velero restore logs ${name}\``,
      },
      applied(
        reached.cluster,
        {
          apiVersion: 'velero.io/v1',
          kind: 'Restore',
          metadata: { name, namespace: velero.namespace },
          spec: {
            scheduleName: `${of}-${part}`,
            includedNamespaces: [...new Set(serviceTenants(reached.site).map(({ namespace }) => namespace))],
            // What Git or an operator made meanwhile is newer than any backup.
            existingResourcePolicy: 'none',
          },
        } as never,
        'restores.velero.io',
        { path: '{.status.phase}', expects: /^Completed$/m },
      ),
    );
  });
