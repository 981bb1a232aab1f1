import { InputError } from '../../environments/model';
import type { Guard } from '../engine/step';
import type { DeliveredPart, DirectDelivery } from './direct-delivery';
import { peopleStep } from './people-step';
import type { ReachedSite, RecoveryContext } from './recovery-scope';
import type { RecoveryStep } from './site-steps';

function directOf({ direct }: RecoveryContext): DirectDelivery {
  if (!direct) throw new Error('nobody delivers directly here');
  return direct;
}

const parts: {
  readonly [P in DeliveredPart]: Pick<RecoveryStep, 'id' | 'title' | 'timeoutMinutes' | 'expectedMinutes'> & {
    readonly what: string;
  };
} = {
  'before-restore': {
    id: 'deliver-first',
    title: 'Deliver what Velero needs',
    timeoutMinutes: 60,
    expectedMinutes: 10,
    what: 'waves up to Velero and its storage locations, no data service among them',
  },
  all: {
    id: 'deliver',
    title: 'Deliver everything',
    timeoutMinutes: 120,
    expectedMinutes: 30,
    what: 'all waves',
  },
};

const forgetting = (name: string): NonNullable<RecoveryStep['undo']> => ({
  summary: 'the second engine forgets the objects; they stay in the cluster, for GitOps',
  run: async (context) => {
    await directOf(context).forget(name);
    return undefined;
  },
});

/** Delivers the rendered tree of a site without Git: what is there is left, so it goes on wherever it stopped. */
export function deliverStep({ site: { name, environment } }: ReachedSite, part: DeliveredPart): RecoveryStep {
  const { id, title, what, ...minutes } = parts[part];
  return {
    id: `${id}-${name}`,
    title: `${title} on ${name}, without Git`,
    owner: 'platform-on-call',
    ...minutes,
    reaches: [{ name, required: true }],
    again: 'harmless',
    lasts: false,
    action: {
      summary: `deliver dist/${environment}/${name} by Pulumi: ${what}, each when those that it waits for are healthy`,
      commands: [{ program: 'pulumi', args: ['up', '--stack', name, '--yes'], reaches: name }],
      run: async (context, tell) => {
        await directOf(context).deliver(name, part, tell);
        return undefined;
      },
    },
    verify: {
      summary: `the API server has every object of ${what}, and every chart is deployed`,
      check: (context) => directOf(context).look(name, part),
    },
    undo: forgetting(name),
    whenItFails: `Mend what Pulumi says of the object; who did what is in .evenkeel/pulumi/${environment}/${name}/journal.jsonl`,
  };
}

/** Git is there again: nobody forgets objects that nobody else takes. */
export const gitBackStep = ({ site }: ReachedSite): RecoveryStep =>
  peopleStep({
    id: `git-back-${site.name}`,
    afterwards: true,
    title: `Wait until Git is back for ${site.name}`,
    owner: 'platform-on-call',
    what: 'bring Git back with the tree that was delivered, nothing older: GitOps makes the site what it says',
    timeoutMinutes: 7 * 24 * 60,
    expectedMinutes: 240,
    asks: [],
    verify: {
      command: {
        program: 'git',
        args: ['ls-remote', '--exit-code', site.gitops.repository, 'HEAD'],
        env: { GIT_TERMINAL_PROMPT: '0' },
      },
      expects: /HEAD$/m,
      says: 'Git',
    },
    whenItFails: 'The site runs without Git; go on when it is back',
  });

/** Two engines on one site put back what the other changes: the second one lets go before GitOps goes on. */
export const handOverStep = ({ site: { name } }: ReachedSite): RecoveryStep => ({
  id: `hand-over-${name}`,
  afterwards: true,
  title: `Leave the objects of ${name} to GitOps`,
  owner: 'platform-on-call',
  timeoutMinutes: 10,
  expectedMinutes: 1,
  reaches: [],
  again: 'harmless',
  action: forgetting(name),
  verify: {
    summary: 'the state of the second engine names no object',
    check: (context) => directOf(context).forgotten(name),
  },
  whenItFails: `Run \`evenkeel down\` with --leave for ${name} by hand`,
});

/** What is not the release of the lock is not delivered. */
export const treeGuard = (name: string): Guard<RecoveryContext> => ({
  summary: `the rendered tree of ${name} is there, whole, and the release of the lock`,
  findings: async (context) => {
    try {
      return await directOf(context).findings(name);
    } catch (error) {
      if (error instanceof InputError) return error.findings;
      throw error;
    }
  },
});
