/** One program with its words, as it is run without a shell. Never holds a secret: programs take those from their own sign-in. */
export interface Command {
  readonly program: string;
  /** A word may have `{name}` in it: what the look-up of this name prints stands there. */
  readonly args: readonly string[];
  /** Name of the site whose control plane answers; `undefined`: it talks to none. */
  readonly reaches?: string;
  /** Environment variables beside those of the caller. Default: none. */
  readonly env?: Readonly<Record<string, string>>;
  /** What the program reads, e.g. an object for `kubectl apply -f -`. Default: nothing. */
  readonly stdin?: string;
  /** Ids that only the cloud knows, each by the command that prints it. Default: none. */
  readonly lookups?: Readonly<Record<string, Command>>;
}

const plain = /^[\w@%+=:,./-]+$/;

/** A word that a POSIX shell takes as one, whatever is in it. */
export const quoted = (word: string): string => (plain.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`);

/** A command as it is typed into a shell; look-ups as `$(...)`. */
export function shownCommand({ program, args, env = {}, stdin, lookups = {} }: Command): string {
  const filled = (word: string): string => {
    const parts = word.split(/\{(\w+)\}/).map((part, index) => {
      const lookup = index % 2 === 1 ? lookups[part] : undefined;
      return lookup ? `$(${shownCommand(lookup)})` : index % 2 === 1 ? `{${part}}` : part;
    });
    const isLookedUp = parts.length > 1 && Object.keys(lookups).some((name) => word.includes(`{${name}}`));
    return isLookedUp ? `"${parts.join('')}"` : quoted(word);
  };
  const settings = Object.entries(env).map(([name, value]) => `${name}=${quoted(value)}`);
  const call = [...settings, program, ...args.map(filled)].join(' ');
  return stdin === undefined ? call : `${call} <<'END'\n${stdin.trimEnd()}\nEND`;
}

/** A command with its look-ups and theirs. */
export const allCommands = (command: Command): Command[] => [
  ...Object.values(command.lookups ?? {}).flatMap(allCommands),
  command,
];
