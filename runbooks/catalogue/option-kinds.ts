import type { Finding } from '../../environments/model';
import type { RebuildDelivery } from '../cluster-rebuild/cluster-rebuild';
import { type ReachedSite, type RecoveryScope, siteOf } from '../recovery/recovery-scope';
import { restorable } from '../restore/restore';

/** What was typed, by option: as text, as it came. */
export type TypedOptions = Readonly<Record<string, string | undefined>>;

/** Roles as the environment file has them. */
export interface Roles {
  readonly primary: string;
  readonly standbys: readonly string[];
}

/** One word that a runbook is told. */
export interface RunbookOption {
  readonly kind: 'site' | 'standby' | 'time' | 'minutes' | 'version' | 'minor' | 'word' | 'service' | 'delivery';
  readonly says: string;
  /** Default: it may be left out. */
  readonly required?: true;
}

/** As they are typed, and as a rebuild knows them. */
const deliveries: { readonly [D in RebuildDelivery]: true } = { gitops: true, direct: true };

export const isDelivery = (text: string | undefined): text is RebuildDelivery =>
  text !== undefined && Object.hasOwn(deliveries, text);

type Problem = Pick<Finding, 'code' | 'message' | 'allowed' | 'fix'>;

/** To the second, in UTC, so that nobody has to ask which clock was meant. */
const utc = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/;
/** No word of a command line can be taken for an option of a program. */
const word = /^[A-Za-z0-9][\w.-]*$/;
const mostMinutes = 366 * 24 * 60;

/** Whether a UTC time is one that the calendar has: the 31st of April is none. */
const isTime = (text: string): boolean => {
  const parsed = new Date(text);
  return utc.test(text) && !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(text.slice(0, 19));
};

const knownSite = (text: string, { sites }: RecoveryScope): Problem[] =>
  sites[text]
    ? []
    : [
        {
          code: 'UNKNOWN_SITE',
          message: 'the environment has no site of this name',
          allowed: Object.keys(sites),
          fix: 'use a name of the list',
        },
      ];

const whole = (text: string, most: number, what: string): Problem[] =>
  /^\d+$/.test(text) && Number(text) <= most
    ? []
    : [{ code: 'OUT_OF_RANGE', message: `this is no number of ${what}`, fix: `write a whole number up to ${most}` }];

/** What is wrong with a word, by its kind. */
export const problems: {
  readonly [K in RunbookOption['kind']]: (text: string, scope: RecoveryScope, roles: Roles) => readonly Problem[];
} = {
  site: knownSite,
  standby: (text, scope, { primary, standbys }) =>
    text === primary
      ? [
          {
            code: 'RUNBOOK_SITE',
            message: 'this site is the primary already',
            allowed: standbys,
            fix: 'name a standby',
          },
        ]
      : knownSite(text, scope),
  time: (text) =>
    isTime(text)
      ? []
      : [
          {
            code: 'RESTORE_POINT',
            message: 'this is no time',
            fix: 'write it in UTC, to the second: 2026-11-20T12:00:00Z',
          },
        ],
  minutes: (text) => whole(text, mostMinutes, 'minutes'),
  version: (text) => whole(text, 1_000_000, 'a version'),
  minor: (text) =>
    /^1\.\d{2}$/.test(text)
      ? []
      : [{ code: 'INVALID_VALUE', message: 'this is no minor version of Kubernetes', fix: 'write it as 1.36' }],
  word: (text) =>
    word.test(text)
      ? []
      : [{ code: 'INVALID_VALUE', message: 'this is no name', fix: 'letters, digits, dots, dashes and underscores' }],
  delivery: (text) =>
    isDelivery(text)
      ? []
      : [
          {
            code: 'UNKNOWN_VALUE',
            message: 'nothing delivers by this name',
            allowed: Object.keys(deliveries),
            fix: 'use a name of the list',
          },
        ],
  service: (text, scope, { primary }) => {
    const allowed = Object.keys(restorable(siteOf(scope, primary) satisfies ReachedSite));
    return allowed.includes(text)
      ? []
      : [
          {
            code: 'UNKNOWN_VALUE',
            message: 'no service of this name keeps anything that can be brought back to a time',
            allowed,
            fix: 'use a name of the list',
          },
        ];
  },
};
