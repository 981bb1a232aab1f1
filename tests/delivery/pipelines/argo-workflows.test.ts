import { loadAll } from 'js-yaml';
import { fleetObjects, objectLimitBytes } from '../../../delivery/pipelines/argo-fleet';
import { argoWorkflows } from '../../../delivery/pipelines/argo-workflows';
import { deliveryPipelines } from '../../../delivery/pipelines/delivery-pipelines';
import { drilled } from './delivered-environments';
import { hundredsOfSites } from './hundreds-of-sites';

interface Template {
  readonly name: string;
  readonly serviceAccountName?: string;
  readonly container?: { readonly image: string; readonly args: readonly string[] };
  readonly dag?: {
    readonly tasks: readonly { readonly name: string; readonly template: string; readonly depends?: string }[];
  };
  readonly volumes?: readonly object[];
  readonly synchronization?: { readonly mutexes: readonly { readonly name: string }[] };
}
interface Workflow {
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly templates: readonly Template[];
    readonly parallelism?: number;
    readonly synchronization?: object;
  };
}

const pipelines = deliveryPipelines([drilled('argo-workflows')], argoWorkflows);
const files = argoWorkflows.render(pipelines, [drilled('argo-workflows')]);
const objects = Object.values(files).flatMap((text) => loadAll(text) as Workflow[]);
const templates = objects.filter(({ kind }) => kind === 'WorkflowTemplate');
const pods = templates.flatMap(({ spec }) => spec.templates).filter(({ container }) => container);

it('runs every schedule, never twice at once', () => {
  const crons = objects.filter(({ kind }) => kind === 'CronWorkflow');
  expect(crons.map(({ metadata }) => metadata.name)).toEqual([
    'drift-prod',
    'drill-prod-cluster-loss',
    'drill-prod-bucket-copy',
  ]);
  for (const { spec } of crons) expect(spec).toMatchObject({ timezone: 'Etc/UTC', concurrencyPolicy: 'Forbid' });
});

it('gives tokens of a cloud to accounts that it trusts, and none to what only looks at files', () => {
  for (const { serviceAccountName, volumes } of pods) {
    const tokens = JSON.stringify(volumes).includes('serviceAccountToken');
    expect(tokens).toBe(serviceAccountName !== 'evenkeel-check');
  }
  expect(new Set(pods.map(({ serviceAccountName }) => serviceAccountName))).toEqual(
    new Set(['evenkeel-check', 'prod-plan', 'prod-apply']),
  );
});

it('hands no parameter to a script', () => {
  for (const { container } of pods) expect(container?.args.join('\n')).not.toContain('{{');
});

it('names accounts that it makes, in the place that the clouds trust', () => {
  const made = objects.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata);
  expect(made).toEqual(
    ['evenkeel-check', 'prod-plan', 'prod-apply'].map((name) => ({ name, namespace: 'evenkeel-delivery' })),
  );
});

describe('a fleet of 300 sites', () => {
  const { run, graph } = hundredsOfSites(300);
  const fleet = fleetObjects(run, graph) as Workflow[];
  const bytes = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));
  const [whole] = fleet.filter(({ metadata }) => metadata.name === 'fleet-prod');
  const units = fleet.filter(({ metadata }) => metadata.name.startsWith('unit-'));

  it('fits into etcd, with room for what becomes of each task', () => {
    const graphs = (whole?.spec.templates ?? []).flatMap(({ dag }) => (dag ? [dag.tasks] : []));
    // Argo Workflows takes no more in one graph.
    for (const graph of graphs) expect(graph.length).toBeLessThanOrEqual(200);
    const tasks = graphs.flat();
    expect(tasks.length).toBeGreaterThan(300);
    // A node of a status takes about 1 KiB.
    expect(bytes(whole) + tasks.length * 1024).toBeLessThan(objectLimitBytes);
    for (const unit of units) expect(bytes(unit)).toBeLessThan(objectLimitBytes / 8);
  });

  it('would not fit as one workflow', () => {
    const pods = units.reduce((sum, { spec }) => sum + spec.templates.length, 0);
    expect(bytes(units) + pods * 1024).toBeGreaterThan(objectLimitBytes);
  });

  it('starts only templates that there are, and names only tasks that there are', () => {
    const names = new Set(units.map(({ metadata }) => metadata.name));
    expect(
      JSON.stringify(whole)
        .match(/"unit-[\w-]+"/g)
        ?.every((name) => names.has(name.slice(1, -1))),
    ).toBe(true);
    for (const { spec } of fleet.filter(({ kind }) => kind === 'WorkflowTemplate')) {
      const graphs = spec.templates.flatMap(({ dag }) => (dag ? [dag.tasks] : []));
      for (const tasks of graphs) {
        const known = new Set(tasks.map(({ name }) => name));
        for (const { depends = '' } of tasks) {
          for (const one of depends.split(' && ').filter(Boolean))
            expect(known).toContain(one.replace(/\.Succeeded$/, ''));
        }
      }
    }
  });

  it('holds every state for itself, and asks before each wave', () => {
    const mutexes = units
      .flatMap(({ spec }) => spec.templates)
      .flatMap(({ synchronization }) => synchronization?.mutexes ?? []);
    expect(new Set(mutexes.map(({ name }) => name)).size).toBe(300 * 5 + 1);
    expect(whole?.spec.parallelism).toBe(20);
    const approvals = whole?.spec.templates[0]?.dag?.tasks.filter(({ template }) => template === 'approve') ?? [];
    expect(
      approvals.map(({ name, depends = '' }) => [name, depends === '' ? 0 : depends.split(' && ').length > 0]),
    ).toEqual([
      ['approve-wave-1', 0],
      ['approve-wave-2', true],
      ['approve-wave-3', true],
    ]);
    for (const unit of units) expect(unit.spec.synchronization).toBeDefined();
  });
});
