import type { Complaint } from './complaint';
import type { Batches } from './processing-batches';
import type { Streams } from './processing-streams';

/**
 * Spark's history server takes every file in the root of the bucket for a log of a run, and its cleaner deletes what it
 * could not read for `historyDays`. Folders of others it leaves alone.
 */
const misplaced = (path: string, file: string): Complaint[] =>
  file.includes('/')
    ? []
    : [
        {
          code: 'SERVICE_CONFLICT',
          path,
          message:
            "the root of the bucket belongs to logs of batches: whatever else lies there is deleted by the history server's cleaner after historyDays",
          value: file,
          allowed: ['a path with a folder'],
          fix: 'put the program into a folder of the bucket and name it here, e.g. programs/',
        },
      ];

export const programComplaints = ({
  streams,
  batches,
}: {
  readonly streams: Streams;
  readonly batches: Batches;
}): Complaint[] => [
  ...Object.entries(streams).flatMap(([name, { jar }]) => misplaced(`streams.${name}.jar`, jar)),
  ...Object.entries(batches).flatMap(([name, { file }]) => misplaced(`batches.${name}.file`, file)),
];
