import type { CostLimit } from '../../../environments/model/cost-limits';
import type { FindingCode } from '../../../environments/model/finding-codes';

/** One thing that breaks a limit of the budget: before anybody asks whether it is exempted. */
export interface Breach {
  readonly limit: CostLimit;
  readonly code: FindingCode;
  /** Default: the environment as a whole. */
  readonly site?: string;
  /** In the environment file. */
  readonly place: string;
  /** What breaks it, as findings and exemptions name it. */
  readonly subject: string;
  /** How; the same of many subjects is one finding. */
  readonly message: string;
  readonly value?: unknown;
  readonly allowed?: readonly string[];
  readonly fix: string;
}
