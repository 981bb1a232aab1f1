import { InputError } from '../environments/model';
import { dangersOf, type ExplainedPlan } from '../runbooks/deploy/explain-plan';
import { planText } from '../runbooks/deploy/plan-words';
import { canBeAsked, confirmed, typedName } from './confirm';

interface ReviewWords {
  readonly yes?: boolean;
  readonly json?: boolean;
  readonly allowDestroy?: readonly string[];
}

/**
 * Shows a plan and asks. `--yes` says yes to what can be made anew; a loss is allowed by its address, or by the name of the
 * environment, typed.
 * @throws InputError DEPLOY_DANGER
 */
export async function review(
  plan: ExplainedPlan,
  environment: string,
  words: ReviewWords,
  show: (text: string) => void,
): Promise<boolean> {
  const { yes, json, allowDestroy = [] } = words;
  if (!json) show(`\n${planText(plan)}`);
  const isAllowed = (address: string): boolean =>
    allowDestroy.includes(address) || allowDestroy.includes(`${plan.stack}:${address}`);
  const dangers = dangersOf(plan).filter(({ address }) => !isAllowed(address));
  if (dangers.length > 0) {
    if (!yes && canBeAsked() && (await typedName('This destroys what cannot be made anew.', environment))) return true;
    throw new InputError(
      dangers.map(({ address, kind, because, danger }) => ({
        code: 'DEPLOY_DANGER',
        file: plan.stack,
        place: address,
        message: `the plan ${kind} it${because === undefined ? '' : ` because ${because}`}; lost: ${danger.lost}. Nothing of the stack was changed`,
        fix: `${danger.instead}; or, if the loss is meant, run it again with --allow-destroy '${plan.stack}:${address}'`,
      })),
    );
  }
  return yes === true || confirmed(`Apply this to ${plan.stack}?`, environment, 'DEPLOY_UNCONFIRMED');
}
