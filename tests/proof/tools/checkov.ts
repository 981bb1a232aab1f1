import { runCommand } from './command';

interface CheckResult {
  readonly check_id: string;
  readonly check_name: string;
  /** `/dev/dev-aws-eu-west-1/data/cdk.tf.json`, from the folder that is scanned. */
  readonly file_path: string;
  /** `aws_s3_bucket.state`, `resource.state`, `Deployment.namespace.name`. */
  readonly resource: string;
}

export interface CheckovReport {
  readonly failed: readonly CheckResult[];
  readonly passed: readonly CheckResult[];
  /** Files that it could not read. */
  readonly unread: readonly string[];
}

interface Output {
  readonly results: {
    readonly failed_checks: readonly CheckResult[];
    readonly passed_checks: readonly CheckResult[];
    readonly parsing_errors: readonly string[];
  };
}

const crash = /Failed to run check (\w+) on (\S+):([\w.-]+)$/gm;

/** Checks that broke are failed ones: nobody knows what they would have said. */
const crashes = (stderr: string): CheckResult[] =>
  [...stderr.matchAll(crash)].map(([, check_id = '', file_path = '', resource = '']) => ({
    check_id,
    check_name: 'the check itself broke',
    file_path,
    resource,
  }));

/** Scans a folder with every check that checkov carries, without the network. */
export async function scan(
  program: string,
  folder: string,
  framework: 'terraform_json' | 'kubernetes',
): Promise<CheckovReport> {
  const { stdout, stderr } = await runCommand(
    program,
    ['-d', folder, '--framework', framework, '--skip-download', '--compact', '--output', 'json'],
    { env: { ...process.env, LOG_LEVEL: 'WARNING' }, timeoutMs: 600_000 },
  );
  const { results } = JSON.parse(stdout) as Output;
  return {
    failed: [...results.failed_checks, ...crashes(stderr)],
    passed: results.passed_checks,
    unread: results.parsing_errors,
  };
}
