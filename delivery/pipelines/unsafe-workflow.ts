import { load } from 'js-yaml';
import type { Finding } from '../../environments/model';

type Value = Readonly<Record<string, unknown>>;

const asValue = (value: unknown): Value => (typeof value === 'object' && value !== null ? (value as Value) : {});

/** A commit of somebody's, a folder of the same repository, or an image by its digest. */
const immovable = /^(\.\/.*|[\w.-]+\/[\w./-]+@[0-9a-f]{40}|docker:\/\/.+@sha256:[0-9a-f]{64})$/;

/** What strangers write: titles, names of branches, bodies, messages. */
const ofStrangers = /\$\{\{[^}]*\b(github\.event|github\.head_ref|inputs\.|github\.event_name\s*\[)[^}]*\}\}/;

/** What a job may write: its token of OpenID, and a comment. */
const writable: readonly string[] = ['id-token', 'pull-requests'];

interface Job {
  readonly id: string;
  readonly job: Value;
}

const jobsOf = (workflow: Value): Job[] =>
  Object.entries(asValue(workflow.jobs)).map(([id, job]) => ({ id, job: asValue(job) }));

const stepsOf = ({ job }: Job): Value[] => (Array.isArray(job.steps) ? job.steps.map(asValue) : []);

/** What a job writes beyond what one may. A comment is made where no token can be had, as text of a change passes by there. */
function writesTooMuch(permissions: unknown): string[] {
  if (typeof permissions === 'string') return permissions === 'write-all' ? [permissions] : [];
  const written = Object.entries(asValue(permissions)).flatMap(([name, right]) => (right === 'write' ? [name] : []));
  const together = writable.every((name) => written.includes(name)) ? [writable.join(' with ')] : [];
  return [...written.filter((name) => !writable.includes(name)), ...together];
}

const signsIn = (workflow: Value): boolean =>
  [workflow.permissions, ...jobsOf(workflow).map(({ job }) => job.permissions)].some(
    (permissions) => permissions === 'write-all' || asValue(permissions)['id-token'] === 'write',
  );

/**
 * What makes a workflow of GitHub unsafe that may sign in to a cloud: the trust of a cloud holds for every workflow of the
 * repository. Others are not looked at.
 * @param file path in the repository, for the findings
 */
export function unsafeWorkflow(text: string, file: string): Finding[] {
  const workflow = asValue(load(text));
  if (!signsIn(workflow)) return [];
  const finding = (place: string, message: string, value: unknown, fix: string): Finding => ({
    code: 'PIPELINE_UNSAFE',
    file,
    place,
    message,
    value,
    fix,
  });
  const triggers = typeof workflow.on === 'string' ? [workflow.on] : Object.keys(asValue(workflow.on));
  return [
    ...triggers
      .filter((name) => name === 'pull_request_target' || name === 'workflow_run')
      .map((name) =>
        finding(
          `on.${name}`,
          'a change of a stranger runs with the rights of the repository',
          name,
          'use pull_request',
        ),
      ),
    ...writesTooMuch(workflow.permissions).map((value) =>
      finding('permissions', 'every job may write it', value, 'give each job what it needs'),
    ),
    ...jobsOf(workflow).flatMap((one) => [
      ...(one.job.permissions === undefined && workflow.permissions === undefined
        ? [
            finding(
              `jobs.${one.id}.permissions`,
              'it has whatever the repository gives by default',
              undefined,
              'state its permissions',
            ),
          ]
        : []),
      ...writesTooMuch(one.job.permissions).map((value) =>
        finding(`jobs.${one.id}.permissions`, 'it may write what it need not', value, 'let it read'),
      ),
      ...stepsOf(one).flatMap(({ uses, run }, index) => [
        ...(typeof uses === 'string' && !immovable.test(uses)
          ? [
              finding(
                `jobs.${one.id}.steps[${index}].uses`,
                'the action can become another one without a change here',
                uses,
                'name the full SHA of a commit',
              ),
            ]
          : []),
        ...(typeof run === 'string' && ofStrangers.test(run)
          ? [
              finding(
                `jobs.${one.id}.steps[${index}].run`,
                'text of a stranger becomes part of a script',
                run,
                'hand it over by `env`, and quote the variable',
              ),
            ]
          : []),
      ]),
      ...(typeof one.job.uses === 'string' && !immovable.test(one.job.uses)
        ? [
            finding(
              `jobs.${one.id}.uses`,
              'the workflow can become another one without a change here',
              one.job.uses,
              'name the full SHA of a commit',
            ),
          ]
        : []),
    ]),
  ];
}
