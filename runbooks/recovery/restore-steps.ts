import { secretName } from '../../constructs/contracts/names';
import type { NeedRequest } from '../../constructs/contracts/need-provider';
import { namedRequestsOf, serviceTenants } from '../../constructs/contracts/need-requests';
import {
  type CheckedCommands,
  type RegionRestore,
  restoredPart,
  type UtcTime,
} from '../../constructs/contracts/recovery-commands';
import { kubectl, printed } from '../../constructs/kubernetes/recovery-commands';
import type { CloudSite, Finding } from '../../environments/model';
import { printedBy } from '../engine/command';
import { RunbookFailure } from '../runbook-failure';
import type { ReachedSite, RecoveryContext } from './recovery-scope';
import { checkedStep, type RecoveryStep } from './site-steps';

type Postgres = NeedRequest<'postgres', CloudSite>;
type Bucket = NeedRequest<'bucket', CloudSite>;

export const bucketsOf = ({ site }: ReachedSite): readonly Bucket[] =>
  serviceTenants(site).flatMap((tenant) => namedRequestsOf(site, tenant, 'bucket').map(([, request]) => request));

/** Servers beside are made of databases that the cloud runs. */
export const cloudRunsDatabases = (environment: string, { site }: ReachedSite, databases: readonly Postgres[]) => ({
  summary: 'the cloud runs the databases that are meant',
  findings: async (): Promise<readonly Finding[]> =>
    site.providers.postgres === 'managed' || databases.length === 0
      ? []
      : [
          {
            code: 'RUNBOOK_SITE',
            file: `environments/${environment}.ts`,
            place: `${site.name} providers.postgres`,
            message: 'its databases run inside the cluster; nothing was changed',
            value: site.providers.postgres,
            fix: 'restore a second Cluster of CloudNativePG from its archive: docs/guides/recover.md, "Databases inside the cluster"',
          },
        ],
});

const options = ({ signal }: RecoveryContext) => ({ timeoutMs: 60_000, ...(signal ? { signal } : {}) });

interface Connection {
  readonly host: string;
  readonly [key: string]: string;
}

/** An error of JSON quotes what it read; that would be a secret, and go into the journal. */
function connectionIn(secret: string, place: string): Connection {
  try {
    const connection = JSON.parse(secret) as Connection;
    if (typeof connection.host === 'string') return connection;
  } catch {
    // Told below, without a word of it.
  }
  throw new RunbookFailure('COMMAND_FAILED', place, 'the secret is no connection: JSON with a host');
}

/** What a server is restored from: backups of its own site, or what a lost site sent into the region. */
type Source = 'point-in-time' | 'vault' | CloudSite;

/**
 * A server with the data of a time, beside the first one; and the step that leads the service to it. The first server stays
 * as it is: what was written after that time is there.
 */
export function besideSteps(
  reached: ReachedSite,
  request: Postgres,
  at: UtcTime,
  from: Source,
  expectedMinutes = 45,
): { readonly made: readonly RecoveryStep[]; readonly swapped: readonly RecoveryStep[] } {
  const { database } = reached.commands;
  const store = `${request.service}-${request.name}`;
  const words = { owner: 'data-on-call', again: 'never' } as const;
  const region = typeof from === 'string' ? undefined : regionRestoreOf(reached);
  const restored = restoredFrom(reached, request, at, from);
  const ways = database.reachBeside?.(request, at) ?? [];
  return {
    made: [
      checkedStep(
        {
          ...words,
          id: `restore-${store}`,
          together: 'take over',
          title:
            from === 'vault'
              ? `Make a server beside ${store} with its newest backup before ${at} in the locked vault`
              : `Make a server beside ${store} with its data of ${at}`,
          timeoutMinutes: Math.max(360, 2 * expectedMinutes),
          expectedMinutes,
          whenItFails: 'Logs of the last minutes arrive within five; the first server is untouched',
        },
        restored,
      ),
      ...ways.map((way, index) =>
        checkedStep(
          {
            ...words,
            id: `reach-${store}-${index + 1}`,
            title: `Lead the site's network to the server beside ${store}, part ${index + 1}`,
            timeoutMinutes: 20,
            expectedMinutes: 3,
            whenItFails: 'Compare with the endpoint of the first server',
          },
          way,
        ),
      ),
      ...(region ? [passwordStep(reached, request, at, region)] : []),
    ],
    swapped: [noteHostStep(reached, request), swapStep(reached, request, at), refreshStep(reached, request, at)],
  };
}

