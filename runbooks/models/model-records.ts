import { historyIn, historyTag, type ModelRecord } from '../../delivery/models/model-history';
import type { ModelContext, ModelMove } from './model-move';

/** Adds one record, unless this run wrote it already. */
export async function record(
  { registry }: ModelContext,
  move: ModelMove,
  action: ModelRecord['action'],
  because = move.because,
): Promise<void> {
  const { model, environment, alias, before, version, digest, by, begun: at, accepted, release } = move;
  const history = historyIn((await registry.model(model))?.tags ?? {});
  if (history.records.some((one) => one.at === at && one.action === action && one.by === by)) return;
  const back = action === 'taken-back';
  const { key, value } = historyTag(history, {
    at,
    action,
    by,
    environment,
    alias,
    from: back ? version : before,
    to: back ? (before ?? version) : version,
    digest,
    ...(because === undefined ? {} : { because }),
    ...(accepted.length > 0 ? { accepted: [...accepted] } : {}),
    ...(release === undefined ? {} : { release }),
  });
  await registry.tagModel(model, key, value);
}

/** Whether this run wrote its record. */
export const isRecorded = async ({ registry }: ModelContext, { model, begun, action }: ModelMove): Promise<boolean> =>
  historyIn((await registry.model(model))?.tags ?? {}).records.some((one) => one.at === begun && one.action === action);
