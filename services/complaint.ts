/** What a service may find wrong with its own configuration, beyond the form that its schema checks. */
export const complaintCodes = {
  GPU_TOO_SMALL: 'A model does not fit the memory of the GPUs that it is given.',
  OBJECTIVE_UNREACHABLE: 'An objective is better than what the configuration of the service can keep.',
  SERVICE_CONFLICT: 'Two settings of a service, or of two services, exclude each other.',
  SERVICE_MISSING: 'A service needs another one that the environment does not run.',
  STORE_TOO_SMALL: 'A store is smaller than what it is stated to hold.',
  VERSION_PAIR: 'Two versions that do not work together.',
} as const satisfies Readonly<Record<string, string>>;

export type ComplaintCode = keyof typeof complaintCodes;

/** Something wrong with the configuration of one service; whoever knows file and place adds them. */
export interface Complaint {
  readonly code: ComplaintCode;
  /** Inside the configuration of the service, e.g. `onlineStore.memoryGiB`; empty: the service itself. */
  readonly path: string;
  readonly message: string;
  readonly value?: unknown;
  readonly allowed?: readonly string[];
  readonly fix: string;
}
