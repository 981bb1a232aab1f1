/** What waits for others by their names. */
interface Waiting {
  readonly name: string;
  readonly after: readonly string[];
}

/**
 * Everything behind what it waits for; those that wait for the same stay as they were.
 * @throws Error where something waits for itself, or for what is not there
 */
export function inOrder<T extends Waiting>(all: readonly T[]): T[] {
  const byName = new Map(all.map((one) => [one.name, one]));
  const done = new Set<T>();
  const visit = (one: T, way: readonly string[]): void => {
    if (done.has(one)) return;
    if (way.includes(one.name)) throw new Error(`${[...way, one.name].join(' waits for ')}`);
    for (const before of one.after) {
      const found = byName.get(before);
      if (!found) throw new Error(`${one.name} waits for ${before}, which is not there`);
      visit(found, [...way, one.name]);
    }
    done.add(one);
  };
  for (const one of all) visit(one, []);
  return [...done];
}
