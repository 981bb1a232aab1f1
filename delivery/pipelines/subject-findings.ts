import type { Finding } from '../../environments/model';
import type { Environment } from '../../environments/model/resolve-environment';
import type { Pipeline, PipelineJob, PipelineTrigger } from './pipeline';
import { type PipelinePlatform, type TrustedRun, trustedRun } from './platform';

/** GitHub may be set to write the ids of owner and repository behind their names: `repo:example@1/ml-platform@2:...`. */
export const withoutIds = (subject: string): string =>
  subject.replace(/^repo:([^:@/]+)@\d+\/([^:@/]+)@\d+:/, 'repo:$1/$2:');

const subjectPlaces = { plan: 'planSubject', apply: 'applySubject' } as const;

interface SignedIn {
  readonly pipeline: Pipeline;
  readonly job: PipelineJob;
  readonly trigger: PipelineTrigger;
}

const signedInFor = (pipelines: readonly Pipeline[], environment: string): SignedIn[] =>
  pipelines.flatMap((pipeline) =>
    pipeline.triggers.flatMap((trigger) =>
      pipeline.jobs
        .filter(({ identity }) => identity?.environment === environment)
        .map((job) => ({ pipeline, job, trigger })),
    ),
  );

function findingOf(platform: PipelinePlatform, run: TrustedRun, { pipeline, job, trigger }: SignedIn): Finding[] {
  const place = subjectPlaces[job.identity?.part ?? 'plan'];
  const trusted = run.trust[place];
  const subject = platform.subject(run, job, trigger);
  if (subject === withoutIds(trusted)) return [];
  const instead = platform.trustable(run)[place];
  return [
    {
      code: 'PIPELINE_SUBJECT',
      file: `environments/${run.environment.name}.ts`,
      place: `ci.${place}`,
      message: `${pipeline.name} started by ${trigger.on} signs in as ${subject ?? 'what nobody knows beforehand'}, and the clouds trust another subject`,
      value: trusted,
      allowed: [instead],
      fix: `let ci.${place} be ${instead}, and deploy \`state\` of its sites`,
    },
  ];
}

/** Jobs that no cloud would let in: found here, and not on the day of a deploy. One finding for each place of a file. */
export function subjectFindings(
  platform: PipelinePlatform,
  pipelines: readonly Pipeline[],
  environments: readonly Environment[],
): Finding[] {
  return environments.flatMap((environment) => {
    const run = trustedRun(environment);
    const jobs = signedInFor(pipelines, environment.name);
    if (!run || jobs.length === 0) return [];
    if (!platform.issues(run)) {
      return [
        {
          code: 'PIPELINE_SUBJECT' as const,
          file: `environments/${environment.name}.ts`,
          place: 'ci.issuer',
          message: 'the clouds trust tokens of another system than the one that the pipeline is for',
          value: run.trust.issuer,
          allowed: [platform.issuer],
          fix: 'name the issuer of the system that runs the pipeline, or render the pipeline of the other one',
        },
      ];
    }
    const findings = jobs.flatMap((one) => findingOf(platform, run, one));
    return findings.filter((one, index) => findings.findIndex(({ place }) => place === one.place) === index);
  });
}
