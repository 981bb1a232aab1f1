import { siteNamespaces } from '../../charts/foundations/namespaces';
import { waves as waveNumbers } from '../../charts/wave-chart';
import { nothing } from '../../constructs/contracts/recovery-commands';
import { kubectl } from '../../constructs/kubernetes/recovery-commands';
import { printedBy } from '../engine/command';
import type { Runbook, StepCheck } from '../engine/step';
import type { ReachedSite, RecoveryContext } from '../recovery/recovery-scope';
import { checkedStep, type RecoveryStep, signInStep } from '../recovery/site-steps';
import { letGoSteps } from './let-go';
import type { RenderedWave } from './rendered-waves';

/** A site whose cluster is cleared, and what its tree applied. */
export interface DrainedSite {
  readonly reached: ReachedSite;
  /** The last one first. */
  readonly waves: readonly RenderedWave[];
}

export interface DrainInput {
  readonly sites: readonly DrainedSite[];
}

/** What clears up after the others, and what pods may do: it goes with the cluster. */
const staying: readonly number[] = [waveNumbers.foundations, waveNumbers.provisioner, waveNumbers.operators];

const filesOf = (files: readonly string[]): string[] => files.map((file) => `--filename=${file}`);

const callOptions = ({ signal }: RecoveryContext) => ({ timeoutMs: 60_000, ...(signal ? { signal } : {}) });

/** Takes away what one wave applied, while its operators run. */
const clearWave = ({ site, cluster }: ReachedSite, { number, files }: RenderedWave): RecoveryStep[] =>
  files.map((list, index) =>
    checkedStep(
      {
        id: `clear-${number}${index === files.length - 1 ? '' : '-first'}-${site.name}`,
        title: `Delete what wave ${number} runs on ${site.name}`,
        owner: 'platform-on-call',
        timeoutMinutes: 30,
        expectedMinutes: 5,
        again: 'harmless',
        destroys: `what wave ${number} of ${site.name} runs and keeps in its cluster`,
        whenItFails: `Look at objects that do not go (\`kubectl get --filename ... \`) and at the operator that answers for them; then go on with the same command`,
      },
      {
        commands: [
          kubectl(cluster, ['delete', ...filesOf(list), '--ignore-not-found', '--wait=true', '--timeout=25m']),
        ],
        check: {
          command: kubectl(cluster, ['get', ...filesOf(list), '--ignore-not-found', '--output', 'name']),
          expects: nothing,
          says: `objects of wave ${number}`,
        },
      },
    ),
  );

/** Sets of servers leave their volumes behind on purpose: here they go, with what is in them. */
function clearClaims({ site, cluster }: ReachedSite, namespaces: readonly string[]): RecoveryStep {
  const remove = (namespace: string) =>
    kubectl(cluster, ['--namespace', namespace, 'delete', 'persistentvolumeclaims', '--all', '--wait=false']);
  const volumes = kubectl(cluster, [
    'get',
    'persistentvolumes',
    '--output',
    'jsonpath={range .items[*]}{.spec.claimRef.namespace}/{.spec.claimRef.name}={.spec.persistentVolumeReclaimPolicy} {end}',
  ]);
  const left: StepCheck<RecoveryContext> = {
    summary: 'no volume of the site is left in its cluster but those that their class retains',
    commands: [volumes],
    check: async (context) => {
      const found = (await printedBy(context.commands, volumes, callOptions(context)))
        .split(/\s+/)
        .filter((one) => namespaces.some((namespace) => one.startsWith(`${namespace}/`)));
      const open = found.filter((one) => !one.endsWith('=Retain'));
      const retained = found.length - open.length;
      return {
        holds: open.length === 0,
        saw: open.join(', ') || (retained > 0 ? `${retained} volumes are retained` : 'no volumes'),
        facts: { retained },
      };
    },
  };
  return {
    id: `clear-claims-${site.name}`,
    title: `Delete the volumes of ${site.name}`,
    owner: 'data-on-call',
    timeoutMinutes: 30,
    expectedMinutes: 3,
    reaches: [{ name: site.name, required: true }],
    again: 'harmless',
    destroys: `everything on volumes of ${site.name}`,
    action: { commands: namespaces.map(remove) },
    verify: left,
    whenItFails: 'A claim stays while a pod uses it: look which pods of its namespace are still there',
  };
}

