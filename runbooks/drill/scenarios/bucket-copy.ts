import type { DrillScenario } from '../drill';

export const bucketCopy: DrillScenario = {
  name: 'bucket-copy',
  title: 'What the recovery site has of buckets can be read',
  loss: 'Nothing: from a moment on the primary is asked no more. It goes on, and nobody is moved.',
  marker: 'Objects with the marker, under a folder of their own; each counts once the store took it.',
  readBack: 'The objects in the buckets of the recovery site, as they are there at that moment.',
  mechanism: 'A job that copies buckets at intervals.',
  switchedOff: 'No pass of the job is waited for: the last one was before the marker.',
  checks: [],
  proof: 'tests/runbooks/drill/site-drill.test.ts',
};
