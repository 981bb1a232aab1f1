import fc from 'fast-check';
import type { EnvironmentInput } from '../../../environments/schema';
import { minorOf } from '../../../policies/upgrades/minor';
import { planUpgrade } from '../../../policies/upgrades/plan-upgrade';
import type { UpgradeInput, WantedUpgrades } from '../../../policies/upgrades/upgrade-input';
import { inOrder, type UpgradeStep } from '../../../policies/upgrades/upgrade-step';
import { adoptedEnvironment, clusterInputs } from '../../fixtures/adopted-sites';
import { environmentInput } from '../../fixtures/environment';
import { deployment, kafkaObject, upgradeInput } from './upgrade-input';

const [aws, google, azure] = ['test-aws-eu-west-1', 'test-google-europe-west1', 'test-azure-westeurope'];
const plan = (wanted: Partial<WantedUpgrades>, more: Parameters<typeof upgradeInput>[1] = {}) =>
  planUpgrade(upgradeInput(wanted, more), 'environments/test.ts');
const codes = (wanted: Partial<WantedUpgrades>, more: Parameters<typeof upgradeInput>[1] = {}) =>
  plan(wanted, more).findings.map(({ code }) => code);
const place = (steps: readonly UpgradeStep[], id: string): number => {
  const at = steps.findIndex((step) => step.id === id);
  if (at === -1) throw new Error(`no ${id} in ${steps.map((step) => step.id).join(', ')}`);
  return at;
};
const inTurn = (steps: readonly UpgradeStep[], ids: readonly string[]): void => {
  const at = ids.map((id) => place(steps, id));
  expect(at).toEqual([...at].sort((a, b) => a - b));
};

