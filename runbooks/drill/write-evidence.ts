import { createPrivateKey, type KeyObject } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile } from '../../delivery/tree';
import { InputError } from '../../environments/model';
import { drillKeyVariable } from '../../environments/model/drills';
import type { DrillRecord } from '../../policies/drills/drill-evidence';
import { signEvidence } from '../../policies/drills/evidence-signature';
import { evidencePage } from './evidence-page';
import { evidenceTimeline } from './evidence-timeline';

const makeOne = `make one with \`openssl genpkey -algorithm ed25519 -out <file>\`, outside the repository, and give it by --key <file> or in ${drillKeyVariable}`;

const wrongKey = (message: string, value?: string): InputError =>
  new InputError([{ code: 'DRILL_KEY', file: '', place: '--key', message, value, fix: makeOne }]);

/**
 * The Ed25519 private key that evidence is signed with: of a file, else of an environment variable. Never shown.
 * @param path of a PEM file. Default: the variable has the PEM itself
 * @throws InputError DRILL_KEY
 */
export function signingKey(path: string | undefined, env: NodeJS.ProcessEnv = process.env): KeyObject {
  let pem = env[drillKeyVariable];
  if (path !== undefined) {
    try {
      pem = readFileSync(path, 'utf8');
    } catch {
      throw wrongKey('the file of the key cannot be read', path);
    }
  }
  if (!pem) throw wrongKey('there is no key to sign the evidence with');
  let key: KeyObject;
  try {
    key = createPrivateKey(pem);
  } catch {
    throw wrongKey('this is no private key in PEM', path);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw wrongKey(`the key is of ${key.asymmetricKeyType}, not Ed25519`, path);
  return key;
}

export interface EvidenceFiles {
  readonly json: string;
  readonly page: string;
  readonly picture: string;
}

/** Signs a record and writes it: as JSON, which counts, as a page, and as a picture. The JSON comes last. */
export function writeEvidence(root: string, record: DrillRecord, key: KeyObject): EvidenceFiles {
  const folder = join(root, record.environment, record.scenario);
  mkdirSync(folder, { recursive: true });
  const name = record.finishedAt.replaceAll(/[:.]/g, '-');
  const names = { json: `${name}.json`, svg: `${name}.svg` };
  const files = { json: join(folder, names.json), page: join(folder, `${name}.md`), picture: join(folder, names.svg) };
  replaceFile(files.picture, evidenceTimeline(record));
  replaceFile(files.page, evidencePage(record, names));
  replaceFile(files.json, `${JSON.stringify(signEvidence(record, key), null, 2)}\n`);
  return files;
}