function restoredFrom(reached: ReachedSite, request: Postgres, at: UtcTime, from: Source): CheckedCommands {
  const { database } = reached.commands;
  if (typeof from !== 'string') return regionRestoreOf(reached).restore(request, from, at);
  return from === 'vault' && database.restoreFromVault
    ? database.restoreFromVault(request, at)
    : database.restoreBeside(request, at);
}

/** The plan takes backups of another region only where the cloud has them. */
function regionRestoreOf({ site, commands }: ReachedSite): RegionRestore<CloudSite> {
  const { fromRegion } = commands.database;
  if (!fromRegion) throw new Error(`${site.cloud} keeps no backups that outlive the region of their server`);
  return fromRegion;
}

/** What this site knows of is not what the lost one had: every site makes passwords of its own. */
function passwordStep(
  { site, commands }: ReachedSite,
  request: Postgres,
  at: UtcTime,
  { ownPassword }: RegionRestore<CloudSite>,
): RecoveryStep {
  const store = `${request.service}-${request.name}`;
  const id = `password-${store}`;
  const read = commands.secret.read(request);
  const set = ownPassword.command(request, at);
  return {
    id,
    title: `Give the server beside ${store} the password that ${site.name} knows`,
    owner: 'data-on-call',
    timeoutMinutes: 20,
    expectedMinutes: 3,
    reaches: [{ name: site.name, required: true }],
    // Nothing tells which password a server has.
    again: 'always',
    action: {
      summary: `set the password of the owner of ${store}, as it stands in the secret of ${site.name}`,
      commands: [read, set],
      run: async (context) => {
        const { password } = connectionIn(await printedBy(context.commands, read, options(context)), id);
        if (!password) throw new RunbookFailure('COMMAND_FAILED', id, 'the secret has no password');
        await printedBy(context.commands, { ...set, stdin: ownPassword.input(password) }, options(context));
        return undefined;
      },
    },
    verify: ownPassword.check(request, at),
    whenItFails: `Set the password of the administrator of the restored server to that in the secret of ${store}`,
  };
}

const noteId = ({ service, name }: Postgres): string => `note-host-${service}-${name}`;

/** Written down before it is changed: the way back. */
function noteHostStep({ site, commands }: ReachedSite, request: Postgres): RecoveryStep {
  const id = noteId(request);
  const read = commands.secret.read(request);
  return {
    id,
    title: `Note where ${request.service} is led for ${request.name}`,
    owner: 'data-on-call',
    timeoutMinutes: 5,
    expectedMinutes: 1,
    reaches: [{ name: site.name, required: true }],
    again: 'harmless',
    lasts: false,
    action: {
      summary: 'write the address of the first server, and nothing else of the secret, into the journal',
      commands: [read],
      run: async (context) => {
        const { host } = connectionIn(await printedBy(context.commands, read, options(context)), id);
        return { before: host };
      },
    },
    verify: {
      summary: 'it is in the journal',
      check: async (_, found) => ({ holds: found[id] !== undefined, saw: `first server: ${found[id]?.before}` }),
    },
    whenItFails: 'Look at the secret in the store of the site',
  };
}

