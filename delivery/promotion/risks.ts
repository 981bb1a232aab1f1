import { dangerOf, takesProtection } from '../../policies/dangerous-types';
import { imagesIn } from '../../policies/images-in';
import type { RecoveryChange } from './recovery-difference';
import type { TreeChangeItem } from './tree-difference';

/** What people should look at before they agree. */
export interface Risk {
  readonly kind:
    | 'data-removed'
    | 'data-replaced'
    | 'protection-lost'
    | 'definition-version'
    | 'image-major'
    | 'image-untried'
    | 'recovery-worse'
    | 'data-changed';
  readonly where: string;
  readonly message: string;
}

/** Fields that a cloud or a cluster never changes in place: another value makes another thing, and an empty one. */
const replacing: readonly string[] = [
  'identifier',
  'cluster_identifier',
  'bucket',
  'name',
  'region',
  'location',
  'engine',
  'database_version',
  'storage_encrypted',
  'kms_key_id',
  'availability_zone',
  'serviceName',
  'volumeClaimTemplates',
  'storageClassName',
];

const placeOf = ({ site, kind, name }: TreeChangeItem): string => `${site} ${kind} ${name}`;

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => {
  const { spec } = (value ?? {}) as { readonly spec?: object };
  return { ...(value as object), ...spec } as Record<string, unknown>;
};

function replacedFields({ before, after }: TreeChangeItem): string[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  return replacing.filter(
    (field) => was[field] !== undefined && JSON.stringify(was[field]) !== JSON.stringify(is[field]),
  );
}

const lossOf = ({ kind }: TreeChangeItem): string => dangerOf(kind)?.lost ?? 'what is stored in it';

/** Paths of fields of which the new value takes protection away. */
function unprotected(before: unknown, after: unknown, path: readonly (string | number)[] = []): string[] {
  if (takesProtection(path, before, after)) return [path.join('.')];
  if (typeof before !== 'object' || typeof after !== 'object' || before === null || after === null) return [];
  const [was, is] = [before as Record<string, unknown>, after as Record<string, unknown>];
  return Object.keys(is).flatMap((field) => unprotected(was[field], is[field], [...path, field]));
}

function protectionRisks(change: TreeChangeItem): Risk[] {
  if (change.type !== 'resource' || change.change !== 'changed') return [];
  const fields = unprotected(change.before, change.after);
  return fields.length === 0
    ? []
    : [{ kind: 'protection-lost', where: placeOf(change), message: `${fields.join(', ')} no longer protects it` }];
}

function dataRisks(change: TreeChangeItem): Risk[] {
  if (!change.stateful || change.change === 'added') return [];
  const where = placeOf(change);
  if (change.change === 'removed') return [{ kind: 'data-removed', where, message: `with it goes ${lossOf(change)}` }];
  const fields = replacedFields(change);
  return fields.length > 0
    ? [
        {
          kind: 'data-replaced',
          where,
          message: `another ${fields.join(', ')} may make it anew, empty: look at the plan`,
        },
      ]
    : [{ kind: 'data-changed', where, message: 'what keeps data is changed in place' }];
}

interface ServedVersion {
  readonly name?: string;
  readonly served?: boolean;
}

const servedIn = (value: unknown): string[] => {
  const { spec } = (value ?? {}) as { readonly spec?: { readonly versions?: readonly ServedVersion[] } };
  return (spec?.versions ?? []).flatMap(({ name, served }) => (name && served !== false ? [name] : []));
};

function definitionRisks(change: TreeChangeItem): Risk[] {
  if (change.kind !== 'CustomResourceDefinition') return [];
  const left = servedIn(change.after);
  return servedIn(change.before)
    .filter((version) => !left.includes(version))
    .map((version) => ({
      kind: 'definition-version',
      where: placeOf(change),
      message: `${version} is no longer served`,
    }));
}

/** `quay.io/thanos/thanos`, `17` of `quay.io/thanos/thanos:v17.2@sha256:...`. */
function partsOf(image: string): { readonly name: string; readonly major?: string; readonly hasDigest: boolean } {
  const [tagged = '', digest] = image.split('@');
  const [, name = tagged, major] = /^(.*):v?(\d+)[^/]*$/.exec(tagged) ?? [];
  return { name, ...(major === undefined ? {} : { major }), hasDigest: digest !== undefined };
}

function imageRisks(change: TreeChangeItem): Risk[] {
  const olds = new Map(imagesIn(change.before).map(([path, image]) => [path, partsOf(image)]));
  return imagesIn(change.after).flatMap(([path, image]): Risk[] => {
    const is = partsOf(image);
    const was = olds.get(path);
    const where = placeOf(change);
    if (was?.hasDigest && !is.hasDigest) {
      return [{ kind: 'image-untried', where, message: `${image} goes by its tag: the release does not have it` }];
    }
    return was && was.name === is.name && was.major !== is.major
      ? [{ kind: 'image-major', where, message: `${is.name} goes from ${was.major} to ${is.major}` }]
      : [];
  });
}

/** The gravest first. */
const order: readonly Risk['kind'][] = [
  'data-removed',
  'data-replaced',
  'protection-lost',
  'definition-version',
  'recovery-worse',
  'image-major',
  'image-untried',
  'data-changed',
];

const recoveryRisks = (changes: readonly RecoveryChange[]): Risk[] =>
  changes
    .filter(({ worse }) => worse)
    .map(({ service, loss, what, before, after }) => ({
      kind: 'recovery-worse',
      where: `${service} after a loss of ${loss}`,
      message: `${what}: ${before} becomes ${after}`,
    }));

/** What of a change may lose data, break what others use, or bring services back later than now. */
export const risksOf = (changes: readonly TreeChangeItem[], recovery: readonly RecoveryChange[]): Risk[] =>
  [
    ...changes.flatMap((change) => [
      ...dataRisks(change),
      ...protectionRisks(change),
      ...definitionRisks(change),
      ...imageRisks(change),
    ]),
    ...recoveryRisks(recovery),
  ].sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || (a.where < b.where ? -1 : 1));
