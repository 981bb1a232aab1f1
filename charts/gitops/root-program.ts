import type { GitOpsEngine } from '../../environments/model';

const file = 'root.jsonnet';

/** What the root of Argo CD reads of the site's folder: this program, with the commit that it is at. */
export const argoRootDirectory = {
  include: file,
  jsonnet: { tlas: [{ name: 'revision', value: '$ARGOCD_APP_REVISION' }] },
} as const;

const program = (
  objects: readonly string[],
): string => `// Applications stay at the commit of the root: one that followed the branch by itself would not wait for its wave.
function(revision)
  local pinned(object) =
    if object.kind == 'Application' then object { spec+: { source+: { targetRevision: revision } } } else object;
  [
    pinned(std.parseYaml(object))
    for object in [
${objects.map((name) => `      importstr '${name}',\n`).join('')}    ]
  ]
`;

const files: {
  readonly [E in GitOpsEngine]: (
    objects: readonly string[],
  ) => readonly { readonly path: string; readonly content: string }[];
} = {
  'argo-cd': (objects) => [{ path: file, content: program(objects) }],
  // Kustomizations that depend on each other wait for the same revision by themselves.
  flux: () => [],
};

/** What the folder of an engine holds besides the objects in these files of it. */
export const rootFiles = (engine: GitOpsEngine, objects: readonly string[]) => files[engine](objects);
