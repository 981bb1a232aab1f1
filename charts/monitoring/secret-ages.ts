import type { Site } from '../../environments/model';
import type { Alert, Panel } from '../signals';
import type { WatchedService } from './signals-chart';

const day = 24 * 60 * 60;

/** How old something is, in seconds, by a date that the environment file states. */
const age = (since: number): string => `vector(time() - ${since})`;
/** Older than allowed, or of a day that is still to come: then the file is wrong and no age is known. */
const tooOld = (since: number, days: number): string => `(${age(since)} > ${days * day}) or (${age(since)} < ${-day})`;

const inCamelCase = (name: string): string =>
  name
    .split('-')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** What the environment file says of the age of passwords and credentials, held against the clock; nothing where it says nothing. */
export function watchedSecrets({ rotation }: Pick<Site, 'rotation'>): WatchedService[] {
  const { rotatedAt, rotationDays, credentials } = rotation;
  const stated = Object.entries(credentials);
  const alerts: Alert[] = [
    ...(rotatedAt === undefined
      ? []
      : [
          {
            name: 'PasswordsOld',
            expression: tooOld(rotatedAt, rotationDays),
            for: '1h',
            severity: 'ticket',
            summary: `Generated passwords are {{ $value | humanizeDuration }} old; after ${rotationDays} days they are to be made anew.`,
            action:
              'Set secrets.rotatedOn to today in the environment file, apply the data stacks, then roll the tree out.',
          } as const,
        ]),
    ...stated.map(
      ([name, { changedAt, owner }]): Alert => ({
        name: `CredentialOld${inCamelCase(name)}`,
        expression: tooOld(changedAt, rotationDays),
        for: '1h',
        severity: 'ticket',
        summary: `The credential ${name} is {{ $value | humanizeDuration }} old; after ${rotationDays} days ${owner} gets a new one.`,
        action: `Have ${owner} type a new one into the secret store, then state the day in secrets.credentials of the environment file.`,
      }),
    ),
  ];
  if (alerts.length === 0) return [];
  const panel: Panel = {
    title: 'Age of passwords and credentials',
    unit: 's',
    queries: {
      ...(rotatedAt === undefined ? {} : { 'generated passwords': age(rotatedAt) }),
      ...Object.fromEntries(stated.map(([name, { changedAt }]) => [name, age(changedAt)])),
    },
  };
  return [{ name: 'secrets', title: 'Secrets', levels: [], alerts, panels: [panel], routes: [] }];
}
