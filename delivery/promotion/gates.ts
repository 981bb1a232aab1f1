import type { Finding } from '../../environments/model';
import { countApprovals } from './approvals';
import type { Gate, GateFacts, JudgedGate, Verdict } from './gate';
import { unappliedVerdict } from './gitops-gate';
import type { EnvironmentFacts } from './promotion-facts';

const open = (why: string): Verdict => ({ status: 'open', why });
const held = (why: string, fix: string): Verdict => ({ status: 'held', why, fix });

const hourMs = 3_600_000;
const minuteMs = 60_000;
/** Health that is older says nothing of now. */
const staleAfterMinutes = 30;
/** Below it the silence of alerts may be the silence of whoever watches. */
const leastWatched = 0.9;
const mostNamed = 3;

const hoursBetween = (from: string, to: Date): number => (to.getTime() - Date.parse(from)) / hourMs;
const inHours = (hours: number): string => `${hours.toFixed(1)} h`;

const percent = (share: number): string => `${Math.round(100 * share)} %`;

const named = (words: readonly string[]): string =>
  [...words.slice(0, mostNamed), ...(words.length > mostNamed ? [`${words.length - mostNamed} more`] : [])].join(', ');

const told = (findings: readonly Finding[]): string =>
  named(findings.map(({ code, place, message }) => `${code} ${place}: ${message}`));

const fixesOf = (findings: readonly Finding[]): string => named([...new Set(findings.map(({ fix }) => fix))]);

/** Nothing is found, or the gate holds with what is. */
const without = (findings: readonly Finding[], sound: string): Verdict =>
  findings.length === 0 ? open(sound) : held(told(findings), fixesOf(findings));

const ask = 'name who knows: `--prometheus <url>`, or `--facts <file>`';

/** Whether what is known of an environment speaks of so many hours up to now. */
function unfit(name: string, health: EnvironmentFacts | undefined, hours: number, now: Date): Verdict | undefined {
  if (!health) return held(`nobody was asked how ${name} is`, ask);
  const age = (now.getTime() - Date.parse(health.at)) / minuteMs;
  if (age > staleAfterMinutes || age < -staleAfterMinutes)
    return held(`what is known of ${name} is of ${health.at}`, 'read it again, now');
  if (health.watched.hours < hours)
    return held(
      `what is known of ${name} reaches ${inHours(health.watched.hours)} back, not ${inHours(hours)}`,
      'ask for a longer time',
    );
  if (health.watched.share < leastWatched)
    return held(
      `nobody watched ${name} in ${Math.round(100 * (1 - health.watched.share))} % of the time, so silence says nothing`,
      'bring its monitoring back, and wait as long again',
    );
  return undefined;
}

/** Alerts that woke somebody since then. */
const pagesSince = ({ alerts }: EnvironmentFacts, since: number, sites?: readonly string[]): string[] =>
  alerts
    .filter(({ severity, lastAt }) => severity === 'page' && Date.parse(lastAt) >= since)
    .filter(({ site }) => sites === undefined || site === undefined || sites.includes(site))
    .map(({ name, site, lastAt }) => `${name}${site === undefined ? '' : ` at ${site}`} (${lastAt})`);

const revertFix = (target: string): string => `go back: \`evenkeel revert ${target} --reason <why>\``;

/** What the source can say no more of a release that is on its way. */
const unheard = ({ source }: GateFacts): Verdict =>
  open(`${source.name} runs another release since the first wave; the sites of earlier waves speak for this one`);

function soaked(facts: GateFacts): Verdict {
  const { now, source, target, config, release, health } = facts;
  const { soakHours } = config;
  if (release.takenBack !== undefined)
    return held(`${source.name} went back from the release: ${release.takenBack}`, revertFix(target.name));
  if (soakHours === 0) return open('no soak time is asked for');
  if (release.leftBehind) return unheard(facts);
  const ran = hoursBetween(release.since, now);
  if (ran < soakHours) {
    const left = inHours(soakHours - ran);
    return held(
      `${source.name} has had the release for ${inHours(Math.max(0, ran))} of ${soakHours} h`,
      `come back in ${left}`,
    );
  }
  const gap = unfit(source.name, health, soakHours, now);
  if (gap || !health) return gap ?? held('', ask);
  const pages = pagesSince(health, now.getTime() - soakHours * hourMs);
  return pages.length === 0
    ? open(`${source.name} has had the release for ${inHours(ran)}, and no alert woke anybody`)
    : held(
        `alerts of ${source.name} woke somebody: ${named(pages)}`,
        `mend what they tell of, and wait ${soakHours} h from then`,
      );
}

