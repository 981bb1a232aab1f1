import { z } from 'zod';
import { schedule, workingShare } from '../../../environments/model/off-hours';
import { workingWeekShape } from '../../../environments/schema/off-hours-schema';
import type { Manifest } from '../../site-output';
import { valueAt } from '../resource';
import { Unpriceable } from '../unpriceable';

/** What a bill has to know of a rendered schedule; the job that reads it may know more. */
const rendered = z.object({
  ...workingWeekShape,
  stopped: z.array(z.object({ kind: z.string(), namespace: z.string(), name: z.string() })),
});

/** The part of every week in which some objects have no pods. */
export interface Rest {
  /** Share of the week, 0 to 1, in which everything runs. */
  readonly workingShare: number;
  /** Whose pods are gone in all other hours, as `<kind> <namespace> <name>`. */
  readonly stopped: ReadonlySet<string>;
}

export const keyOf = (kind: string, namespace: string | undefined, name: string): string =>
  `${kind} ${namespace} ${name}`;

const [[label, value]] = Object.entries(schedule.label) as [[string, string]];

export const isSchedule = ({ kind, metadata }: Manifest): boolean =>
  kind === 'ConfigMap' && metadata.labels?.[label] === value;

function read(object: Manifest): z.output<typeof rendered> {
  const text = (object.data as Readonly<Record<string, unknown>> | undefined)?.[schedule.file];
  try {
    return rendered.parse(JSON.parse(`${text}`));
  } catch {
    throw new Unpriceable(`nobody can read its ${schedule.file}, so nobody knows what it stops, and when`);
  }
}

/** Whose pods they are: a ScaledObject has none, but what it scales has. */
function ownerOf(
  objects: readonly Manifest[],
  { kind, namespace, name }: z.output<typeof rendered>['stopped'][number],
) {
  const found = objects.find(
    ({ kind: of, metadata }) => of === kind && metadata.namespace === namespace && metadata.name === name,
  );
  const target = valueAt(found?.spec, 'scaleTargetRef');
  return target === undefined
    ? keyOf(kind, namespace, name)
    : keyOf(`${valueAt(target, 'kind') ?? 'Deployment'}`, namespace, `${valueAt(target, 'name')}`);
}

/**
 * When servers of a site rest, by the schedule among its objects; `undefined`: there is none.
 * @throws Unpriceable where nobody can read it
 */
export function restOf(objects: readonly Manifest[]): Rest | undefined {
  const found = objects.find(isSchedule);
  if (!found) return undefined;
  const { workingHours, stopped } = read(found);
  return {
    workingShare: workingShare({ workingHours }),
    stopped: new Set(stopped.map((one) => ownerOf(objects, one))),
  };
}
