import type { Command } from '../../constructs/contracts/command';
import type { ReachedCluster } from '../../constructs/kubernetes/recovery-commands';
import { kubectl } from '../../constructs/kubernetes/recovery-commands';
import type { OperatorKinds } from '../../services/operator-kinds';
import type { RecordedOperators } from '../operator-upgrades';

/** A kind of an operator whose objects may lie in versions that its next release does not list. */
export interface StoredMigration {
  /** `<group>/<Kind>` */
  readonly kind: string;
  /** Versions that go. */
  readonly from: readonly string[];
  /** Version that both releases have, and that the API server must store now. */
  readonly to: string;
}

/** What has to be done before an operator, and what cannot be done at all. */
export interface StoredMigrations {
  readonly migrations: readonly StoredMigration[];
  /** Kinds whose every stored version goes: another release must come between. */
  readonly stuck: readonly { readonly kind: string; readonly from: readonly string[] }[];
  /** `<group>/<Kind>@<version>` that is served now and then no more, and is not stored. */
  readonly unserved: readonly string[];
}

/** Compares what an operator has stored so far with what its next release lists. */
export function storedMigrations(
  name: string,
  recorded: RecordedOperators,
  next: Pick<OperatorKinds, 'kinds'> | undefined,
): StoredMigrations {
  const migrations: StoredMigration[] = [];
  const stuck: { kind: string; from: readonly string[] }[] = [];
  const unserved: string[] = [];
  for (const [kind, { served, stored }] of next ? Object.entries(recorded[name]?.kinds ?? {}) : []) {
    const after = next?.kinds[kind];
    const listed = after ? [...after.served, ...(after.unserved ?? [])] : [];
    const lost = stored.filter((version) => !listed.includes(version));
    const left = stored.filter((version) => listed.includes(version));
    const to = left.includes(after?.stored ?? '') ? after?.stored : left.at(-1);
    if (lost.length > 0 && to === undefined) stuck.push({ kind, from: lost });
    if (lost.length > 0 && to !== undefined) migrations.push({ kind, from: lost, to });
    unserved.push(
      ...served
        .filter((version) => !after?.served.includes(version) && !lost.includes(version))
        .map((version) => `${kind}@${version}`),
    );
  }
  return { migrations, stuck, unserved };
}

/** The commands of a migration, on one cluster. */
export interface MigrationCommands {
  /** Prints the version that objects are stored in when they are written now. */
  readonly storageVersion: Command;
  /** Prints every object; read by `replace`, which writes it anew and so in that version. */
  readonly read: Command;
  readonly replace: Command;
  /** Says that no object lies in another version any more. */
  readonly settle: Command;
  /** Prints `["<version>"]` when all is done. */
  readonly storedVersions: Command;
}

export function migrationCommands(cluster: ReachedCluster, { kind, to }: StoredMigration): MigrationCommands {
  const [group = '', name = ''] = kind.split('/');
  // A definition is named after the plural, which only the cluster knows.
  const definition = kubectl(cluster, [
    'get',
    'customresourcedefinitions',
    '--output',
    `go-template={{range .items}}{{if and (eq .spec.group "${group}") (eq .spec.names.kind "${name}")}}{{.metadata.name}}{{end}}{{end}}`,
  ]);
  const lookups = { definition };
  return {
    storageVersion: kubectl(
      cluster,
      [
        'get',
        'customresourcedefinition',
        '{definition}',
        '--output',
        'jsonpath={.spec.versions[?(@.storage==true)].name}',
      ],
      { lookups },
    ),
    read: kubectl(cluster, ['get', '{definition}', '--all-namespaces', '--output', 'json'], { lookups }),
    replace: kubectl(cluster, ['replace', '--filename=-']),
    settle: kubectl(
      cluster,
      [
        'patch',
        'customresourcedefinition',
        '{definition}',
        '--subresource=status',
        '--type=merge',
        '--patch',
        JSON.stringify({ status: { storedVersions: [to] } }),
      ],
      { lookups },
    ),
    storedVersions: kubectl(
      cluster,
      ['get', 'customresourcedefinition', '{definition}', '--output', 'jsonpath={.status.storedVersions}'],
      { lookups },
    ),
  };
}
