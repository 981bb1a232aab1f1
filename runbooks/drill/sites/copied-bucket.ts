import type { BucketObjects } from '../../../constructs/contracts/bucket-objects';
import type { NeedRequest } from '../../../constructs/contracts/need-provider';
import type { CloudSite, StoreCopy } from '../../../environments/model';
import { ask, type CopiedStore, type PlannedAct, type SiteContext } from './copied-store';

/** Everything that drills write lies under it, and nothing else does. */
const folder = 'evenkeel-drill/';
const keyOf = (marker: string, count: number | string): string => `${folder}${marker}/${count}`;
/** A line that no key can be taken for. */
const textOf = (marker: string, count: number | string): string => `${marker} is write ${count} of a drill\n`;

/** One end of the way of a copied bucket. */
export interface BucketEnd {
  readonly request: NeedRequest<'bucket', CloudSite>;
  readonly objects: BucketObjects<CloudSite>;
}

/** A bucket that a job copies at intervals. */
export class CopiedBucket implements CopiedStore {
  readonly name: string;
  readonly copiedWithinMinutes: number;
  readonly keepsEarlierCopies = false;
  private settled: readonly number[] = [];

  constructor(
    copy: StoreCopy,
    private readonly source: BucketEnd,
    private readonly target: BucketEnd,
  ) {
    this.name = `${copy.service}-${copy.need}`;
    this.copiedWithinMinutes = copy.rpoMinutes;
  }

  plan(): readonly PlannedAct[] {
    const { source, target } = this;
    const commands = ({ request, objects }: BucketEnd) => [
      objects.list(request, folder),
      objects.remove(request, folder),
    ];
    return [
      {
        what: `write objects into ${this.name} of ${source.request.site.name}`,
        commands: [source.objects.write(source.request, keyOf('<marker>', 0), textOf('<marker>', 0))],
      },
      {
        what: `read them on ${target.request.site.name}`,
        commands: [
          target.objects.list(target.request, keyOf('<marker>', '')),
          target.objects.read(target.request, keyOf('<marker>', 0)),
        ],
      },
      { what: 'remove what is there on both sides', commands: [source, target].flatMap(commands) },
    ];
  }

  prepare(context: SiteContext): Promise<void> {
    return this.remove(context);
  }

  async write(context: SiteContext, marker: string, count: number): Promise<void> {
    const { request, objects } = this.source;
    await ask(context, objects.write(request, keyOf(marker, count), textOf(marker, count)));
  }

  async hasCopied(context: SiteContext, marker: string): Promise<boolean> {
    return (await this.copied(context, marker)).includes(0);
  }

  async freeze(context: SiteContext, marker: string): Promise<void> {
    this.settled = await this.copied(context, marker);
  }

  /** Names alone are no proof: the first and the last are read. */
  async readBack(context: SiteContext, marker: string): Promise<readonly number[]> {
    const { request, objects } = this.target;
    for (const count of new Set([this.settled.at(0), this.settled.at(-1)])) {
      if (count === undefined) continue;
      const text = await ask(context, objects.read(request, keyOf(marker, count)));
      if (!text.includes(textOf(marker, count).trim()))
        throw new Error(`${this.name} on ${request.site.name} has an object ${count} that nobody wrote`);
    }
    return this.settled;
  }

  async remove(context: SiteContext): Promise<void> {
    // What is gone at the source first is not copied again.
    for (const { request, objects } of [this.source, this.target]) {
      const there = (await ask(context, objects.list(request, folder))).includes(folder);
      if (there) await ask(context, objects.remove(request, folder));
    }
  }

  private async copied(context: SiteContext, marker: string): Promise<number[]> {
    const { request, objects } = this.target;
    const prefix = keyOf(marker, '');
    return (await ask(context, objects.list(request, prefix)))
      .split(/\s+/)
      .filter((key) => key.startsWith(prefix))
      .map((key) => Number(key.slice(prefix.length)))
      .sort((a, b) => a - b);
  }
}