/** Its health says nothing of a release that is not what runs there. */
function sourceApplied(facts: GateFacts): Verdict {
  const { now, source, config, release, health, sites, strayed } = facts;
  if (config.soakHours === 0) return open('no soak time is asked for');
  if (release.leftBehind) return unheard(facts);
  const gap = unfit(source.name, health, 0, now);
  if (gap || !health) return gap ?? held('', ask);
  const asked = { environment: source.name, health, sites: sites.source, named };
  return (
    unappliedVerdict(asked, strayed) ??
    open(
      health.gitops?.length === 0
        ? `nothing is applied by GitOps in ${source.name}`
        : `${source.name} runs what Git holds, and is healthy`,
    )
  );
}

function budgetLeft(facts: GateFacts): Verdict {
  const { now, source, config, release, health } = facts;
  const { errorBudgetLeft } = config;
  if (errorBudgetLeft === 0) return open('no share of an error budget is asked for');
  if (release.leftBehind) return unheard(facts);
  const gap = unfit(source.name, health, 0, now);
  if (gap || !health) return gap ?? held('', ask);
  if (health.budgets.length === 0) return open(`no service level of ${source.name} had an event in 30 days`);
  const spent = health.budgets.filter(({ remaining }) => remaining < errorBudgetLeft);
  return spent.length === 0
    ? open(`every service level has at least ${percent(Math.min(...health.budgets.map((one) => one.remaining)))} left`)
    : held(
        `${named(spent.map(({ service, slo, remaining }) => `${service} ${slo} has ${percent(remaining)} left`))}, less than ${percent(errorBudgetLeft)}`,
        'mend what spends it first; if the release is what mends it, promote it as a hotfix',
      );
}

function approved({ config: { approvals: asked, approvers }, approvals, askedBy }: GateFacts): Verdict {
  const { counted, ignored } = countApprovals(approvals, askedBy, approvers);
  const passedOver = ignored.map(({ by, why }) => `${by} ${why}`);
  const beside = passedOver.length > 0 ? `; ${named(passedOver)}` : '';
  if (counted.length >= asked) {
    return open(asked === 0 ? 'nobody has to agree' : `${counted.join(', ')} agreed${beside}`);
  }
  return held(
    `${counted.length} of ${asked} agreed${beside}`,
    'let an approver commit the trailers `Release:` and `Approved-by:` (`evenkeel promote --help` shows how), or let the pipeline say who agreed: --approved-by <address>',
  );
}

function unfrozen({ now, freezes, target }: GateFacts): Verdict {
  const day = now.toISOString().slice(0, 10);
  const freeze = freezes.find(({ from, until }) => from <= day && day < until);
  return freeze
    ? held(
        `${target.name} is frozen from ${freeze.from} until ${freeze.until}: ${freeze.reason}`,
        `wait until ${freeze.until}, or promote a hotfix`,
      )
    : open('no freeze is on');
}

