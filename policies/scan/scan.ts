/** What a security scanner says against one resource or object. */
export interface ScanFinding {
  /** `CKV_AWS_144` */
  readonly check: string;
  readonly title: string;
  /** Terraform resource type or Kubernetes kind. */
  readonly type: string;
  /** `dev/dev-aws-eu-west-1/data/aws_s3_bucket.state`: environment, site, stack, resource. */
  readonly address: string;
}

/** Why a failed check stands. */
export const exemptionKinds = {
  misread: 'what the check asks for is there, and it cannot see that',
  'other-means': 'what the check is for is reached in another way',
  environment: 'a choice of an environment file',
  later: 'wanted, and not built yet',
} as const;

export type ExemptionKind = keyof typeof exemptionKinds;

/** A failed check that is let stand, for a time. */
export interface ScanExemption {
  readonly check: string;
  /** Terraform resource type or Kubernetes kind; `*`: any. */
  readonly type: string;
  /** Part of the address of what is exempted. Default: everything of the type. */
  readonly where?: RegExp;
  readonly kind: ExemptionKind;
  readonly reason: string;
  /** Last day on which it holds, at most a year ahead: then it is decided anew. */
  readonly until: string;
}

export interface ScanVerdict {
  /** Failed checks that nothing exempts. */
  readonly unexplained: readonly ScanFinding[];
  /** Exemptions that exempt nothing any more. */
  readonly idle: readonly ScanExemption[];
  readonly expired: readonly ScanExemption[];
  /** Exemptions that reach further than a year ahead. */
  readonly tooLong: readonly ScanExemption[];
}

const covers = ({ check, type, where }: ScanExemption, finding: ScanFinding): boolean =>
  check === finding.check && (type === '*' || type === finding.type) && (where?.test(finding.address) ?? true);

/** The same day of the next year. */
const yearAfter = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;

/** Holds what a scan found against what is exempted on a day, both days as `2026-11-21`. */
export function judgeScan(
  findings: readonly ScanFinding[],
  exemptions: readonly ScanExemption[],
  today: string,
): ScanVerdict {
  return {
    unexplained: findings.filter((finding) => !exemptions.some((exemption) => covers(exemption, finding))),
    idle: exemptions.filter((exemption) => !findings.some((finding) => covers(exemption, finding))),
    expired: exemptions.filter(({ until }) => until < today),
    tooLong: exemptions.filter(({ until }) => until > yearAfter(today)),
  };
}
