import type { TerraformResourceLifecycle } from 'cdktf';
import type { FindingCode } from '../../environments/model';

/** What must hold of something adopted. */
export interface AdoptedCheck {
  /** Terraform expression over `self`, without the braces around it. */
  readonly holds: string;
  /** What is wrong where it does not hold. */
  readonly message: string;
  /** Attribute of `self` that is shown. Default: nothing is shown. */
  readonly got?: string;
  readonly fix: string;
}

const code: FindingCode = 'ADOPT_PROPERTY';

/**
 * Checks that stop a plan, worded as findings are: code, place, message, value, fix.
 * @param place name of the site and path in its part of the environment file
 */
export const adoptedLifecycle = (place: string, checks: readonly AdoptedCheck[]): TerraformResourceLifecycle => ({
  postcondition: checks.map(({ holds, message, got, fix }) => ({
    condition: `\${${holds}}`,
    errorMessage: `${code} ${place}: ${message}${got === undefined ? '' : ` (got \${jsonencode(${got})})`}. Fix: ${fix}.`,
  })),
});

/** A text as Terraform writes one. */
export const quoted = (text: string): string => JSON.stringify(text);
