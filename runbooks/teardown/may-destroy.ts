import type { GraphStack, StackGraph } from '../../delivery/stack-graph';
import { type Finding, isSitePublicCloud } from '../../environments/model';
import type { Environment } from '../../environments/model/resolve-environment';

export interface MayDestroyProps {
  readonly environment: Pick<Environment, 'name' | 'config' | 'sites'>;
  readonly file: string;
  /** Every stack of the environment. */
  readonly whole: StackGraph;
  /** What is to go. */
  readonly chosen: StackGraph;
  /** A backup was named, or a reason why none is needed. */
  readonly backedUp: boolean;
}

/** Stacks that stay and stand on one that goes. */
const needing = ({ whole, chosen }: MayDestroyProps): GraphStack[] => {
  const going = new Set(chosen.stacks.map(({ name }) => name));
  return whole.stacks.filter(({ name, after }) => !going.has(name) && after.some((one) => going.has(one)));
};

/** What keeps an environment from being destroyed, all of it at once; nothing was touched yet. Pure. */
export function destroyFindings(props: MayDestroyProps): Finding[] {
  const { environment, file, chosen, backedUp } = props;
  const { config, sites, name } = environment;
  const isProtected: Finding[] = config.deletionProtection
    ? [
        {
          code: 'DESTROY_PROTECTED',
          file,
          place: 'deletionProtection',
          message:
            'Terraform and the clouds refuse to delete databases, keys, buckets and clusters of this environment',
          value: true,
          fix: `set \`deletionProtection: false\`, have it reviewed, \`evenkeel deploy ${name}\`: that changes nothing but the protection; then come again`,
        },
      ]
    : [];
  const unsaved: Finding[] =
    config.expires === undefined && !backedUp
      ? [
          {
            code: 'DESTROY_BACKUP',
            file,
            place: '--backup',
            message: 'the environment was meant to stay, and nobody says which backup could bring it back',
            fix: `take one (evenkeel platform-backup ${name} --to <place>) and name it by --backup, or say why none is needed by --without-backup "<reason>"`,
          },
        ]
      : [];
  const local = sites.filter((site) => !isSitePublicCloud(site) && chosen.stacks.some((one) => one.site === site.name));
  return [
    ...isProtected,
    ...unsaved,
    ...local.map(
      (site): Finding => ({
        code: 'DESTROY_LOCAL',
        file,
        place: 'sites',
        message: 'the cluster is not of its making, so there is nothing in a cloud to be destroyed',
        value: site.name,
        fix: `evenkeel down ${name}`,
      }),
    ),
    ...needing(props).map(
      ({ name: stack, after }): Finding => ({
        code: 'DESTROY_NEEDED',
        file,
        place: stack,
        message: `it stands on what would go: ${after.join(', ')}`,
        value: stack,
        fix: `destroy it too, or take the site out of the environment file and deploy ${stack} first`,
      }),
    ),
  ];
}