/** External Secrets copies the connection into the cluster now, not at its next round. */
function refreshStep({ commands, cluster, site }: ReachedSite, request: Postgres, at: UtcTime): RecoveryStep {
  const { namespace } = request;
  const name = secretName(request);
  const address = commands.database.addressBeside(request, at);
  const copied = printed(cluster, { namespace, what: `secret/${name}` }, '{.data.host}');
  return {
    id: `refresh-${request.service}-${request.name}`,
    title: `Copy the connection of ${request.service}-${request.name} into the cluster`,
    owner: 'platform-on-call',
    timeoutMinutes: 10,
    expectedMinutes: 1,
    reaches: [{ name: site.name, required: true }],
    again: 'harmless',
    action: {
      commands: [
        kubectl(cluster, [
          '--namespace',
          namespace,
          'annotate',
          `externalsecrets.external-secrets.io/${name}`,
          `evenkeel.dev/restored=${restoredPart(at)}`,
          '--overwrite',
        ]),
      ],
    },
    verify: {
      summary: 'the Secret names the restored server',
      commands: [address, copied],
      check: async (context) => {
        const host = (await printedBy(context.commands, address, options(context))).trim();
        const there = Buffer.from(await printedBy(context.commands, copied, options(context)), 'base64').toString();
        return { holds: there === host, saw: `pods are led to ${there}` };
      },
    },
    whenItFails: `Look at \`kubectl --namespace ${namespace} describe externalsecret ${name}\``,
  };
}

/** The secret with the connection names another host; user, password and database are those of the restored server too. */
function swapStep({ site, commands }: ReachedSite, request: Postgres, at: UtcTime): RecoveryStep {
  const store = `${request.service}-${request.name}`;
  const id = `swap-${store}`;
  const read = commands.secret.read(request);
  const write = commands.secret.write(request);
  const address = commands.database.addressBeside(request, at);
  const lead = async (context: RecoveryContext, host: string): Promise<void> => {
    const connection = connectionIn(await printedBy(context.commands, read, options(context)), id);
    if (connection.host !== host) {
      // Copies for reads copy the first server.
      const { readHosts: _, ...kept } = connection;
      await printedBy(context.commands, { ...write, stdin: JSON.stringify({ ...kept, host }) }, options(context));
    }
  };
  return {
    id,
    title: `Lead ${request.service} to the server beside ${store}`,
    owner: 'data-on-call',
    timeoutMinutes: 10,
    expectedMinutes: 2,
    reaches: [{ name: site.name, required: true }],
    again: 'always',
    destroys: `nothing is deleted, but what was written to ${store} after ${at} is no longer served; it stays in the first server`,
    action: {
      summary: `put the address of the restored server into the secret of ${store}`,
      commands: [address, read, write],
      run: async (context) => {
        await lead(context, (await printedBy(context.commands, address, options(context))).trim());
        // The secret is new from now on, though its password is not.
        return { ledAt: context.clock.now().toISOString() };
      },
    },
    verify: {
      summary: 'the secret names the restored server',
      commands: [address, read],
      check: async (context) => {
        const host = (await printedBy(context.commands, address, options(context))).trim();
        const connection = connectionIn(await printedBy(context.commands, read, options(context)), id);
        return { holds: connection.host === host, saw: `${request.service} is led to ${connection.host}` };
      },
    },
    undo: {
      summary: 'put the address of the first server back',
      run: async (context, _tell, found) => {
        const before = found[noteId(request)]?.before;
        if (typeof before === 'string') await lead(context, before);
        return undefined;
      },
    },
    whenItFails: `Write the address into the secret by hand; Terraform puts the first one back when ${store} is deployed`,
  };
}

/** Objects as they were at a time; what is replaced stays restorable as a version. */
export const objectsStep = (reached: ReachedSite, request: Bucket, at: UtcTime): RecoveryStep =>
  checkedStep(
    {
      id: `objects-${request.service}-${request.name}`,
      title: `Bring objects of ${request.service}-${request.name} back to ${at}`,
      owner: 'data-on-call',
      timeoutMinutes: 720,
      expectedMinutes: 15,
      again: 'harmless',
      destroys: `newer objects of ${request.service}-${request.name} are superseded; they come back for ${request.need.versionRetentionDays} days`,
      whenItFails: 'It may be begun again: what is back already is passed over',
    },
    reached.commands.restoreObjects(request, at),
  );
