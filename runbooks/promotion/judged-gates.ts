import { join } from 'node:path';
import { readEvidence } from '../../delivery/drill-evidence';
import { environmentFolder } from '../../delivery/environment-stacks';
import type { Approval } from '../../delivery/promotion/approvals';
import type { GateFacts, JudgedGate } from '../../delivery/promotion/gate';
import { judgeGates } from '../../delivery/promotion/gates';
import { droppedByRelease } from '../../delivery/promotion/promoted-lock';
import { type Hotfix, reachedSites } from '../../delivery/promotion/promotion-record';
import { releaseFindings } from '../../delivery/promotion/release-check';
import type { Finding } from '../../environments/model';
import { drillEvidenceFolder } from '../../environments/model/drills';
import { drillGate, drillStandings } from '../../policies/drills/drill-gate';
import { lockFileOf } from './lock-file';
import type { ReadPromotion } from './read-promotion';
import type { RecordedLock } from './recorded-lock';
import { sourceSince } from './release-trail';
import { strayed } from './strayed';

/** The schedule of the target, held against what its drills left behind. */
function drillsOf({ environment, targetFile, options }: ReadPromotion): Pick<GateFacts, 'drills' | 'drillStandings'> {
  const { drills: schedule = [], drillSigners = [] } = environment.config.recovery ?? {};
  if (schedule.length === 0) return { drills: [], drillStandings: [] };
  const folder = join(targetFile, '..', '..', drillEvidenceFolder);
  const { records } = readEvidence(folder, environment.name, drillSigners);
  return {
    drills: drillGate(environment.name, schedule, records, options.now),
    drillStandings: drillStandings(schedule, records, options.now),
  };
}

/** What a build finds of evidence is judged as of now, with its age, by the gate on the release. */
const isOfEvidence = ({ code }: Finding): boolean => code === 'EVIDENCE_MISSING' || code === 'EVIDENCE_FAILED';

interface Known {
  readonly recorded: RecordedLock;
  /** ISO, when the source got the release. */
  readonly since: string;
  readonly approvals: readonly Approval[];
  readonly hotfix?: Hotfix;
}

async function releaseOf(
  read: ReadPromotion,
  { recorded: { lock, signatures }, since }: Known,
): Promise<GateFacts['release']> {
  const { options, environment, source, target } = read;
  const { name, config } = environment;
  const became = await sourceSince(read);
  // What is on its way is in the lock of the target; the source may have another one by now.
  const held =
    options.goOn && target
      ? { environment: became.leftBehind ? name : source.environment, file: lockFileOf(name), lock: target }
      : { environment: source.environment, file: lockFileOf(source.environment), lock: source };
  const findings = [
    ...signatures,
    ...releaseFindings({
      source: { ...held, release: options.goOn ? lock.release : source.release },
      target: {
        environment: name,
        file: lockFileOf(name),
        ...(config.release ? { rules: config.release } : {}),
        evidence: lock.release.evidence,
      },
      now: options.now,
    }),
    ...(lock.promotion.release === lock.release.id ? [] : [otherRelease(name)]),
  ];
  return { id: lock.promotion.release, since, findings, ...became };
}

const otherRelease = (name: string): Finding => ({
  code: 'PROMOTION_RELEASE',
  file: lockFileOf(name),
  place: 'promotion.release',
  message: 'the lock holds another release than the one that was promoted and agreed to',
  fix: `go back, and promote anew: \`evenkeel revert ${name} --reason <why>\``,
});

/** Asks how things are, and judges every gate. */
export async function judgedGates(read: ReadPromotion, known: Known): Promise<JudgedGate[]> {
  const { options, environment, source, target, askedBy } = read;
  const { recorded, approvals, hotfix } = known;
  const { config, name, sites } = environment;
  const { promotion } = target ?? {};
  const wavesBefore = options.goOn && promotion ? { sites: reachedSites(promotion), at: promotion.at } : undefined;
  const ofSource = Object.keys(source.release.sites).filter((site) => site !== environmentFolder);
  const ofTarget = sites.map((site) => site.name);
  const health = await options.health(source.environment, config.promotion.soakHours);
  const targetHealth = wavesBefore ? await options.health(name, config.promotion.waveMinutes / 60) : undefined;
  return judgeGates({
    now: options.now,
    source: read.sourceRules,
    target: { name },
    config: config.promotion,
    release: await releaseOf(read, known),
    freezes: config.maintenance.freezes,
    ...(health ? { health } : {}),
    ...(targetHealth ? { targetHealth } : {}),
    sites: { source: ofSource, target: ofTarget },
    strayed: [
      ...(await strayed(read, source.environment, health, ofSource)),
      ...(await strayed(read, name, targetHealth, ofTarget)),
    ],
    approvals,
    // Whoever asked for the first wave does not count at the next one either, and who brings that may have agreed.
    askedBy: wavesBefore && promotion ? promotion.askedBy : askedBy,
    ...drillsOf(read),
    build: recorded.rendered.build.sites.flatMap(({ findings }) => findings).filter((one) => !isOfEvidence(one)),
    dropped: droppedByRelease(environment, target, options.goOn && target ? target : source, lockFileOf(name)),
    ...(hotfix ? { hotfix } : {}),
    ...(wavesBefore ? { wavesBefore } : {}),
  });
}
