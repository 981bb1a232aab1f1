import type { Command } from '../../constructs/contracts/command';
import { type Finding, InputError } from '../../environments/model';
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

/** Why the tree of a site is not to be delivered. */
async function treeFindings(context: RecoveryContext, name: string): Promise<readonly Finding[]> {
  try {
    return await directOf(context).findings(name);
  } catch (error) {
    if (error instanceof InputError) return error.findings;
    throw error;
  }
}

const treeSummary = (name: string): string =>
  `the rendered tree of ${name} is there, whole, and the release of the lock`;

/** Asked again before each half: days may lie between them, and `--resume` asks no guard. */
const treeIsReleased = (name: string): NonNullable<RecoveryStep['needs']> => ({
  summary: treeSummary(name),
  check: async (context) => {
    const findings = await treeFindings(context, name);
    const saw = findings.map(({ code, place, message }) => `${code} ${place}: ${message}`).join('; ');
    return { holds: findings.length === 0, saw: saw || treeSummary(name) };
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
    needs: treeIsReleased(name),
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

/** Nobody is asked for a password by a run. */
const git = (...args: string[]): Command => ({ program: 'git', args, env: { GIT_TERMINAL_PROMPT: '0' } });

/** Git is there again, with what was delivered: nobody forgets objects that nobody else takes, or takes otherwise. */
export const gitBackStep = ({ site: { name, environment, gitops } }: ReachedSite): RecoveryStep => ({
  ...peopleStep({
    id: `git-back-${name}`,
    afterwards: true,
    title: `Wait until Git is back for ${name}`,
    owner: 'platform-on-call',
    what: 'bring Git back with the tree that was delivered: GitOps makes the site what it says. Where Git is ahead, look at the difference, and pull',
    timeoutMinutes: 7 * 24 * 60,
    expectedMinutes: 240,
    asks: [],
    verify: {
      all: [
        { command: git('fetch', '--no-tags', gitops.repository, gitops.revision), expects: /^/, says: 'Git' },
        {
          command: git('diff', '--name-only', 'FETCH_HEAD', '--', `dist/${environment}/${name}`),
          expects: /^$/,
          says: 'what Git has otherwise than the tree that was delivered',
        },
      ],
    },
    whenItFails: 'The site runs without Git; go on when it is back',
  }),
  // Git may be ahead by the time that a later step is gone on with.
  lasts: false,
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
  summary: treeSummary(name),
  findings: (context) => treeFindings(context, name),
});
