import Table from 'cli-table3';
import type { CheckStatus, FactCheck, QuotaCheck } from '../policies/preflight/check';
import type { SitePreflight } from '../policies/preflight/site-preflight';

const limitFrom: Readonly<Record<QuotaCheck['limitFrom'], string>> = {
  account: 'account',
  environment: 'stated',
  'new account': 'new account',
};

const tableOf = (head: readonly string[], right: readonly number[], widths: readonly (number | null)[]) =>
  new Table({
    head: [...head],
    colAligns: head.map((_title, index) => (right.includes(index) ? 'right' : 'left')),
    colWidths: [...widths],
    wordWrap: true,
    style: { head: [], border: [], compact: true },
  });

const quotaName = ({ quota, key }: QuotaCheck): string => `${quota.name}\n${quota.service} ${key}`;

const limitText = ({ limit, limitFrom: from, quota, used }: QuotaCheck): string => {
  const guessed = from === 'new account' && quota.unsure ? ', unsure' : '';
  const inUse = used === undefined ? '' : `, ${used} in use`;
  return `${limit === Number.MAX_SAFE_INTEGER ? 'no limit' : limit} (${limitFrom[from]}${guessed}${inUse})`;
};

function quotaTable(checks: readonly QuotaCheck[]): string {
  const table = tableOf(['', 'quota', 'needs', 'has', 'because'], [2], [10, 44, 8, 20, 52]);
  for (const check of checks) {
    table.push([check.status, quotaName(check), check.needed, limitText(check), check.because.join('\n')]);
  }
  return table.toString();
}

function factTable(checks: readonly FactCheck[]): string {
  const table = tableOf(['', 'what', 'found', 'do'], [], [10, 36, 46, 46]);
  for (const { status, subject, message, fix = '' } of checks) table.push([status, subject, message, fix]);
  return table.toString();
}

const isShown =
  (all: boolean) =>
  ({ status }: { readonly status: CheckStatus }): boolean =>
    all || (status !== 'fine' && status !== 'optional');

const counted = (number: number, what: string): string => `${number} ${what}${number === 1 ? '' : 's'}`;

/** What stays out of the tables, in one line. */
function hidden({ quotas, facts }: SitePreflight): string {
  const fine = [
    ...quotas.filter(({ status }) => status === 'fine').map(({ quota }) => quota.name),
    ...facts.filter(({ status }) => status === 'fine').map(({ subject }) => subject),
  ];
  const optional = quotas.filter(({ status }) => status === 'optional');
  return [
    fine.length > 0 ? `Fine (${fine.length}): ${fine.join('; ')}` : '',
    optional.length > 0
      ? `Optional (${optional.length}): ${optional.map(({ quota }) => quota.name).join('; ')}: the pools have other machines`
      : '',
  ]
    .filter((line) => line !== '')
    .join('\n');
}

const requestsOf = ({ quotas }: SitePreflight): readonly string[] =>
  quotas.flatMap(({ status, request }) => (status === 'request' && request ? [request] : []));

/** One site for people: what to ask for, what to look at, and the commands. Plain text, no colour. */
export function preflightTable(site: SitePreflight, all: boolean): string {
  const quotas = site.quotas.filter(isShown(all));
  const facts = site.facts.filter(isShown(all));
  const requests = requestsOf(site);
  const dates = [...site.quotas.map(({ quota }) => quota.asOf), ...site.facts.map(({ asOf }) => asOf)].sort();
  return [
    `${site.site}: ${counted(requests.length, 'quota')} to ask for; facts of ${dates[0]}`,
    ...(quotas.length > 0 ? [quotaTable(quotas)] : []),
    ...(facts.length > 0 ? [factTable(facts)] : []),
    ...(all ? [] : [hidden(site)]),
    ...(requests.length > 0 ? ['Ask before the first apply:', ...requests.map((request) => `  ${request}`)] : []),
  ]
    .filter((part) => part !== '')
    .join('\n');
}
