import { chaosSchedule } from '../../../charts/chaos/chaos-chart';
import type { WorkflowTemplate } from '../../../charts/chaos/chaos-kinds';
import { burnsQuery } from '../../../charts/chaos/stop-condition';
import type { ChaosExperiment } from '../../../environments/schema/chaos-schema';
import { monitoring, serving, tracking } from '../../../services';
import { chaosExperiments } from '../../fixtures/chaos-experiments';
import { parseExpression } from '../monitoring/metric-names';
import { renderManaged } from '../site-rendering';

const everybody = ['serving', 'tracking'];
const templatesOf = (experiment: ChaosExperiment): readonly WorkflowTemplate[] =>
  chaosSchedule(experiment, everybody).spec.workflow.templates;
const stepOf = (experiment: ChaosExperiment, name: string): WorkflowTemplate => {
  const step = templatesOf(experiment).find((one) => one.name === name);
  if (!step) throw new Error(name);
  return step;
};
const faultOf = (kind: ChaosExperiment['fault']['kind']) => {
  const experiment = chaosExperiments.find(({ fault }) => fault.kind === kind);
  if (!experiment) throw new Error(kind);
  return stepOf(experiment, 'fault');
};

describe.each(chaosExperiments.map((one) => [one.fault.kind, one] as const))('an experiment with %s', (_kind, one) => {
  it('begins only while nothing burns, and is watched for as long as it lasts', () => {
    expect(stepOf(one, 'experiment')).toMatchObject({ templateType: 'Serial', children: ['nothing-burns', 'tried'] });
    expect(stepOf(one, 'tried')).toMatchObject({ templateType: 'Parallel', children: ['fault', 'stop-condition'] });
    expect(stepOf(one, 'nothing-burns')).toMatchObject({
      abortWithStatusCheck: true,
      statusCheck: { mode: 'Synchronous', failureThreshold: 1 },
    });
    expect(stepOf(one, 'stop-condition')).toMatchObject({
      abortWithStatusCheck: true,
      deadline: '10m',
      statusCheck: { mode: 'Continuous', failureThreshold: 1, http: { criteria: { statusCode: '200' } } },
    });
  });

  it('ends by a deadline of its own, whoever watches', () => {
    expect(stepOf(one, 'fault').deadline).toBe('10m');
    for (const { deadline } of templatesOf(one)) expect(deadline).toMatch(/^\d+m$/);
  });

  it('never touches what watches', () => {
    expect(JSON.stringify(stepOf(one, 'fault'))).not.toContain(monitoring.namespace);
  });
});

it('breaks what was asked for', () => {
  expect(faultOf('pod-kill')).toMatchObject({
    podChaos: {
      action: 'pod-kill',
      mode: 'fixed-percent',
      value: '50',
      selector: { namespaces: [tracking.namespace] },
    },
  });
  expect(faultOf('latency')).toMatchObject({
    networkChaos: {
      action: 'delay',
      delay: { latency: '500ms' },
      selector: { namespaces: [serving.namespace] },
      target: { selector: { namespaces: [tracking.namespace] } },
    },
  });
  expect(faultOf('partition')).toMatchObject({ networkChaos: { action: 'partition', direction: 'both' } });
  expect(faultOf('zone-loss')).toMatchObject({
    networkChaos: {
      externalTargets: ['0.0.0.0/0'],
      selector: { namespaces: everybody, nodeSelectors: { 'topology.kubernetes.io/zone': 'eu-west-1b' } },
    },
  });
  expect(faultOf('node-loss')).toMatchObject({ networkChaos: { selector: { nodes: ['ip-10-0-0-1.internal'] } } });
  expect(faultOf('spot-reclaim')).toMatchObject({
    podChaos: { gracePeriod: 30, selector: { nodeSelectors: { 'evenkeel.dev/pool': 'spot' } } },
  });
});

it('asks Prometheus by PromQL', () => {
  expect(parseExpression(burnsQuery('model-monitoring'))).toEqual({ metrics: ['ALERTS'], valid: true });
});

const services = {
  tracking: tracking.config.parse({}),
  monitoring: monitoring.config.parse({}),
};

it('stands on a site that asks for it, with who makes faults, and nowhere else', () => {
  const kindsOf = (chaos?: readonly ChaosExperiment[]): string[] =>
    renderManaged({ services, ...(chaos ? { chaos } : {}) })
      .filter(({ manifest }) => JSON.stringify(manifest).includes('chaos-mesh'))
      // What GitOps may install is the catalogue, whatever a site has of it.
      .filter(({ manifest }) => !manifest.metadata.name.startsWith('evenkeel-gitops-'))
      .map(({ manifest: { kind, metadata } }) => `${kind} ${metadata.name}`);
  expect(kindsOf()).toEqual([]);
  const found = kindsOf(chaosExperiments);
  expect(found.filter((name) => name.startsWith('Schedule '))).toHaveLength(chaosExperiments.length);
  expect(found).toEqual(
    expect.arrayContaining(['Application chaos-mesh', 'NetworkPolicy kube-prometheus-stack-prometheus']),
  );
});
