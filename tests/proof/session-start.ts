import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SESSION_VARIABLE, type Session } from './session';
import { lastWords, runCommand } from './tools/command';
import { locateTools } from './tools/locate';

/** Repository root: proofs build it the way a user does. */
const root = join(__dirname, '..', '..');

async function freshBuild(tree: string): Promise<string> {
  const build = await runCommand('npm', ['run', '--silent', 'evenkeel', '--', 'build', '--out', tree], { cwd: root });
  if (build.exitCode !== 0) throw new Error(`the build that all proofs read failed:\n${lastWords(build, 60)}`);
  return tree;
}

/**
 * Builds every example environment into a scratch folder and looks for the tools, once for all suites. While writing a
 * proof, `EVENKEEL_PROOF_TREE` names an output folder to read instead.
 */
export default async function startSession(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'evenkeel-proof-'));
  const tree = process.env.EVENKEEL_PROOF_TREE ?? (await freshBuild(join(folder, 'dist')));
  const located = await locateTools();
  const absent = located.tools.filter(({ status }) => status !== 'ready');
  const session: Session = {
    folder,
    tree,
    strict: process.env.EVENKEEL_PROOF_STRICT === '1',
    tools: located.tools,
    missing: Object.fromEntries(absent.map(({ name }) => [name, located.missing([name]).join()])),
    skips: process.env.EVENKEEL_PROOF_SKIPS ?? join(folder, 'skips.jsonl'),
  };
  const path = join(folder, 'session.json');
  writeFileSync(path, JSON.stringify(session));
  process.env[SESSION_VARIABLE] = path;
}
