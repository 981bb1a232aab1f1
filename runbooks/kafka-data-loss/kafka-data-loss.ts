import { kubectl, printed, scaled } from '../../constructs/kubernetes/recovery-commands';
import { streaming } from '../../services';
import { mirrorName } from '../../services/mirroring';
import { type Command, printedBy } from '../engine/command';
import type { Runbook } from '../engine/step';
import { peopleStep } from '../recovery/people-step';
import { type ReachedSite, type RecoveryContext, type RecoveryScope, siteOf } from '../recovery/recovery-scope';
import { checkedStep, pauseGitOpsStep, type RecoveryStep, resumeGitOpsStep, signInStep } from '../recovery/site-steps';

export interface KafkaDataLossInput {
  readonly scope: RecoveryScope;
  /** The site whose records are gone. */
  readonly site: string;
  /** The standby whose mirror still has them. */
  readonly from: string;
}

interface Cluster {
  readonly alias: string;
  readonly [key: string]: unknown;
}

interface Mirror {
  readonly metadata: { readonly name: string; readonly namespace: string; readonly [key: string]: unknown };
  readonly spec: {
    readonly target: Cluster;
    readonly mirrors: readonly { readonly source: Cluster; readonly [key: string]: unknown }[];
    readonly [key: string]: unknown;
  };
  readonly [key: string]: unknown;
}

/** Settings that belong to where the workers keep their own state, whichever way records go. */
const ownState = ['groupId', 'configStorageTopic', 'offsetStorageTopic', 'statusStorageTopic'] as const;

/**
 * The mirror with its ends changed over: it writes to where it read from. Its workers keep their state under names of
 * their own, so that the way back begins at the beginning.
 */
export function turned({ metadata, spec, ...rest }: Mirror): Mirror {
  const [first, ...others] = spec.mirrors;
  if (!first) throw new Error('the mirror has no source');
  const { source } = first;
  const state = Object.fromEntries(ownState.map((name) => [name, `${String(spec.target[name])}-replay`]));
  const plain = Object.fromEntries(Object.entries(spec.target).filter(([name]) => !ownState.includes(name as never)));
  const { name, namespace } = metadata;
  return {
    ...rest,
    metadata: { name, namespace },
    spec: {
      ...spec,
      target: { ...source, ...state },
      mirrors: [{ ...first, source: plain as Cluster }, ...others],
    },
  };
}

const { namespace } = streaming;
const what = `kafkamirrormaker2s.kafka.strimzi.io/${mirrorName}`;
const data = { owner: 'data-on-call', timeoutMinutes: 10, expectedMinutes: 3 } as const;

const topics = (reached: ReachedSite): Command =>
  kubectl(reached.cluster, [
    '--namespace',
    namespace,
    'get',
    'kafkatopics.kafka.strimzi.io',
    '--output',
    'jsonpath={range .items[*]}{.metadata.name}={.status.conditions[?(@.type=="Ready")].status} {end}',
  ]);

/** Prints where the mirror writes to, and where it reads. */
const endsOf = ({ cluster }: ReachedSite): Command =>
  printed(cluster, { namespace, what }, '{.spec.target.alias} {.spec.mirrors[0].source.alias}');

/** The mirror turned round, in place: its pods, rights and ways through the network are those that it has. */
const turnStep = (standby: ReachedSite): RecoveryStep => {
  const read = kubectl(standby.cluster, ['--namespace', namespace, 'get', what, '--output', 'json']);
  const replace = kubectl(standby.cluster, ['replace', '--filename', '-']);
  const ends = (mirror: Mirror): string => `${mirror.spec.target.alias} ${mirror.spec.mirrors[0]?.source.alias}`;
  return {
    ...data,
    id: 'turn-mirror',
    title: 'Turn the mirror round, so that it writes back what it copied',
    reaches: [{ name: standby.site.name, required: true }],
    again: 'harmless',
    lasts: false,
    action: {
      summary: 'change source and target of the mirror over',
      commands: [read, replace],
      run: async ({ commands }, _tell, found) => {
        const mirror = JSON.parse(await printedBy(commands, read, { timeoutMs: 60_000 })) as Mirror;
        const forward = String(found['note-mirror']?.ends);
        if (ends(mirror) !== forward) return undefined;
        const stdin = JSON.stringify(turned(mirror));
        await printedBy(commands, { ...replace, stdin }, { timeoutMs: 60_000 });
        return undefined;
      },
    },
    verify: {
      summary: 'it writes to the site that lost records',
      commands: [endsOf(standby)],
      check: async ({ commands }, found) => {
        const now = (await printedBy(commands, endsOf(standby), { timeoutMs: 60_000 })).trim();
        const back = String(found['note-mirror']?.ends).split(' ').reverse().join(' ');
        return { holds: now === back, saw: `to and from: ${now}` };
      },
    },
    whenItFails: 'GitOps puts the mirror back as it was: resume it, and begin anew',
  };
};

