import type { CloudSite } from '../../environments/model';
import { accountOf } from '../../environments/model/account';
import type { StackGraph } from '../stack-graph';
import { argoNamespace, subjectOf } from './argo-accounts';
import { fromSettings, type Task, type Template, workflowObject } from './argo-objects';
import { runTemplate } from './argo-run-template';
import { deployOrder, oneOfEach } from './delivery-pipelines';
import { type FleetUnit, fleetPlan, fleetWaves } from './fleet-plan';
import type { PipelineCommand } from './pipeline';
import type { TrustedRun } from './platform';

/** etcd refuses an object beyond this, and a workflow keeps what becomes of each task in itself. */
export const objectLimitBytes = 1024 * 1024;

/** How many sites of a fleet are worked on at once, and how many of one account: clouds count calls by account. */
export const fleetLimits = { sites: 20, sitesOfAccount: 3 } as const;

const limitsName = ({ environment }: TrustedRun): string => `evenkeel-limits-${environment.name}`;

const fleetName = ({ environment }: TrustedRun): string => `fleet-${environment.name}`;

const unitTemplate = (unit: string): string => `unit-${unit}`;

const install: PipelineCommand = { program: 'npm', words: ['ci', '--ignore-scripts'] };

const evenkeel = (...words: string[]): PipelineCommand => ({ program: 'evenkeel', words });

/** What a task of a stack runs. What it would do is kept in words, never as Terraform's plan, which holds values. */
export const stackCommands = (environment: string, stack: string): readonly PipelineCommand[] => [
  install,
  { ...evenkeel('diff', environment, '--stack', stack, '--markdown'), into: `plan-${stack}.md` },
  evenkeel('deploy', environment, '--stack', stack, '--yes'),
];

/** One pod a stack. */
function stackTemplate(run: TrustedRun, sites: readonly CloudSite[], stack: string): Template {
  const { name } = run.environment;
  return runTemplate({
    name: stack,
    serviceAccountName: subjectOf(run, 'apply')?.account ?? '',
    commands: stackCommands(name, stack),
    identity: { environment: name, part: 'apply', sites },
    keeps: [`plan-${stack}.md`],
    minutes: 90,
    mutexes: [`state-${stack}`],
  });
}

const dependsOn = (names: readonly string[]): Pick<Task, 'depends'> =>
  names.length > 0 ? { depends: names.map((one) => `${one}.Succeeded`).join(' && ') } : {};

/** The workflow of one unit: a task for each stack, in the order of the graph. */
function unitObject(run: TrustedRun, unit: FleetUnit, sites: readonly CloudSite[]): object {
  const home = sites.find(({ name }) => name === unit.site) ?? sites[0];
  const signedIn = unit.site === undefined ? sites : sites.filter(({ name }) => name === unit.site);
  const key = home && accountOf(home).id;
  return workflowObject(
    { name: unitTemplate(unit.name), namespace: argoNamespace(run) },
    { repository: run.environment.config.gitops.repository, revision: run.environment.config.gitops.revision },
    {
      ...(key === undefined
        ? {}
        : { synchronization: { semaphores: [{ configMapKeyRef: { name: limitsName(run), key } }] } }),
      templates: [
        {
          name: 'main',
          dag: { tasks: unit.stacks.map(({ name, after }) => ({ name, template: name, ...dependsOn(after) })) },
        },
        ...unit.stacks.map(({ name }) => stackTemplate(run, signedIn, name)),
      ],
    },
  );
}

/** Starts the workflow of a unit and waits for its end: what becomes of its tasks is kept there, not here. */
const childTemplate = (run: TrustedRun): Template => ({
  name: 'unit',
  serviceAccountName: subjectOf(run, 'apply')?.account ?? '',
  inputs: { parameters: [{ name: 'template' }] },
  resource: {
    action: 'create',
    setOwnerReference: true,
    successCondition: 'status.phase == Succeeded',
    failureCondition: 'status.phase in (Failed, Error)',
    manifest: JSON.stringify({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Workflow',
      metadata: { generateName: '{{inputs.parameters.template}}-', namespace: argoNamespace(run) },
      spec: {
        workflowTemplateRef: { name: '{{inputs.parameters.template}}' },
        arguments: { parameters: [{ name: 'revision', value: fromSettings('revision') }] },
      },
    }),
  },
});

/** Argo Workflows takes no more tasks in one graph. */
const tasksOfGraph = 200;

/** The units of each wave in parts that fit into one graph, in their order: a unit waits for its own part or an earlier one. */
const partsOf = (units: readonly FleetUnit[], wave: number): FleetUnit[][] => {
  const own = units.filter((unit) => unit.wave === wave);
  return Array.from({ length: Math.ceil(own.length / tasksOfGraph) }, (_, part) =>
    own.slice(part * tasksOfGraph, (part + 1) * tasksOfGraph),
  );
};

/** One task a unit. What lies in an earlier part has come to its end before. */
const partTemplate = (name: string, units: readonly FleetUnit[]): Template => ({
  name,
  dag: {
    // The others of a part come to their end when one fails.
    failFast: false,
    tasks: units.map((unit) => ({
      name: unit.name,
      template: 'unit',
      arguments: { parameters: [{ name: 'template', value: unitTemplate(unit.name) }] },
      ...dependsOn(unit.after.filter((one) => units.some(({ name: other }) => other === one))),
    })),
  },
});

const approval = (wave: number): string => `approve-wave-${wave + 1}`;

/** The workflow of the whole fleet: wave after wave, and before each somebody who says yes. A failed unit keeps the next one closed. */
function fleetObject(run: TrustedRun, units: readonly FleetUnit[]): object {
  const waves = [...new Set(units.map(({ wave }) => wave))].sort((a, b) => a - b);
  const parts = waves.flatMap((wave) =>
    partsOf(units, wave).map((part, index) => ({
      name: `wave-${wave + 1}-part-${index + 1}`,
      wave,
      index,
      units: part,
    })),
  );
  const chain = parts.flatMap(({ name, wave, index }) => [
    ...(index === 0 ? [{ name: approval(wave), template: 'approve' }] : []),
    { name, template: name },
  ]);
  return workflowObject(
    { name: fleetName(run), namespace: argoNamespace(run) },
    { repository: run.environment.config.gitops.repository, revision: run.environment.config.gitops.revision },
    {
      parallelism: fleetLimits.sites,
      synchronization: { mutexes: [{ name: `evenkeel-${run.environment.name}` }] },
      templates: [
        {
          name: 'main',
          dag: {
            tasks: chain.map((task, index) => ({
              ...task,
              ...dependsOn(chain.slice(Math.max(0, index - 1), index).map(({ name }) => name)),
            })),
          },
        },
        ...parts.map((part) => partTemplate(part.name, part.units)),
        { name: 'approve', suspend: {} },
        childTemplate(run),
      ],
    },
  );
}

/** A whole fleet as workflows: one that starts one for each site, as a single one of hundreds of sites would not fit into etcd. */
export function fleetObjects(run: TrustedRun, graph: StackGraph): object[] {
  const sites = deployOrder(run.environment);
  const units = fleetPlan(graph, fleetWaves(sites.map(({ name }) => name)));
  const accounts = [...new Set(sites.map((site) => accountOf(site).id))].sort();
  return [
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: limitsName(run), namespace: argoNamespace(run) },
      data: Object.fromEntries(accounts.map((account) => [account, String(fleetLimits.sitesOfAccount)])),
    },
    fleetObject(run, units),
    ...units.map((unit) => unitObject(run, unit, unit.site === undefined ? oneOfEach(run.environment) : sites)),
  ];
}