function wavesHealthy(facts: GateFacts): Verdict {
  const { now, wavesBefore, config, target, targetHealth, sites, strayed } = facts;
  const { waveMinutes, errorBudgetLeft } = config;
  if (!wavesBefore) return open('it is the first wave');
  if (waveMinutes === 0) return open('no time between waves is asked for');
  const ran = (now.getTime() - Date.parse(wavesBefore.at)) / minuteMs;
  if (ran < waveMinutes) {
    const left = Math.ceil(waveMinutes - ran);
    return held(
      `${named(wavesBefore.sites)} got the release ${Math.floor(ran)} minutes ago, of ${waveMinutes}`,
      `come back in ${left} minutes`,
    );
  }
  const gap = unfit(target.name, targetHealth, waveMinutes / 60, now);
  if (gap || !targetHealth) return gap ?? held('', ask);
  const pages = pagesSince(targetHealth, Date.parse(wavesBefore.at), wavesBefore.sites);
  if (pages.length > 0)
    return held(
      `alerts of the sites that have the release woke somebody: ${named(pages)}`,
      `mend it, or ${revertFix(target.name)}`,
    );
  const spent = targetHealth.budgets.filter(
    ({ site, remaining }) =>
      (site === undefined || wavesBefore.sites.includes(site)) && errorBudgetLeft > 0 && remaining < errorBudgetLeft,
  );
  if (spent.length > 0)
    return held(
      `error budgets of the sites that have the release: ${named(spent.map(({ service, slo, remaining }) => `${service} ${slo} has ${percent(remaining)} left`))}, less than ${percent(errorBudgetLeft)}`,
      `mend what spends it first, or ${revertFix(target.name)}`,
    );
  const asked = {
    environment: target.name,
    health: targetHealth,
    sites: sites.target,
    of: wavesBefore.sites,
    named,
  };
  return (
    unappliedVerdict(asked, strayed) ??
    open(`${named(wavesBefore.sites)} ${wavesBefore.sites.length === 1 ? 'has' : 'have'} it, and no alert woke anybody`)
  );
}

const isOfCost = ({ code }: Finding): boolean => /^(BUDGET|COST)_|^UNPRICED$|^ENVIRONMENT_EXPIRED$/.test(code);

/** Everything that may hold a promotion, in the order in which people read it. */
export const gates: readonly Gate[] = [
  {
    id: 'release',
    title: 'release verified',

    judge: ({ release }) => without(release.findings, `${release.id.slice(0, 12)} is what its lock says`),
  },
  { id: 'soak', title: 'source healthy for the soak time', hotfixPasses: true, judge: soaked },
  { id: 'gitops', title: 'source runs what Git holds', hotfixPasses: true, judge: sourceApplied },
  { id: 'error-budget', title: 'error budgets left', hotfixPasses: true, judge: budgetLeft },
  {
    id: 'drills',
    title: 'drills fresh and passed',

    hotfixPasses: true,
    judge: ({ drills, drillStandings }) =>
      without(drills, drillStandings.length === 0 ? 'no drill is asked for' : `${drillStandings.length} drills passed`),
  },
  {
    id: 'cost',
    title: 'cost within the budget',

    judge: ({ build }) => without(build.filter(isOfCost), 'nothing is over a limit'),
  },
  {
    id: 'build',
    title: 'target builds without findings',

    judge: ({ build }) =>
      without(
        build.filter((finding) => !isOfCost(finding)),
        'nothing is found',
      ),
  },
  {
    id: 'versions',
    title: 'no version of a custom resource is lost',

    judge: ({ dropped }) => without(dropped, 'every version that the target holds is served'),
  },
  { id: 'approvals', title: 'approved', hotfixPasses: true, judge: approved },
  { id: 'freeze', title: 'no freeze', hotfixPasses: true, judge: unfrozen },
  { id: 'waves', title: 'sites of earlier waves healthy', judge: wavesHealthy },
];

/** What every gate says. A hotfix passes those that time or people open; what it passes is said. */
export const judgeGates = (facts: GateFacts): JudgedGate[] =>
  gates.map(({ id, title, hotfixPasses, judge }) => {
    const verdict = judge(facts);
    const { hotfix } = facts;
    if (verdict.status !== 'held' || !hotfix || !hotfixPasses) return { id, title, ...verdict };
    return {
      id,
      title,
      status: 'waived',
      why: `${verdict.why}; ${hotfix.approvedBy} answers for it: ${hotfix.reason}`,
    };
  });

/** Held gates as findings. */
export const heldFindings = (judged: readonly JudgedGate[], file: string): Finding[] =>
  judged.flatMap(({ id, title, status, why, fix }): Finding[] =>
    status === 'held'
      ? [{ code: 'PROMOTION_HELD', file, place: `gate ${id}`, message: `${title}: ${why}`, fix: fix ?? why }]
      : [],
  );
