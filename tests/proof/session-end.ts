import { rmSync } from 'node:fs';
import { session } from './session';

/** Removes the scratch folder; `EVENKEEL_PROOF_KEEP=1` leaves it for a look at what a proof saw. */
export default async function endSession(): Promise<void> {
  const { folder } = session();
  if (process.env.EVENKEEL_PROOF_KEEP === '1') process.stdout.write(`kept ${folder}\n`);
  else rmSync(folder, { recursive: true, force: true });
}
