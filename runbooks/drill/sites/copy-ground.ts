import type { DrillRun } from '../../../policies/drills/drill-evidence';
import type { Tell } from '../../engine/step';
import type { DrillGround, Mechanism, Writer } from '../drill';
import type { CopiedStore, SiteContext } from './copied-store';

export interface CopyGroundProps {
  readonly stores: readonly CopiedStore[];
  readonly mechanism: Mechanism;
  readonly context: SiteContext;
  /** Between two rounds of writes, one into each store. Default: 10 s. */
  readonly writeEveryMs?: number;
  /** Between two looks whether a copy has arrived. Default: 30 s. */
  readonly lookEveryMs?: number;
}

/**
 * Drills on what two real sites have: marks are written on the primary, and from the moment of the loss on only what had
 * arrived on the recovery site is read. Nothing is taken from the primary. The negative control reads a copy from before
 * the mark, where earlier ones are kept; else nobody waits for the next pass. Were the mark read all the same, the
 * reading would go to the primary.
 */
export class CopyGround implements DrillGround {
  private readonly found = new Map<string, readonly number[]>();
  private marker = '';
  private firstSafeAt = new Date(0);
  private recovered = false;
  /** When each write of a store was safe, by its number. */
  private readonly safeAt = new Map<string, number[]>();
  private lostAt = 0;
  private stopWriting: () => Promise<void> = async () => undefined;

  private constructor(private readonly props: CopyGroundProps) {}

  static async open(props: CopyGroundProps, tell: Tell): Promise<CopyGround> {
    const ground = new CopyGround(props);
    try {
      for (const store of props.stores) {
        tell(`making ready: ${store.name}`);
        await store.prepare(props.context);
      }
    } catch (error) {
      // What went wrong first is what people should hear of.
      await ground.close().catch(() => undefined);
      throw error;
    }
    return ground;
  }

  async startWriting(marker: string, acknowledged: (id: string) => void): Promise<Writer> {
    const { stores, mechanism, context, writeEveryMs = 10_000 } = this.props;
    this.marker = marker;
    const ended = new AbortController();
    const round = async (count: number): Promise<void> => {
      for (const store of stores) {
        if (ended.signal.aborted) return;
        await store.write(context, marker, count);
        this.safeAt.set(store.name, [...(this.safeAt.get(store.name) ?? []), context.clock.now().getTime()]);
        acknowledged(`${store.name} ${count}`);
      }
    };
    if (mechanism === 'off') await this.freeze(marker, (store) => store.keepsEarlierCopies);
    await round(0);
    this.firstSafeAt = context.clock.now();
    let failure: unknown;
    const writing = (async () => {
      for (let count = 1; ; count += 1) {
        await context.clock.pause(writeEveryMs, ended.signal).catch(() => undefined);
        if (ended.signal.aborted) return;
        await round(count);
      }
    })().catch((error: unknown) => {
      failure = error;
    });
    this.stopWriting = async () => {
      ended.abort();
      await writing;
      // A writer that died in between would make the loss look smaller than it is.
      if (failure !== undefined) throw failure;
    };
    return { stop: () => this.stopWriting() };
  }

  /** What is not there in time is not waited for any longer: the loss shows that it is not. */
  async protect(tell: Tell): Promise<void> {
    const { stores, mechanism, context, lookEveryMs = 30_000 } = this.props;
    if (mechanism === 'off') return;
    for (const store of stores) {
      const deadline = this.firstSafeAt.getTime() + store.copiedWithinMinutes * 60_000;
      tell(`waiting for a copy of ${store.name}, ${store.copiedWithinMinutes} min at most`);
      while (!(await store.hasCopied(context, this.marker, this.firstSafeAt))) {
        if (context.clock.now().getTime() > deadline) break;
        await context.clock.pause(lookEveryMs, context.signal);
      }
    }
  }

  async lose(): Promise<void> {
    this.lostAt = this.props.context.clock.now().getTime();
    await this.stopWriting();
    const { mechanism } = this.props;
    await this.freeze(this.marker, (store) => mechanism === 'on' || !store.keepsEarlierCopies);
  }

  async recover(stepDone: (what: string) => void, tell: Tell): Promise<void> {
    this.recovered = true;
    await this.readAll(this.marker, stepDone, tell);
    const empty = this.props.stores.filter(({ name }) => this.found.get(name)?.length === 0).map(({ name }) => name);
    if (empty.length > 0) throw new Error(`the recovery site has nothing of the mark: ${empty.join(', ')}`);
  }

  /** Before the loss it looks for itself: a mark that nobody wrote is not there. */
  async read(marker: string): Promise<{ readonly good: boolean; readonly saw: string }> {
    if (!this.recovered) {
      await this.freeze(marker);
      await this.readAll(marker);
    }
    const counts = this.props.stores.map(({ name }) => [name, this.found.get(name)?.length ?? 0] as const);
    const any = counts.some(([, count]) => count > 0);
    return {
      good: this.recovered ? counts.every(([, count]) => count > 0) : any,
      saw: counts.map(([name, count]) => `${name}: ${count} marked`).join(', '),
    };
  }

  async survivors(): Promise<readonly string[]> {
    return [...this.found].flatMap(([name, counts]) => counts.map((count) => `${name} ${count}`));
  }

  /** Each store is held to its own objective: the record has the loosest of them. */
  async checks(): Promise<DrillRun['checks']> {
    return this.props.stores.map(({ name, copiedWithinMinutes }) => {
      const there = new Set(this.found.get(name));
      const all = this.safeAt.get(name) ?? [];
      const gap = all.findIndex((_, count) => !there.has(count));
      const last = gap === -1 ? this.lostAt : all[gap - 1];
      const lostMinutes = last === undefined ? undefined : Math.max(0, this.lostAt - last) / 60_000;
      return {
        name: `${name} loses no more than its ${copiedWithinMinutes} min`,
        holds: lostMinutes !== undefined && lostMinutes <= copiedWithinMinutes,
        saw: lostMinutes === undefined ? 'nothing of it is there' : `${Math.round(lostMinutes * 10) / 10} min`,
      };
    });
  }

  /** Everything is tried, and not ended by what ended the drill. @throws Error that names what may be left */
  async close(): Promise<void> {
    const { signal: _, ...context } = this.props.context;
    const left: string[] = [];
    for (const store of this.props.stores) {
      await store.remove(context).catch((error: unknown) => {
        left.push(`${store.name}: ${error instanceof Error ? error.message : error}`);
      });
    }
    if (left.length > 0)
      throw new Error(`what the drill wrote may be left, the next one removes it: ${left.join('; ')}`);
  }

  private async freeze(marker: string, which: (store: CopiedStore) => boolean = () => true): Promise<void> {
    for (const store of this.props.stores.filter(which)) await store.freeze(this.props.context, marker);
  }

  private async readAll(
    marker: string,
    stepDone: (what: string) => void = () => undefined,
    tell: Tell = () => undefined,
  ): Promise<void> {
    for (const store of this.props.stores) {
      tell(`reading ${store.name}`);
      const counts = await store.readBack(this.props.context, marker);
      this.found.set(store.name, counts);
      stepDone(`read ${counts.length} marked writes of ${store.name}`);
    }
  }
}
