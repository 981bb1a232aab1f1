/** What people see of stacks that are worked on at the same time. */
export interface StackProgress {
  readonly tell: (stack: string, text: string) => void;
  /** Its last word. */
  readonly ended: (stack: string, text: string, seconds?: number) => void;
  /** To whoever watches, whatever the stack. */
  readonly say: (text: string) => void;
  /** Nothing more comes. */
  readonly close: () => Promise<void>;
}

const silent: StackProgress = {
  tell: () => undefined,
  ended: () => undefined,
  say: () => undefined,
  close: async () => undefined,
};

/** One line a stack, once it is done. */
const plain: StackProgress = {
  ...silent,
  ended: (stack, text, seconds) =>
    process.stderr.write(`${stack}: ${text}${seconds === undefined ? '' : ` (${seconds.toFixed(1)} s)`}\n`),
  say: (text) => process.stderr.write(`${text}\n`),
};

/**
 * A live list on a terminal where nobody is asked meanwhile, plain lines elsewhere, nothing when quiet. Progress goes to
 * stderr, so that stdout stays the result.
 */
export async function stackProgress(
  names: readonly string[],
  { quiet, asks }: { readonly quiet: boolean; readonly asks: boolean },
): Promise<StackProgress> {
  if (quiet) return silent;
  if (asks || process.stderr.isTTY !== true || process.env.CI) return plain;
  const { Listr, PRESET_TIMER } = await import('listr2');
  const ends = new Map<string, (text: string) => void>();
  const tells = new Map<string, (text: string) => void>();
  const list = new Listr(
    names.map((name) => ({
      title: name,
      task: (_context: unknown, task: { title: string; output: string }) =>
        new Promise<void>((resolve) => {
          tells.set(name, (text) => {
            task.output = text;
          });
          ends.set(name, (text) => {
            task.title = `${name}: ${text}`;
            resolve();
          });
        }),
    })),
    // Ctrl-C is answered by what works on the stacks.
    { concurrent: true, rendererOptions: { timer: PRESET_TIMER, logger: undefined }, registerSignalListeners: false },
  );
  const shown = list.run();
  return {
    tell: (stack, text) => tells.get(stack)?.(text),
    ended: (stack, text) => ends.get(stack)?.(text),
    say: (text) => {
      for (const tell of tells.values()) tell(text);
    },
    close: async () => {
      for (const end of ends.values()) end('not begun');
      await shown;
    },
  };
}
