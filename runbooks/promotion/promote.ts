import { lockText } from '../../delivery/environment-lock';
import { promotionDifference } from '../../delivery/promotion/difference';
import { heldFindings } from '../../delivery/promotion/gates';
import { recoverySummary } from '../../delivery/recovery-summary';
import { componentDifferences } from '../../delivery/release-lock/component-paths';
import { shownPath } from '../../environments/model/load-environment';
import { inRepository } from './begin';
import { checkWords } from './checked-words';
import { judgedGates } from './judged-gates';
import { lockFileOf, sbomFileOf } from './lock-file';
import { hotfixOf, nextLock } from './next-lock';
import { messageOf, type PromotionReport } from './promotion-commit';
import { type PromoteOptions, type ReadPromotion, readPromotion } from './read-promotion';
import { recordedLock } from './recorded-lock';
import { recoveryBefore } from './recovery-before';
import { approvalsOf, sinceOf } from './release-trail';
import { changesOf, treeAfter } from './wave-tree';

/**
 * Brings the release of one environment into another one, or the next wave of it: gates are judged, the difference is shown, and
 * lock and tree are written in one commit. Where a gate holds, nothing is written.
 * @throws InputError for what cannot be promoted as it is asked for
 * @throws RunbookFailure PROGRAM_FAILED where Git fails; nothing is written then
 */
export function promote(options: PromoteOptions): Promise<PromotionReport> {
  const { root, out, target, planOnly, hotfixReason, askedBy, approvedBy } = options;
  checkWords({
    out,
    approvedBy,
    ...(hotfixReason === undefined ? {} : { reason: hotfixReason }),
    ...(askedBy === undefined ? {} : { askedBy }),
  });
  return inRepository(root, target, !planOnly, async (repository) => {
    if (options.branch !== undefined) await repository.checkNewBranch(options.branch);
    return promoteIn(await readPromotion(repository, options));
  });
}

async function promoteIn(read: ReadPromotion): Promise<PromotionReport> {
  const { repository, head, options, environment, targetFile } = read;
  const { tell = () => undefined, planOnly, branch } = options;
  const { name } = environment;
  const since = await sinceOf(read);
  const approvals = await approvalsOf(read, since.commit);
  const hotfix = hotfixOf(read, approvals);

  tell(`renders ${name}`);
  const recorded = await recordedLock(read, await nextLock(read, approvals, hotfix));
  const { lock, rendered, sbom } = recorded;
  const { promotion } = lock;
  const folder = `${options.out}/${name}`;
  const before = await repository.filesAt(head, folder);
  const after = treeAfter(before, rendered.tree, promotion);

  tell('asks how things are');
  const gates = await judgedGates(read, { recorded, since: since.at, approvals, ...(hotfix ? { hotfix } : {}) });

  tell('compares');
  const file = shownPath(targetFile);
  const difference = promotionDifference(
    { tree: before, recovery: await recoveryBefore(repository, name, folder) },
    { tree: after, recovery: recoverySummary(environment) },
    environment.config.budget,
    file,
  );
  const findings = heldFindings(gates, file);
  const report: PromotionReport = {
    source: promotion.from,
    target: name,
    release: promotion.release,
    wave: { number: promotion.done, of: promotion.waves.length, sites: promotion.waves[promotion.done - 1] ?? [] },
    waiting: promotion.waves.slice(findings.length > 0 ? promotion.done - 1 : promotion.done).flat(),
    gates,
    components: componentDifferences(read.target?.release?.components, lock.release.components),
    difference,
    partial: promotion.partial ?? [],
    findings,
  };
  if (planOnly || findings.length > 0) return report;

  tell('commits');
  const [lockFile, sbomFile] = [lockFileOf(name), sbomFileOf(name)];
  const commit = await repository.commit({
    message: messageOf(report, promotion),
    changes: [
      ...changesOf(folder, before, after),
      { put: lockFile, content: lockText(lock) },
      { put: sbomFile, content: sbom },
    ],
    paths: [lockFile, sbomFile, folder],
    ...(branch === undefined ? {} : { branch }),
  });
  return { ...report, commit, ...(branch === undefined ? {} : { branch }) };
}