/** What controllers buy from the cloud by themselves, and how a look at it prints what is left. */
const bought = [
  {
    what: 'services',
    path: '{range .items[?(@.spec.type=="LoadBalancer")]}{.metadata.namespace}/{.metadata.name} {end}',
  },
  { what: 'gateways.gateway.networking.k8s.io', path: '{range .items[*]}{.metadata.namespace}/{.metadata.name} {end}' },
  { what: 'nodeclaims.karpenter.sh', path: '{range .items[*]}{.metadata.name} {end}' },
] as const;

/** Controllers end what they bought only while they run, and after the objects are gone. */
function nothingBought({ site, cluster }: ReachedSite, namespaces: readonly string[]): RecoveryStep {
  const looks = bought.map(({ what, path }) =>
    kubectl(cluster, ['get', what, '--all-namespaces', '--output', `jsonpath=${path}`]),
  );
  return {
    id: `nothing-bought-${site.name}`,
    title: `Wait until controllers of ${site.name} have given back what they bought`,
    owner: 'platform-on-call',
    timeoutMinutes: 30,
    expectedMinutes: 3,
    reaches: [{ name: site.name, required: true }],
    again: 'harmless',
    action: {
      summary: 'controllers delete balancers, machines and records; nothing has to be done',
      run: async () => undefined,
    },
    verify: {
      summary: 'the cluster of the site has no balancers, gateways and machines of its own buying',
      commands: looks,
      check: async (context) => {
        const found: string[] = [];
        for (const look of looks) {
          const { exitCode, stdout, stderr } = await context.commands.run(look, callOptions(context));
          // A cluster without the definition has none of them.
          if (exitCode !== 0 && !/doesn't have a resource type|could not find the requested resource/.test(stderr))
            return { holds: false, saw: stderr.trim() };
          found.push(...(exitCode === 0 ? stdout.split(/\s+/) : []));
        }
        const own = found.filter(
          (one) =>
            one !== '' && (!one.includes('/') || namespaces.some((namespace) => one.startsWith(`${namespace}/`))),
        );
        return { holds: own.length === 0, saw: own.join(', ') || 'nothing that was bought' };
      },
    },
    whenItFails: 'Look at the events of what is left, and at the logs of the controller that answers for it',
  };
}

/**
 * Clears the cluster of a site while its controllers run: what they bought (volumes, balancers, machines, records) is in no
 * state, and only they give it back. Operators stay until the cluster itself goes.
 */
export function drainSteps({ reached, waves }: DrainedSite): RecoveryStep[] {
  const namespaces = siteNamespaces(reached.site).map(({ name }) => name);
  const going = waves.filter(({ number }) => !staying.includes(number));
  const isMachines = ({ number }: RenderedWave): boolean => number === waveNumbers.machines;
  return [
    signInStep(reached),
    ...letGoSteps(reached),
    ...going.filter((wave) => !isMachines(wave)).flatMap((wave) => clearWave(reached, wave)),
    clearClaims(reached, namespaces),
    // Machines last: until then pods that clear up run on them.
    ...going.filter(isMachines).flatMap((wave) => clearWave(reached, wave)),
    nothingBought(reached, namespaces),
  ];
}

/** The first half of a teardown. Not in the catalogue: it makes sense before a destroy only. */
export const drain: Runbook<RecoveryContext, DrainInput> = {
  name: 'destroy-drain',
  title: 'Clear the clusters of sites that are about to be destroyed',
  when: 'A site is left for good.',
  lost: () => [],
  steps: ({ sites }) => sites.flatMap(drainSteps),
};
