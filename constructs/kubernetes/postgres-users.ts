import type { SecondUser } from '../../services';
import {
  type NeedRequest,
  type PostgresBinding,
  type PostgresUser,
  secondUser,
  secondUsers,
  secretName,
  userRequest,
} from '../contracts';

type Request = NeedRequest<'postgres'>;

/** The request once for every user of the database: its owner, and those besides. */
export const postgresUsers = <R extends Request>(request: R): R[] => [
  request,
  ...secondUsers(request.need).map((as) => userRequest(request, as)),
];

/**
 * What users besides the owner add to the binding.
 * @param rights what the owner of the database runs for one, beyond making it; `undefined`: somebody else makes it
 */
export function postgresBoundUsers(
  request: Request,
  rights: (user: string, as: SecondUser) => readonly string[] | undefined,
): Pick<PostgresBinding, 'users'> {
  const users = secondUsers(request.need).map((as): [SecondUser, PostgresUser] => {
    const username = secondUser(request.need, as);
    const extra = rights(`"${username}"`, as);
    return [as, { username, secretName: secretName(userRequest(request, as)), ...(extra ? { rights: extra } : {}) }];
  });
  return users.length > 0 ? { users: Object.fromEntries(users) } : {};
}
