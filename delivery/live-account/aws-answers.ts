/** How long a question to AWS may take, as its clients are told. */
export interface RequestHandler {
  readonly connectionTimeout: number;
  readonly requestTimeout: number;
}

/**
 * `undefined` where AWS says that it has no such thing.
 * @param names of the errors that say so
 */
export async function orNothing<T>(names: RegExp, read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof Error && names.test(error.name)) return undefined;
    throw error;
  }
}
