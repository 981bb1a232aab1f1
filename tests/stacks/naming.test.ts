import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '..', '..');
const layers = [
  'cli',
  'runbooks',
  'delivery',
  'stacks',
  'policies',
  'charts',
  'constructs',
  'environments',
  'services',
];

const clouds = '(aws|google|azure|local)';
const comparisons = [
  new RegExp(`[=!]==?\\s*['"\`]${clouds}['"\`]`),
  new RegExp(`['"\`]${clouds}['"\`]\\s*[=!]==?`),
  new RegExp(`\\bcase\\s+['"\`]${clouds}['"\`]`),
  new RegExp(`\\.(includes|startsWith|endsWith)\\(\\s*['"\`]${clouds}['"\`]`),
];

/** Lines of a source that compare something with a cloud's name. */
const comparing = (text: string): string[] =>
  text.split('\n').filter((line) => comparisons.some((comparison) => comparison.test(line)));

it.each(["if (site.cloud === 'aws')", 'cloud !== "google"', "'azure' == x", "case 'local':", "names.includes('aws')"])(
  'knows a comparison: %s',
  (line) => expect(comparing(line)).toEqual([line]),
);

it.each(["import { x } from './aws';", "cloud: 'aws',", 'aws: async () => build(),'])(
  'knows what is none: %s',
  (line) => expect(comparing(line)).toEqual([]),
);

it('no cloud is compared by its name', () => {
  const found = layers.flatMap((layer) =>
    readdirSync(join(root, layer), { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.tsx?$/.test(path))
      .flatMap((path) =>
        comparing(readFileSync(join(root, layer, path), 'utf8')).map((line) => `${layer}/${path}: ${line.trim()}`),
      ),
  );
  expect(found).toEqual([]);
});