const noteStep = (standby: ReachedSite): RecoveryStep => {
  return {
    ...data,
    id: 'note-mirror',
    title: 'Note which way the mirror goes',
    reaches: [{ name: standby.site.name, required: true }],
    again: 'harmless',
    lasts: false,
    action: {
      summary: 'write both ends into the journal',
      commands: [endsOf(standby)],
      run: async ({ commands }) => ({
        ends: (await printedBy(commands, endsOf(standby), { timeoutMs: 60_000 })).trim(),
      }),
    },
    verify: {
      summary: 'they are in the journal',
      check: async (_, found) => ({
        holds: found['note-mirror']?.ends !== undefined,
        saw: `to and from: ${found['note-mirror']?.ends}`,
      }),
    },
    whenItFails: 'Look at the mirror of the standby',
  };
};

/** Records were deleted, or brokers lost their disks: the standby's copy is written back. */
export const kafkaDataLoss: Runbook<RecoveryContext, KafkaDataLossInput> = {
  name: 'kafka-data-loss',
  title: 'Write records back from the mirror of a standby',
  when: 'Topics were deleted or emptied, or brokers lost their disks; the site itself is well and the mirror has the records.',
  lost: () => [],
  steps: ({ scope, site, from }) => {
    const [lost, standby] = [siteOf(scope, site), siteOf(scope, from)];
    const mirror = { namespace, what };
    const user = { namespace, what: 'kafkausers.kafka.strimzi.io/mirror' };
    const rights = printed(lost.cluster, user, '{.spec.authorization.acls[*].operations}');
    const replicas = standby.site.services.streaming?.mirror?.replicas ?? 1;
    const { undo: _, ...stopped } = scaled(standby.cluster, mirror, 0);
    return [
      signInStep(standby),
      signInStep(lost),
      pauseGitOpsStep(standby),
      checkedStep(
        {
          ...data,
          id: 'stop-mirror',
          title: `Stop the mirror on ${from}: the copy stays as it is`,
          again: 'harmless',
          lasts: false,
          whenItFails: `Scale ${what} to 0 by hand`,
        },
        { ...stopped, undo: scaled(standby.cluster, mirror, replicas).commands },
      ),
      {
        ...data,
        id: 'topics-are-there',
        title: `Wait until every topic is there again on ${site}`,
        timeoutMinutes: 30,
        reaches: [{ name: site, required: true }],
        again: 'harmless',
        action: { summary: 'the operator makes topics of Git again that are gone', run: async () => undefined },
        verify: {
          summary: 'every topic is ready',
          commands: [topics(lost)],
          check: async ({ commands }) => {
            const all = (await printedBy(commands, topics(lost), { timeoutMs: 60_000 })).trim().split(/\s+/);
            const open = all.filter((one) => !one.endsWith('=True'));
            return {
              holds: open.length === 0,
              untouched: true,
              saw: open.join(', ') || `${all.length} topics are ready`,
            };
          },
        },
        whenItFails: 'Look at the brokers first: topics are made when two of three answer',
      },
      peopleStep({
        id: 'let-mirror-write',
        title: `Let the user of the mirror write on ${site}`,
        owner: 'data-on-call',
        what: 'give the KafkaUser `mirror` the operations Write, Create and Alter for as long as the run takes: pause GitOps there, and edit its rights; and stop producers that cannot stand records in another order',
        timeoutMinutes: 120,
        expectedMinutes: 10,
        asks: [site],
        verify: {
          command: rights,
          expects: /Write/,
          untouched: /^(?!.*Write)/s,
          says: 'what the user of the mirror may do',
        },
        whenItFails: 'Look at `kubectl describe kafkauser mirror`',
      }),
      noteStep(standby),
      turnStep(standby),
      checkedStep(
        {
          ...data,
          id: 'start-replay',
          title: 'Write the records back',
          again: 'harmless',
          lasts: false,
          whenItFails: `Look at \`kubectl --namespace ${namespace} describe ${what}\``,
        },
        scaled(standby.cluster, mirror, replicas),
      ),
      peopleStep({
        id: 'records-are-back',
        title: `Wait until ${site} has the records, and take the right to write away`,
        owner: 'data-on-call',
        what: 'compare the end offsets of both sides (`kafka-get-offsets.sh`); when they stand still and are equal, resume GitOps on the primary, which takes the right away',
        timeoutMinutes: 1440,
        expectedMinutes: 60,
        asks: [site],
        verify: {
          command: rights,
          expects: /^(?!.*Write)/s,
          untouched: /Write/,
          says: 'what the user of the mirror may do',
        },
        whenItFails: 'The copy on the standby is whole in any case: begin anew with `--anew`',
      }),
      // GitOps turns the mirror back.
      resumeGitOpsStep(standby),
    ];
  },
};
