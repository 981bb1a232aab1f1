import { migrationCommands } from '../../policies/upgrades/stored-versions';
import { printedBy } from '../engine/command';
import type { Runbook } from '../engine/step';
import { backupStep } from '../recovery/backup-step';
import { type RecoveryContext, type RecoveryScope, siteOf } from '../recovery/recovery-scope';
import { type RecoveryStep, signInStep } from '../recovery/site-steps';

export interface StoredVersionInput {
  readonly scope: RecoveryScope;
  readonly site: string;
  /** `<Kind>.<group>`, such as `Kafka.kafka.strimzi.io`. */
  readonly kind: string;
  /** Version that every object is to lie in. */
  readonly to: string;
}

/** `Kafka.kafka.strimzi.io` is `kafka.strimzi.io/Kafka`. */
const kindOf = (typed: string): string => {
  const [name = '', ...group] = typed.split('.');
  return `${group.join('.')}/${name}`;
};

const minutes = 10;

function storeStep({ scope, site, kind, to }: StoredVersionInput): RecoveryStep {
  const reached = siteOf(scope, site);
  const { storageVersion, read, replace, settle, storedVersions } = migrationCommands(reached.cluster, {
    kind: kindOf(kind),
    from: [],
    to,
  });
  return {
    id: `store-${kind}`,
    title: `Store every ${kind} in ${to}`,
    owner: 'platform-on-call',
    timeoutMinutes: 2 * minutes,
    expectedMinutes: 2,
    reaches: [{ name: site, required: true }],
    again: 'harmless',
    needs: { command: storageVersion, expects: new RegExp(`^${to}$`, 'm'), says: 'version that objects are stored in' },
    action: {
      summary: 'write every object anew as it is, then say that no other version is stored',
      commands: [read, replace, settle],
      run: async ({ commands, signal }) => {
        const options = { timeoutMs: minutes * 60_000, ...(signal ? { signal } : {}) };
        const objects = await printedBy(commands, read, options);
        // A list without objects is refused by `replace`.
        if (!/"items": \[\]/.test(objects)) await printedBy(commands, { ...replace, stdin: objects }, options);
        await printedBy(commands, settle, options);
        return undefined;
      },
    },
    verify: { command: storedVersions, expects: new RegExp(`^\\["${to}"\\]$`, 'm'), says: 'stored versions' },
    whenItFails: `An object that changed meanwhile is refused once, and goes through when it is tried again; look at the others with \`kubectl get ${kind}\``,
  };
}

/** Objects of one kind in one version, so that the next release of an operator may drop the others. */
export const storedVersion: Runbook<RecoveryContext, StoredVersionInput> = {
  name: 'stored-version',
  title: 'Store every object of a kind in one version',
  when: '`evenkeel upgrade --operator` says that the next release lists a stored version no more.',
  lost: () => [],
  steps: (input) => {
    const reached = siteOf(input.scope, input.site);
    return [signInStep(reached), backupStep(reached, input.scope.stamp), storeStep(input)];
  },
};
