import type { Command } from '../../../constructs/contracts/command';
import type { Clock } from '../../engine/clock';
import { printedBy } from '../../engine/command';
import type { CommandRunner } from '../../engine/command-runner';

/** What stands between a drill and the sites. */
export interface SiteContext {
  readonly commands: CommandRunner;
  readonly clock: Clock;
  /** Ends what waits. Default: nothing does. */
  readonly signal?: AbortSignal;
}

/** Of every object that a drill makes: the marker, or `made` on what serves the drill. */
export const drillLabel = 'evenkeel.dev/drill';

/** A line of `--plan`: what is done, and by which commands. */
export interface PlannedAct {
  readonly what: string;
  readonly commands: readonly Command[];
}

/**
 * A store of the primary that is copied to the recovery site, as a drill tries it: marked writes on one side, read back on
 * the other from what was copied alone. Nothing else of either side is changed, and all that was made goes again.
 */
export interface CopiedStore {
  readonly name: string;
  /** Within so many minutes what was written should be on the recovery site. */
  readonly copiedWithinMinutes: number;
  /**
   * Copies that lie beside each other, so that an older one can be read later on. Without them there is one copy, which
   * goes on changing.
   */
  readonly keepsEarlierCopies: boolean;
  /** With `<marker>` where the marker stands. */
  plan(): readonly PlannedAct[];
  /** Removes what an interrupted drill left, and makes what this one writes with. */
  prepare(context: SiteContext): Promise<void>;
  /** One write; resolves once it is safe on the primary. */
  write(context: SiteContext, marker: string, count: number): Promise<void>;
  /** Whether the recovery site has a copy that holds the first write. @param since when that was safe */
  hasCopied(context: SiteContext, marker: string, since: Date): Promise<boolean>;
  /** Settles what the recovery site has at this moment: what arrives later is not read. */
  freeze(context: SiteContext, marker: string): Promise<void>;
  /** Reads what was settled, on the recovery site. @returns numbers of the marked writes that are there */
  readBack(context: SiteContext, marker: string): Promise<readonly number[]>;
  /** Removes everything again, on both sides. */
  remove(context: SiteContext): Promise<void>;
}

const callMs = 120_000;

/** @throws RunbookFailure as `printedBy` */
export const ask = ({ commands, signal }: SiteContext, command: Command): Promise<string> =>
  printedBy(commands, command, { timeoutMs: callMs, ...(signal ? { signal } : {}) });

/** Looks again and again; `undefined` when it took too long. */
export async function until<T>(
  { clock, signal }: SiteContext,
  minutes: number,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const deadline = clock.now().getTime() + minutes * 60_000;
  for (;;) {
    const found = await look();
    if (found !== undefined || clock.now().getTime() >= deadline) return found;
    await clock.pause(5000, signal);
  }
}
