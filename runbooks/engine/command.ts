/** One program with its words, as it is run without a shell. Never holds a secret: programs take those from their own sign-in. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  /** Environment variables beside those of the caller. Default: none. */
  readonly env?: Readonly<Record<string, string>>;
}
