import { dirname, join } from 'node:path';
import { matchesPattern } from '../../policies/permissions/action-pattern';
import { amazonPolicies } from '../../policies/permissions/aws/amazon-policies';
import { awsPermissions } from '../../policies/permissions/aws-permissions';
import { writtenVerbs } from '../../policies/permissions/cloud-words';
import { renderedEnvironmentStacks, renderedSites } from './rendered-sites';
import { proof, toolPath } from './skips';
import { runCommand } from './tools/command';

/** Runs a program of `tests/proof/iam` by the Python that a tool brought along. */
async function run<T>(
  tool: string,
  program: string,
  input?: unknown,
  programArguments: readonly string[] = [],
): Promise<T> {
  const python = join(dirname(toolPath(tool) ?? ''), 'python');
  const { exitCode, stdout, stderr } = await runCommand(
    python,
    [join(__dirname, 'iam', program), ...programArguments],
    {
      timeoutMs: 300_000,
      ...(input === undefined ? {} : { input: JSON.stringify(input) }),
    },
  );
  if (exitCode !== 0) throw new Error(stderr);
  return JSON.parse(stdout) as T;
}

interface Lint {
  readonly findings: Readonly<Record<string, readonly { issue: string; detail: string; location: string }[]>>;
  readonly unknown: readonly string[];
  readonly known: number;
}

const allActions = [
  ...new Set(
    Object.values(awsPermissions).flatMap(({ plan, apply }) => [
      ...writtenVerbs('aws', plan),
      ...writtenVerbs('aws', apply),
    ]),
  ),
];

/** Every policy of who acts that the stacks synthesize, and every one of the organisation. */
function policies(): Record<string, string> {
  const stacks = [...renderedSites().flatMap((site) => site.stacks), ...renderedEnvironmentStacks()];
  return Object.fromEntries(
    stacks.flatMap(({ title, json }) =>
      (['aws_iam_policy', 'aws_iam_role_policy', 'aws_organizations_policy'] as const).flatMap((type) =>
        Object.entries(json.resource?.[type] ?? {}).map(([name, resource]) => {
          const { policy, content } = resource as { readonly policy?: string; readonly content?: string };
          return [`${title} ${type}.${name}`, policy ?? content ?? ''];
        }),
      ),
    ),
  );
}

/** What parliament says of a policy that is not about whether it is one. */
const passedOver: readonly { readonly issue: RegExp; readonly detail?: RegExp; readonly because: string }[] = [
  { issue: /^INVALID_ARN$/, detail: /6 parts/, because: 'references of Terraform become ARNs when they are applied' },
  { issue: /^RESOURCE_(STAR|MISMATCH)$/, because: 'how wide the roles are is held against what the stacks ask for' },
  {
    issue: /^RESOURCE_POLICY_PRIVILEGE_ESCALATION$/,
    because: 'who makes buckets writes their policies; the boundary and the guardrails keep them closed',
  },
  { issue: /^MISMATCHED_TYPE_BUT_USABLE$/, because: 'a boundary is compared as a whole' },
  {
    issue: /^UNKNOWN_CONDITION_FOR_ACTION$/,
    detail: /application-autoscaling:service-namespace/,
    because: 'the condition holds only where a call has it',
  },
  // Newer than the list that parliament carries; the other list knows it.
  { issue: /^UNKNOWN_ACTION$/, detail: /kafka:DescribeTopic$/, because: 'topics of MSK are newer than its list' },
];

proof('permissions', ['parliament'], () => {
  let lint: Lint;
  beforeAll(async () => {
    lint = await run<Lint>('parliament', 'lint_policies.py', {
      policies: {
        ...policies(),
        planted: JSON.stringify({
          Version: '2012-10-17',
          Statement: [{ Effect: 'Allow', Action: ['s3:GetObjekt'], Resource: '*' }],
        }),
      },
      actions: [...allActions, 'ec2:MakeVpc'],
    });
  }, 300_000);

  it('are all names that AWS knows, and a wrong one is found', () => {
    expect(lint.known).toBeGreaterThan(15_000);
    expect(allActions.length).toBeGreaterThan(300);
    expect(lint.unknown).toEqual(['ec2:MakeVpc']);
  });

  it('are written in policies that say what they mean', () => {
    const wrong = Object.entries(lint.findings)
      .filter(([title]) => title !== 'planted')
      .flatMap(([title, findings]) =>
        findings
          .filter(
            ({ issue, detail }) =>
              !passedOver.some((each) => each.issue.test(issue) && (each.detail?.test(detail) ?? true)),
          )
          .map(({ issue, detail }) => `${title}: ${issue} ${detail}`),
      );
    expect(wrong).toEqual([]);
    expect(lint.findings.planted?.map(({ issue }) => issue)).toContain('UNKNOWN_ACTION');
  });

  it('need everything that is passed over', () => {
    const said = Object.values(lint.findings).flat();
    const idle = passedOver.filter(
      ({ issue, detail }) => !said.some((each) => issue.test(each.issue) && (detail?.test(each.detail) ?? true)),
    );
    expect(idle).toEqual([]);
  });
});

proof("permissions of Amazon's policies", ['moto'], () => {
  const short = (name: string): string => name.replace(/^.*\//, '');

  it('hold what the pipeline relies on', async () => {
    const names = Object.keys(amazonPolicies);
    const held = await run<Record<string, readonly string[]>>(
      'moto',
      'managed_policies.py',
      undefined,
      names.map(short),
    );
    for (const name of names) {
      const patterns = held[short(name)] ?? [];
      expect(patterns.length).toBeGreaterThan(50);
      const missing = writtenVerbs('aws', amazonPolicies[name]).filter(
        (action) => !patterns.some((pattern) => matchesPattern(pattern, action)),
      );
      expect({ [name]: missing }).toEqual({ [name]: [] });
    }
  });
});
