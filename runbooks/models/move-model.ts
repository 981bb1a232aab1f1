import type { Runbook } from '../engine/step';
import { challenger, type ModelContext, type ModelMove } from './model-move';
import { pinStep } from './pin-step';
import { aliasStep, filesStep, recordStep } from './registry-steps';
import { followStep, reloadStep, signInStep } from './serving-steps';

/**
 * Gives the callers of a model another version, watched at every site that serves it, and written down. One site that fails ends
 * it: the alias does not move, or moves back.
 */
export const moveModel: Runbook<ModelContext, ModelMove> = {
  name: 'model',
  title: 'Give the callers of a model another version',
  when: 'A version was promoted, or the one before is wanted back.',
  lost: () => [],
  steps: (move) => {
    const { alias, aliased, before, sites, pinned, loaded, action } = move;
    const back = aliased ? before : null;
    const title = `Lead ${alias} of ${move.model} to version ${move.version}`;
    return [
      ...sites.map(signInStep),
      filesStep(move),
      ...(action === 'promoted' && pinned.length > 0
        ? [
            {
              ...aliasStep(move, {
                id: 'name-challenger',
                title: `Call version ${move.version} of ${move.model} the challenger`,
                alias: challenger,
                back: null,
              }),
              lasts: false,
            },
          ]
        : []),
      ...(pinned.length > 0 ? [pinStep(move)] : []),
      ...sites.flatMap((site) => pinned.map((workload) => followStep(move, site, workload))),
      aliasStep(move, { id: 'lead-alias', title, alias, back }),
      ...sites.flatMap((site) => loaded.map((workload) => reloadStep(move, site, workload))),
      recordStep(move),
    ];
  },
};
