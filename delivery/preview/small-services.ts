import { type ServiceName, services } from '../../services';

type Value = Record<string, unknown>;

const isValue = (value: unknown): value is Value =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What makes a service small, the smallest first: the schema of the service says which of them it takes. */
const smaller: Readonly<Record<string, readonly unknown[]>> = {
  size: ['small'],
  replicas: [1, 2],
  brokers: [1, 3],
  searchNodes: [1],
  workers: [1, 2],
  highlyAvailable: [false],
  backupRetentionDays: [1, 7],
  storageGiB: [20, 32],
};

const isSmaller = (value: unknown, than: unknown): boolean =>
  typeof value === 'number' ? typeof than === 'number' && value < than : value !== than;

/** Paths of everything in a parsed configuration that could be smaller. */
function pathsIn(value: unknown, at: readonly string[] = []): string[][] {
  if (!isValue(value)) return [];
  return Object.entries(value).flatMap(([key, inner]) => [
    ...(key in smaller ? [[...at, key]] : []),
    ...pathsIn(inner, [...at, key]),
  ]);
}

const read = (value: unknown, [key, ...rest]: readonly string[]): unknown => {
  if (key === undefined) return value;
  return isValue(value) ? read(value[key], rest) : undefined;
};

const written = (value: unknown, [key, ...rest]: readonly string[], leaf: unknown): unknown => {
  if (key === undefined) return leaf;
  const before = isValue(value) ? value : {};
  return { ...before, [key]: written(before[key], rest, leaf) };
};

/** The configuration of a service as small as its schema lets it be. What is no configuration at all stays as it is. */
export function smallService(name: ServiceName, config: unknown): unknown {
  const { config: schema } = services[name];
  const first = schema.safeParse(config);
  if (!first.success) return config;
  let best: unknown = config;
  for (const path of pathsIn(first.data)) {
    const key = path.at(-1) ?? '';
    const found = (smaller[key] ?? []).find(
      (leaf) => isSmaller(leaf, read(first.data, path)) && schema.safeParse(written(best, path, leaf)).success,
    );
    if (found !== undefined) best = written(best, path, found);
  }
  return best;
}
