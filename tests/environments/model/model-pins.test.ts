import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '../../../environments/model';
import { type ModelPins, pinsPath, pinsText, readPins, withPins } from '../../../environments/model/model-pins';

const folder = mkdtempSync(join(tmpdir(), 'pins-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const digest = `sha256:${'a'.repeat(64)}`;
const pins: ModelPins = { 'churn.source': { model: 'churn', version: 7, digest } };
const environment = (source: object) => ({ name: 'prod', services: { serving: { models: { churn: { source } } } } });
const found = (work: () => unknown): readonly string[] => {
  try {
    work();
  } catch (error) {
    if (error instanceof InputError) return error.findings.map(({ code, place }) => `${code} ${place}`);
    throw error;
  }
  return [];
};

it('lie beside the file of the environment', () => {
  expect(pinsPath('/work/environments/prod.ts')).toBe('/work/environments/prod.models.json');
});

it('go before the version of the file, which stays as it is', () => {
  const input = environment({ from: 'registry', model: 'churn', version: 1 });
  expect(withPins(input, pins, 'prod.models.json')).toEqual(
    environment({ from: 'registry', model: 'churn', version: 7 }),
  );
  expect(input.services.serving.models.churn.source).toEqual({ from: 'registry', model: 'churn', version: 1 });
});

it.each([
  ['an alias', environment({ from: 'registry', model: 'churn', alias: 'champion' })],
  ['another model', environment({ from: 'registry', model: 'other', version: 1 })],
  ['a bucket', environment({ from: 'bucket', path: 'churn/1' })],
  ['nothing', { name: 'prod' }],
  ['what every object inherits', { services: { serving: { models: Object.create({ churn: {} }) } } }],
])('are refused where they meet %s', (_, input) => {
  expect(found(() => withPins(input, pins, 'prod.models.json'))).toEqual(['MODEL_PIN models.churn.source']);
});

it('reads what it wrote, in the order of places, and the same text again', () => {
  const path = join(folder, 'written.json');
  const more: ModelPins = { ...pins, 'b.source': { model: 'b', version: 1, digest } };
  writeFileSync(path, pinsText(more));
  expect(readPins(path, 'x')).toEqual(more);
  expect(pinsText(readPins(path, 'x'))).toBe(pinsText(more));
  expect(
    pinsText(more)
      .split('\n')
      .map((line) => line.trim().slice(0, 4)),
  ).toEqual(['{', '"sch', '"mod', '"b.s', '"chu', '}', '}', '']);
});

it('are none where there is no file, and none where none are left', () => {
  expect(readPins(join(folder, 'absent.json'), 'x')).toEqual({});
  const path = join(folder, 'empty.json');
  writeFileSync(path, pinsText({}));
  expect(readPins(path, 'x')).toEqual({});
});

it.each([
  ['torn', '{"schema": 1,', 'MODEL_PIN '],
  ['another version of itself', '{"schema": 2, "models": {}}', 'MODEL_PIN schema'],
  [
    'a digest that is none',
    `{"schema":1,"models":{"a.source":{"model":"a","version":1,"digest":"x"}}}`,
    'MODEL_PIN models.a.source.digest',
  ],
])('refuses a file that is %s', (_, text, expected) => {
  const path = join(folder, 'wrong.json');
  writeFileSync(path, text);
  expect(found(() => readPins(path, 'x'))).toEqual([expected]);
});
