import { captureRequest, captureUser, type NeedRequest, type PostgresBinding, secretName } from '../contracts';

type Request = NeedRequest<'postgres'>;

/** The request once for every user of the database: its owner, and the one that follows changes. */
export const postgresUsers = <R extends Request>(request: R): R[] => [
  request,
  ...(request.need.capture ? [captureRequest(request)] : []),
];

/**
 * What a server that a cloud runs adds to the binding where changes may be captured.
 * @param replication how its administrator, who owns the database, lets a user replicate
 */
export const postgresCapture = (
  request: Request,
  replication: (user: string) => readonly string[],
): Pick<PostgresBinding, 'capture'> => {
  const username = captureUser(request.need);
  return request.need.capture
    ? {
        capture: {
          username,
          secretName: secretName(captureRequest(request)),
          replication: replication(`"${username}"`),
        },
      }
    : {};
};
