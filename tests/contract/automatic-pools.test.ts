import type { KubernetesFacts, NodeObject } from '../../constructs/contracts';
import { pool as poolBinder } from '../../constructs/in-cluster/pool';
import { automaticPools, type CloudSite, poolLabel, steadyPools } from '../../environments/model';
import { checkParity } from '../../policies/parity';
import { promises } from '../../policies/promises';
import type { PoolNeed } from '../../services';
import { automaticWords, eachAutomaticSite } from '../fixtures/automatic-sites';
import { type SynthesizedSite, synthesizeSite } from '../fixtures/synthesize';

interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: string;
}

/** What a cloud's object says of the machines it makes, in the words that pods use. */
interface Machines {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly types: readonly string[];
}

interface Karpenter {
  readonly template: {
    readonly metadata: { readonly labels: Record<string, string> };
    readonly spec: {
      readonly taints?: readonly Taint[];
      readonly requirements: readonly { readonly key: string; readonly values: readonly string[] }[];
    };
  };
}

interface ComputeClass {
  readonly nodePoolConfig: { readonly nodeLabels: Record<string, string>; readonly taints?: readonly Taint[] };
  readonly priorities: readonly { readonly machineType: string }[];
}

const readers: Readonly<Record<string, (object: NodeObject) => Machines>> = {
  NodePool: ({ metadata, spec }) => {
    const { template } = spec as unknown as Karpenter;
    return {
      name: metadata.name,
      labels: template.metadata.labels,
      taints: template.spec.taints ?? [],
      types: template.spec.requirements.find(({ key }) => key === 'node.kubernetes.io/instance-type')?.values ?? [],
    };
  },
  ComputeClass: ({ metadata, spec }) => {
    const { nodePoolConfig, priorities } = spec as unknown as ComputeClass;
    return {
      name: metadata.name,
      // GKE labels machines with the name of their class.
      labels: { ...nodePoolConfig.nodeLabels, 'cloud.google.com/compute-class': metadata.name },
      taints: nodePoolConfig.taints ?? [],
      types: priorities.map(({ machineType }) => machineType),
    };
  },
};

const machinesIn = ({ nodeObjects = [] }: KubernetesFacts): Machines[] =>
  nodeObjects.flatMap((object) => readers[object.kind]?.(object) ?? []);

const bind = (site: CloudSite, need: Partial<PoolNeed> & Pick<PoolNeed, 'purpose'>) =>
  poolBinder.bind({
    site,
    service: 'any',
    namespace: 'any',
    name: 'pool',
    need: { kind: 'pool', gpus: 0, ...need } as PoolNeed,
  });

describe.each(eachAutomaticSite())('the contract of automatic pools on %s', (_cloud, site) => {
  let built: SynthesizedSite;
  let machines: Machines[];
  beforeAll(async () => {
    built = await synthesizeSite(site);
    machines = machinesIn(built.model.kubernetes);
  });

  it('breaks no promise, and keeps those of machines that are made for pods', () => {
    const { stacks, manifests } = built;
    const results = checkParity({ stacks, manifests }, built.model.evidence, promises(site));
    expect(results.filter(({ status }) => status === 'broken')).toEqual([]);
    for (const capability of ['cluster.automatic-pools', 'cluster.made-machines', 'cluster.gpu-pool']) {
      expect(results).toContainEqual(expect.objectContaining({ capability, status: 'kept' }));
    }
  });

  it('has one pool of one machine type left, which always has as many machines', () => {
    expect(steadyPools(site).map(({ name, minNodes, maxNodes }) => [name, minNodes, maxNodes])).toEqual([
      ['system', 3, 3],
    ]);
    expect(built.text).not.toMatch(/"(auto_scaling_enabled|cluster-autoscaler)": (true|")/);
  });

  it.each([
    ['spot', { purpose: 'spot' as const }],
    ['gpu', { purpose: 'gpu' as const, gpus: 1 }],
  ])(
    'a pod that asks for the %s pool finds machines with the labels it wants and taints it tolerates',
    (name, need) => {
      const { nodeSelector, tolerations } = bind(site, need);
      const found = machines.filter(({ labels }) =>
        Object.entries(nodeSelector).every(([key, value]) => labels[key] === value),
      );
      expect(found.map((made) => made.name)).toEqual([name]);
      expect(nodeSelector[poolLabel]).toBe(name);
      for (const taint of found.flatMap(({ taints }) => taints)) {
        expect(tolerations).toContainEqual({ ...taint, operator: 'Equal' });
      }
      expect(found.flatMap(({ taints }) => taints)).toEqual([{ key: poolLabel, value: name, effect: 'NoSchedule' }]);
    },
  );

  it('a pod without a wish lands on untainted machines of the general pool only', () => {
    const open = machines.filter(({ taints }) => taints.length === 0);
    expect(open.map(({ labels }) => labels[poolLabel])).toEqual(['general']);
  });

  it('takes machine types that the environment allows, and no other', () => {
    for (const { labels, types } of machines) {
      const pool = automaticPools(site).find(({ name }) => name === labels[poolLabel]);
      expect(types.length).toBeGreaterThan(0);
      expect(pool?.automatic.machines.map(({ type }) => type)).toEqual(expect.arrayContaining([...types]));
      expect(types[0]).toBe(pool?.machineType);
    }
  });

  it('says the same twice, and names nothing that is known later', async () => {
    const again = await synthesizeSite(site);
    expect(again.model.kubernetes).toEqual(built.model.kubernetes);
    expect(JSON.stringify(built.model.kubernetes.nodeObjects)).not.toMatch(/TfToken|\$\{/);
  });
});

test('the same words mean the same pools on every cloud', () => {
  const shapes = eachAutomaticSite({
    ...automaticWords,
    general: { maxNodes: 5, automatic: { families: ['general', 'memory'], maxVcpus: 64, consolidateAfterMinutes: 30 } },
  }).map(([, site]) =>
    automaticPools(site).map(({ name, labels, taints, automatic }) => ({
      name,
      labels,
      taints,
      vcpus: automatic.limits.vcpus,
      sizes: name === 'gpu' ? [] : [...new Set(automatic.machines.map(({ machine }) => machine.vcpus))],
      consolidation: [automatic.consolidation, automatic.consolidateAfterMinutes],
    })),
  );
  const [first, ...others] = shapes.map((pools) => pools.filter(({ name }) => name !== 'gpu'));
  for (const other of others) expect(other).toEqual(first);
  expect(first?.[0]).toMatchObject({ vcpus: 64, sizes: [4, 8, 16], consolidation: ['when-underused', 30] });
});