describe('Kubernetes', () => {
  it('goes one minor version at a time, standbys first, machines after their control plane', () => {
    const { steps, findings } = plan({ kubernetes: '1.36' });
    expect(findings).toEqual([]);
    inTurn(steps, [
      'state-1-35',
      `control-plane-${google}-1-35`,
      `machines-${google}-1-35`,
      `soak-${google}-1-35`,
      `control-plane-${azure}-1-35`,
      `control-plane-${aws}-1-35`,
      `soak-${aws}-1-35`,
      'state-1-36',
      `control-plane-${google}-1-36`,
      `control-plane-${aws}-1-36`,
    ]);
  });

  it('backs the cluster up before its control plane', () => {
    const recovery = { tier: 'warm-standby' as const, rpoMinutes: 240, rtoMinutes: 1440 };
    const { steps } = plan({ kubernetes: '1.35' }, { overrides: { services: { tracking: {} }, recovery } });
    const backups = steps.filter(({ id }) => id.startsWith('backup-'));
    expect(backups).not.toEqual([]);
    for (const { id, site } of backups) {
      expect(steps.find((step) => step.id === `control-plane-${site}-1-35`)?.after).toContain(id);
    }
  });

  it('does nothing where it is there already', () => expect(plan({ kubernetes: '1.34' }).steps).toEqual([]));

  it('refuses to go back, and says what the way back is', () => {
    const { steps, findings } = plan({ kubernetes: '1.33' });
    expect(steps).toEqual([]);
    expect(findings).toMatchObject([{ code: 'UPGRADE_DOWNGRADE', fix: expect.stringContaining('fail over') }]);
  });

  it('refuses a version that a cloud lacks, and one on the way whose support is over', () => {
    expect(codes({ kubernetes: '1.37' })).toContain('KUBERNETES_VERSION');
    expect(codes({ kubernetes: '1.36' }, { asOf: '2029-01-01' })).toContain('KUBERNETES_SUPPORT');
    expect(codes({ kubernetes: '1.36' })).toEqual([]);
  });

  it('refuses a version that a pinned operator does not support', () => {
    expect(codes({ kubernetes: '1.37' })).toContain('VERSION_PAIR');
  });

  it('names the price of extended support, and that there is none', () => {
    const text = plan({ kubernetes: '1.35' }).warnings.join('\n');
    expect(text).toContain('0.50 USD an hour');
    expect(text).toContain('nothing can be bought after it');
  });

  it('waits for environments that come before', () => {
    const earlier = [{ name: 'dev', kubernetesVersion: '1.34' }];
    expect(codes({ kubernetes: '1.35' }, { earlier })).toEqual(['UPGRADE_ORDER']);
    const ready = plan({ kubernetes: '1.35' }, { earlier: [{ name: 'dev', kubernetesVersion: '1.35' }] });
    expect(ready.findings).toEqual([]);
    expect(ready.steps[0]?.id).toBe('tried-dev');
    expect(ready.steps[1]?.after).toEqual(['tried-dev']);
  });

  it('holds objects of the site and of others against it', () => {
    const old = { apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', metadata: { name: 'web' } };
    expect(codes({ kubernetes: '1.35' }, { objects: [{ of: 'x.yaml', object: old }] })).toContain('API_REMOVED');
  });

  it('moves a cluster of its own by its stack, and leaves an adopted one to its owner', () => {
    const commandsOf = (overrides: Partial<EnvironmentInput>) =>
      plan({ kubernetes: '1.35' }, { overrides }).steps.find(({ id }) => id === `control-plane-${aws}-1-35`)?.commands;
    expect(commandsOf({})).toContain(`evenkeel deploy test --site ${aws} --stack cluster`);
    const { operatorCidrs, sites } = adoptedEnvironment(clusterInputs);
    expect(commandsOf({ operatorCidrs, sites })).toEqual(['# the owner of the cluster does it']);
  });
});

describe('a freeze', () => {
  const maintenance = { freezes: [{ from: '2026-11-20', until: '2026-11-25', reason: 'sale' }] };
  it('holds what would begin in it', () => {
    expect(codes({ kubernetes: '1.35' }, { overrides: { maintenance } })).toEqual(['UPGRADE_FROZEN']);
  });
  it('is told of where it comes before the end', () => {
    const { findings, warnings } = plan({ kubernetes: '1.35' }, { overrides: { maintenance }, asOf: '2026-11-18' });
    expect(findings).toEqual([]);
    expect(warnings).toContainEqual(expect.stringContaining('a freeze begins on 2026-11-20'));
  });
  it('is nothing once it is over', () => {
    const later = plan({ kubernetes: '1.35' }, { overrides: { maintenance }, asOf: '2026-11-25' });
    expect(later.findings).toEqual([]);
    expect(later.warnings.join()).not.toContain('freeze');
  });
});

describe('operators', () => {
  const recorded = (chart: string, stored: readonly string[] = ['v1']) => ({
    strimzi: { chart, kinds: { 'kafka.strimzi.io/Kafka': { served: stored, stored } } },
  });
  it('stores objects anew before the definition that lacks their version', () => {
    const { steps, findings } = plan(
      { operators: [{ name: 'strimzi' }] },
      { recorded: recorded('0.50.0', ['v1beta2', 'v1']) },
    );
    expect(findings).toEqual([]);
    inTurn(steps, [
      `store-kafka-strimzi-io-kafka-${google}`,
      `store-kafka-strimzi-io-kafka-${aws}`,
      'lock-strimzi',
      `watch-strimzi-${google}`,
      `watch-strimzi-${aws}`,
    ]);
    expect(steps.find(({ id }) => id === 'lock-strimzi')?.commands[0]).toBe(
      'evenkeel lock test --migrated kafka.strimzi.io/Kafka@v1beta2',
    );
  });
  it('stops where no version stays', () => {
    expect(codes({ operators: [{ name: 'strimzi' }] }, { recorded: recorded('0.45.1', ['v1beta2']) })).toEqual([
      'VERSION_DROPPED',
    ]);
  });
  it('refuses a release that does not run the Kafka that there is', () => {
    const objects = [kafkaObject(aws, '4.1.0', '4.1-IV1')];
    const [finding] = plan({ operators: [{ name: 'strimzi' }] }, { objects, recorded: recorded('0.48.0') }).findings;
    expect(finding).toMatchObject({ code: 'VERSION_PAIR', allowed: ['0.48.0', '0.49.1', '0.50.0'] });
  });
  it('refuses what runs nowhere, what nobody knows, and an older one', () => {
    expect(codes({ operators: [{ name: 'nothing' }] })).toEqual(['UPGRADE_UNKNOWN']);
    expect(codes({ operators: [{ name: 'strimzi', version: '9.0.0' }] }, { recorded: recorded('1.2.0') })).toEqual([
      'UPGRADE_UNKNOWN',
    ]);
    expect(codes({ operators: [{ name: 'strimzi', version: '1.0.0' }] }, { recorded: recorded('1.2.0') })).toEqual([
      'UPGRADE_DOWNGRADE',
    ]);
  });
  it('does nothing twice', () => {
    expect(plan({ operators: [{ name: 'strimzi' }] }, { recorded: recorded('1.2.0') }).steps).toEqual([]);
  });
  it('come before Kubernetes', () => {
    const { steps } = plan({ operators: [{ name: 'strimzi' }], kubernetes: '1.35' }, { recorded: recorded('1.0.0') });
    inTurn(steps, [`watch-strimzi-${aws}`, 'state-1-35']);
    expect(steps.find(({ id }) => id === 'state-1-35')?.after).toEqual([`watch-strimzi-${aws}`]);
  });
});

describe('Kafka', () => {
  it('rolls binaries first, and finalises metadata.version as a step of its own', () => {
    const { steps, findings } = plan({ kafka: '4.3.1' });
    expect(findings).toEqual([]);
    inTurn(steps, [
      `ready-kafka-${google}`,
      `roll-kafka-${google}`,
      `watch-kafka-${google}`,
      `finalise-kafka-${google}`,
      `roll-kafka-${aws}`,
    ]);
    expect(steps.find(({ id }) => id === `finalise-kafka-${aws}`)).toMatchObject({ pointOfNoReturn: true });
    expect(steps.find(({ id }) => id === `roll-kafka-${aws}`)).not.toHaveProperty('pointOfNoReturn');
  });
  it('finalises nothing within one minor version', () => {
    const { steps } = plan({ kafka: '4.3.1' }, { objects: [kafkaObject(aws, '4.3.0', '4.3-IV0')] });
    expect(steps.map(({ id }) => id)).toEqual([`ready-kafka-${aws}`, `roll-kafka-${aws}`]);
  });
  it('refuses a version that the operator does not run, and an older one', () => {
    expect(codes({ kafka: '4.9.0' })).toEqual(['VERSION_PAIR']);
    expect(codes({ kafka: '4.2.0' }, { objects: [kafkaObject(aws, '4.3.1', '4.3-IV0')] })).toEqual([
      'UPGRADE_DOWNGRADE',
    ]);
    expect(codes({ kafka: '4.3.1' }, { objects: [], overrides: { services: { tracking: {} } } })).toEqual([
      'UPGRADE_UNKNOWN',
    ]);
  });
  it('refuses to leave a version that the operator does not run either', () => {
    const objects = [kafkaObject(aws, '4.1.0', '4.1-IV1')];
    expect(codes({ kafka: '4.3.1' }, { objects })).toEqual(['VERSION_PAIR']);
  });
  it('says in whose hands a managed one is', () => {
    expect(plan({ kafka: '4.3.1' }, { objects: [] }).warnings).toHaveLength(3);
  });
});

describe('PostgreSQL', () => {
  it('backs up, upgrades and counts anew, one database after the other, those of standbys first', () => {
    const { steps, findings } = plan({ postgres: 17 });
    expect(findings).toEqual([]);
    const ofOne = (site: string) =>
      ['try', 'backup', 'upgrade', 'analyze', 'state'].map((what) => `${what}-databases-postgres-orders-${site}`);
    inTurn(steps, [...ofOne(google), ...ofOne(azure), ...ofOne(aws)]);
    const upgrade = steps.find(({ id }) => id === `upgrade-databases-postgres-orders-${aws}`);
    expect(upgrade).toMatchObject({ pointOfNoReturn: true, version: { from: '16', to: '17' } });
    expect(upgrade?.commands).toContain(`cloud upgrade ${aws} postgres-orders 17`);
    expect(steps.some(({ id }) => id.includes('tracking'))).toBe(false);
  });
  it('in the cluster: a backup by its operator, the version by Git, and a backup of the new version', () => {
    const sites = environmentInput({}).sites.map((site) => ({
      ...site,
      providers: { postgres: 'in-cluster' as const },
    }));
    const { steps } = plan({ postgres: 17 }, { overrides: { sites: sites as EnvironmentInput['sites'] } });
    const of = (what: string) =>
      steps.find(({ id }) => id === `${what}-databases-postgres-orders-${aws}`)?.commands.join('\n') ?? '';
    expect(of('backup')).toMatch(/"kind":"Backup".*before-17[\s\S]*=completed/);
    expect(of('upgrade')).toContain('majorVersion: 17');
    expect(of('upgrade')).toContain('pgDataImageInfo.majorVersion');
    // The operator stops the server by itself; GitOps has to run, or it would never hear of the version.
    expect(of('upgrade')).not.toMatch(/cloud upgrade|scale/);
    expect(of('analyze')).toMatch(/exec service\/.*-rw .*vacuumdb[\s\S]*after-17/);
    expect(of('state')).not.toContain('evenkeel deploy');
  });
  it('of a cloud: GitOps rests before servers are stopped, and works again once Git says the version', () => {
    const { steps } = plan({ postgres: 17 });
    const of = (what: string) =>
      steps.find(({ id }) => id === `${what}-databases-postgres-orders-${aws}`)?.commands ?? [];
    expect(of('upgrade')[0]).toMatch(/scale \S+ --replicas=0$/);
    expect(of('state').join('\n')).toMatch(/majorVersion: 17[\s\S]*--replicas=1/);
  });
  it('refuses a version that is not rendered, and an older one', () => {
    expect(codes({ postgres: 18 })).toEqual(['UPGRADE_UNKNOWN']);
    expect(codes({ postgres: 16 }, { overrides: { services: { tracking: {} } } })).toEqual(['UPGRADE_DOWNGRADE']);
    expect(plan({ postgres: 17 }, { overrides: { services: { tracking: {} } } }).warnings).toEqual([
      expect.stringContaining('already'),
    ]);
  });
});

describe('Airflow and MLflow', () => {
  const objects = [
    deployment(aws, 'orchestration', 'apache/airflow:3.3.1'),
    deployment(google, 'tracking', 'ghcr.io/mlflow/mlflow:v3.16.0-full'),
  ];
  it('drain, dump, migrate and go on', () => {
    const { steps, findings } = plan({ airflow: '3.3.2', mlflow: '3.17.0' }, { objects });
    expect(findings).toEqual([]);
    inTurn(steps, [
      `drain-airflow-${aws}`,
      `dump-airflow-${aws}`,
      `migrate-airflow-${aws}`,
      `go-on-airflow-${aws}`,
      `drain-mlflow-${google}`,
    ]);
    expect(steps.find(({ id }) => id === `migrate-mlflow-${google}`)?.version).toEqual({
      from: '3.16.0',
      to: '3.17.0',
    });
  });
  it('say honestly that a migration does not go back, and name no place-holder', () => {
    const { steps } = plan({ airflow: '3.3.2', mlflow: '3.17.0' }, { objects });
    const back = (name: string) => steps.find(({ id }) => id.startsWith(`migrate-${name}`));
    expect(back('mlflow')?.wayBack).toContain('no way to take a migration back');
    expect(back('airflow')?.wayBack).toContain('no way back for runs');
    for (const { pointOfNoReturn, commands } of [back('airflow'), back('mlflow')].flatMap((one) => (one ? [one] : [])))
      expect([pointOfNoReturn, commands.join().includes('<environment>')]).toEqual([true, false]);
  });
  it('rest GitOps before servers are stopped, and let it work again with the new version', () => {
    const { steps } = plan({ mlflow: '3.17.0' }, { objects });
    const of = (what: string) => steps.find(({ id }) => id === `${what}-mlflow-${google}`)?.commands ?? [];
    expect(of('drain')[0]).toMatch(/scale \S+ --replicas=0$/);
    expect(of('migrate')[0]).toContain('git add dist/test/');
    expect(of('migrate')[1]).toMatch(/scale \S+ --replicas=1$/);
  });
  it('are told of a major version', () => {
    expect(plan({ airflow: '4.0.0' }, { objects }).warnings.join()).toContain('Airflow 4 is another major version');
    expect(plan({ airflow: '3.9.0' }, { objects }).warnings.join()).not.toContain('another major version');
  });
  it('refuse to go back, and to be upgraded where they are not', () => {
    expect(codes({ airflow: '3.2.0' }, { objects })).toEqual(['UPGRADE_DOWNGRADE']);
    expect(codes({ mlflow: '3.17.0' }, { objects: [] })).toEqual(['UPGRADE_UNKNOWN']);
  });
});

describe('every plan', () => {
  const wanted = fc.record({
    kubernetes: fc.constantFrom(undefined, '1.34', '1.35', '1.36', '1.37'),
    kafka: fc.constantFrom(undefined, '4.2.0', '4.3.1'),
    postgres: fc.constantFrom(undefined, 16, 17, 18),
    operators: fc.subarray(['strimzi', 'cert-manager', 'external-secrets', 'nothing'].map((name) => ({ name }))),
    airflow: fc.constantFrom(undefined, '3.3.2'),
    mlflow: fc.constantFrom(undefined, '3.17.0'),
  });
  const objects = [...upgradeInput({}).objects, deployment(aws, 'tracking', 'ghcr.io/mlflow/mlflow:v3.16.0-full')];
  const base = upgradeInput({}, { objects });
  const planned = (one: UpgradeInput['wanted']) => planUpgrade({ ...base, wanted: one }, 'environments/test.ts');

  it('keeps its own order, moves no version by two minors, and says why and what the way back is', () => {
    fc.assert(
      fc.property(wanted, (one) => {
        const { steps } = planned(one as UpgradeInput['wanted']);
        const done = new Set<string>();
        for (const { id, kind, after, version, because, wayBack, doneWhen } of steps) {
          expect(after.filter((other) => !done.has(other))).toEqual([]);
          done.add(id);
          if (kind === 'kubernetes' && version) expect(minorOf(version.to) - minorOf(version.from)).toBe(1);
          expect([because[0], wayBack, doneWhen].every(Boolean)).toBe(true);
        }
        expect(done.size).toBe(steps.length);
      }),
      { numRuns: 60 },
    );
  });

  it('changes one site at a time: whatever changes a version waits for what changed it elsewhere', () => {
    const { steps } = planned({
      operators: [{ name: 'strimzi' }],
      kubernetes: '1.36',
      kafka: '4.3.1',
      postgres: 17,
      mlflow: '3.17.0',
    });
    const before = new Map<string, ReadonlySet<string>>();
    for (const { id, after } of steps)
      before.set(id, new Set(after.flatMap((other) => [other, ...(before.get(other) ?? [])])));
    const changing = steps.filter(({ site, version }) => site !== undefined && version !== undefined);
    for (const [index, { id }] of changing.slice(1).entries()) {
      expect([...(before.get(id) ?? [])]).toContain(changing[index]?.id);
    }
  });

  it('is the same every time', () => {
    const one = { operators: [{ name: 'strimzi' }], kubernetes: '1.36', postgres: 17 };
    expect(planned(one)).toEqual(planned(one));
  });
});

it('is told of steps that wait for each other', () => {
  const step = (id: string, after: readonly string[]): UpgradeStep => ({
    id,
    kind: 'kafka',
    title: id,
    because: ['x'],
    commands: [],
    doneWhen: 'x',
    wayBack: 'x',
    after,
  });
  expect(() => inOrder([step('a', ['b']), step('b', ['a'])])).toThrow('wait for each other');
  expect(inOrder([step('a', ['b']), step('b', [])]).map(({ id }) => id)).toEqual(['b', 'a']);
});
