import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writtenBy } from '../../../delivery/pipelines/platform';
import {
  foreignFiles,
  pipelineFindings,
  platformsIn,
  writePipelines,
} from '../../../delivery/pipelines/written-pipelines';

const root = mkdtempSync(join(tmpdir(), 'pipelines-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

const path = '.github/workflows/check.yml';
const files = { [path]: `${writtenBy('github')}name: check\n` };
const place = (name: string, text: string): void => {
  mkdirSync(join(root, '.github/workflows'), { recursive: true });
  writeFileSync(join(root, name), text);
};

beforeEach(() => rmSync(join(root, '.github'), { recursive: true, force: true }));

it('finds nothing behind what it wrote, and writes nothing twice', () => {
  expect(pipelineFindings(root, 'github', files)).toEqual([
    expect.objectContaining({ code: 'PIPELINE_STALE', file: path }),
  ]);
  expect(writePipelines(root, 'github', files)).toEqual([path]);
  expect(pipelineFindings(root, 'github', files)).toEqual([]);
  expect(writePipelines(root, 'github', files)).toEqual([]);
  expect(platformsIn(root)).toEqual(['github']);
  expect(readdirSync(join(root, '.github/workflows'))).toEqual(['check.yml']);
});

it('tells of a file that somebody changed', () => {
  writePipelines(root, 'github', files);
  place(path, `${files[path]}# by hand\n`);
  expect(pipelineFindings(root, 'github', files)).toEqual([
    expect.objectContaining({ message: 'it is not what the model gives' }),
  ]);
});

it('takes away what nothing gives any more, and leaves what is not its own', () => {
  place('.github/workflows/old.yml', `${writtenBy('github')}name: old\n`);
  place('.github/workflows/own.yml', 'name: own\n');
  expect(pipelineFindings(root, 'github', files).map(({ file }) => file)).toEqual([path, '.github/workflows/old.yml']);
  writePipelines(root, 'github', files);
  expect(readdirSync(join(root, '.github/workflows'))).toEqual(['check.yml', 'own.yml']);
});

it('never writes over the work of somebody else', () => {
  place(path, 'name: own\n');
  expect(foreignFiles(root, 'github', files)).toEqual([path]);
});

it("looks at a team's own workflow where that may sign in", () => {
  writePipelines(root, 'github', files);
  place(
    '.github/workflows/own.yml',
    'on: push\njobs: { a: { permissions: { id-token: write }, steps: [{ uses: a/b@v1 }] } }\n',
  );
  expect(pipelineFindings(root, 'github', files)).toEqual([
    expect.objectContaining({ code: 'PIPELINE_UNSAFE', file: '.github/workflows/own.yml' }),
  ]);
});
