import { recoverySeries } from '../../../constructs/contracts';
import type { SiteRecovery } from '../../../environments/model';
import type { Alert } from '../../signals';
import type { AlertingRule, RecordingRule, RuleGroup } from '../rule-group';
import type { LocalBackup } from './local-backups';
import type { WatchedCopy } from './watched-copies';

const { copyAge, promisedAge, copyLimit, promisedRto, lastGoodBackup } = recoverySeries;

/**
 * Of the room between the age that a copy reaches by plan and the one that is promised: a ticket leaves half of it to act,
 * a page a fifth. A copy without pause reaches none by plan, so there these are shares of the promise itself.
 */
const shares: Readonly<Record<Alert['severity'], number>> = { ticket: 0.5, page: 0.8 };

const limitOf = ({ plannedSeconds, promisedSeconds }: WatchedCopy, severity: Alert['severity']): number =>
  Math.round(plannedSeconds + shares[severity] * (promisedSeconds - plannedSeconds));

const recordings = (copy: WatchedCopy): RecordingRule[] => [
  ...(copy.age === undefined ? [] : [{ record: copyAge, expr: copy.age, labels: copy.labels }]),
  { record: promisedAge, expr: `vector(${copy.promisedSeconds})`, labels: copy.labels },
  ...(Object.keys(shares) as Alert['severity'][]).map((severity) => ({
    record: copyLimit,
    expr: `vector(${limitOf(copy, severity)})`,
    labels: { ...copy.labels, severity },
  })),
];

const older = (severity: Alert['severity']): string =>
  `${copyAge} > ignoring (severity) ${copyLimit}{severity="${severity}"}`;

const whatToDo =
  'docs/guides/recovery-watch.md has the first look for each mechanism; until it is young again, a failover would lose this much.';

/** On every copy alike: what each promises stands in a series of its own. */
export const copyAlerts: readonly Alert[] = [
  {
    name: 'RecoveryCopyAgeing',
    expression: older('ticket'),
    for: '5m',
    severity: 'ticket',
    summary:
      'The copy of {{ $labels.store }} from {{ $labels.from }} is {{ $value | humanizeDuration }} old: half of the room to its promise is gone.',
    action: whatToDo,
  },
  {
    name: 'RecoveryCopyTooOld',
    expression: older('page'),
    for: '1m',
    severity: 'page',
    summary:
      'The copy of {{ $labels.store }} from {{ $labels.from }} is {{ $value | humanizeDuration }} old: its recovery point objective is about to be lost, or is.',
    action: whatToDo,
  },
  {
    name: 'RecoveryCopyUnseen',
    expression: `${promisedAge} unless ${copyAge}`,
    for: '30m',
    severity: 'page',
    summary:
      'Nothing is known of the copy of {{ $labels.store }} from {{ $labels.from }}: a copy that nobody measures is no copy.',
    action:
      'Either it was never made, or what measures it is gone: docs/guides/recovery-watch.md names the source for each mechanism. Look there before a failover relies on it.',
  },
];

export const alertingRule =
  (dashboard: string) =>
  ({ name, expression, severity, summary, action, ...alert }: Alert): AlertingRule => ({
    alert: name,
    expr: expression,
    for: alert.for,
    labels: { severity },
    annotations: { summary, action, dashboard },
  });

/** What is promised for a loss, how far the copies are from it, and the alerts that fire before it is broken. */
export function recoveryRules(
  recovery: SiteRecovery,
  copies: readonly WatchedCopy[],
  backups: readonly LocalBackup[],
  dashboard: string,
): RuleGroup[] {
  const levels: RecordingRule[] = [
    { record: promisedRto, expr: `vector(${60 * recovery.rtoMinutes})`, labels: {} },
    ...backups.map(({ service, store, age }) => ({ record: lastGoodBackup, expr: age, labels: { service, store } })),
    ...copies.flatMap(recordings),
  ];
  return [
    { name: 'recovery-levels', interval: '60s', rules: levels },
    ...(copies.length > 0
      ? [{ name: 'recovery-alerts', interval: '60s', rules: copyAlerts.map(alertingRule(dashboard)) }]
      : []),
  ];
}
