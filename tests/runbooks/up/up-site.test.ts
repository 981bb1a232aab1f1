import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type SiteStack, StackFailure } from '../../../delivery/pulumi/site-stack';
import { Journal } from '../../../runbooks/engine/journal';
import { lastGoodTree } from '../../../runbooks/up/kept-release';
import { deliverSite, takeDownSite, type UpSite } from '../../../runbooks/up/up-site';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'up-site-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** A tree with one ConfigMap, whose name tells releases apart. */
function treeOf(name: string): string {
  const tree = join(root, 'dist');
  rmSync(tree, { recursive: true, force: true });
  const write = (path: string, object: object): void => {
    mkdirSync(join(tree, path, '..'), { recursive: true });
    writeFileSync(join(tree, path), JSON.stringify(object));
  };
  write('k8s/50-tracking/configmap.yaml', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });
  write('gitops/application-tracking.yaml', {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name: 'tracking', annotations: { 'argocd.argoproj.io/sync-wave': '50' } },
    spec: { project: 'site', source: { path: 'dist/local/local/k8s/50-tracking' } },
  });
  return tree;
}

/** Pulumi, as the procedure sees it: what is asked of it, and what it answers. */
function simulated(fails: (delivered: string, call: number) => StackFailure | undefined = () => undefined) {
  const asked: string[] = [];
  let program = '';
  const stack: SiteStack = {
    formerTypes: async () => new Map(),
    mend: async (wanted) => {
      asked.push(`mend ${[...wanted].join()}`);
    },
    preview: async () => ({ create: 1 }),
    up: async () => {
      asked.push(`up ${program}`);
      const failure = fails(program, asked.length);
      if (failure) throw failure;
      return { create: 1 };
    },
    destroy: async () => {
      asked.push('destroy');
      return { delete: 1 };
    },
    forgetGone: async (present) => {
      asked.push(`forgetGone ${[...present].join()}`);
    },
    keepNothing: async () => {
      asked.push('keepNothing');
    },
    forget: async () => {
      asked.push('forget');
    },
    unlock: async () => {
      asked.push('unlock');
    },
  };
  const site = (name: string, more: Partial<UpSite> = {}): UpSite => ({
    site: 'local',
    tree: treeOf(name),
    folder: join(root, 'kept'),
    stack,
    connection: { kubeconfig: 'k' },
    isProtected: false,
    platform: false,
    isOwnState: true,
    journal: new Journal(join(root, 'kept', 'journal.jsonl')),
    programOf: async ({ waves }) => {
      program = waves.flatMap(({ objects }) => objects.map(({ metadata }) => metadata.name)).join();
      return async () => undefined;
    },
    ...more,
  });
  return { asked, site };
}

const refuses = (bad: string) => (delivered: string) =>
  delivered === bad ? new StackFailure(`${bad}: it is refused`, false) : undefined;

describe('a delivery', () => {
  it('that is whole is kept as what is gone back to', async () => {
    const { site } = simulated();
    const one = site('one');
    await deliverSite(one);
    const kept = join(lastGoodTree(one.folder) ?? '', 'k8s/50-tracking/configmap.yaml');
    expect(readFileSync(kept, 'utf8')).toContain('"one"');
    expect(one.journal.last()).toMatchObject({ step: 'delivered', changes: { create: 1 } });
  });

  it('that fails goes back to the last good one, and says so', async () => {
    const { asked, site } = simulated(refuses('bad'));
    await deliverSite(site('good'));
    const bad = site('bad');
    await expect(deliverSite(bad, { rollback: true })).rejects.toMatchObject({
      code: 'PULUMI_FAILED',
      place: 'local',
      message: 'bad: it is refused',
      fix: expect.stringContaining('the release before is delivered again'),
    });
    expect(asked.filter((one) => one.startsWith('up'))).toEqual(['up good', 'up bad', 'up good']);
    expect(bad.journal.entries().map(({ step }) => step)).toEqual(['delivered', 'failed', 'rolled-back']);
  });

  it('that fails stays as it is where nobody asks to go back, and is not kept', async () => {
    const { asked, site } = simulated(refuses('bad'));
    await expect(deliverSite(site('bad'))).rejects.toMatchObject({ code: 'PULUMI_FAILED' });
    expect(asked.filter((one) => one.startsWith('up'))).toEqual(['up bad']);
    expect(lastGoodTree(join(root, 'kept'))).toBeUndefined();
  });

  it('has nothing to go back to the first time', async () => {
    const { site } = simulated(refuses('bad'));
    await expect(deliverSite(site('bad'), { rollback: true })).rejects.toMatchObject({
      fix: expect.stringContaining('none to go back to'),
    });
  });

  it('tells both failures where going back fails, too', async () => {
    let first = true;
    const { site } = simulated(() => {
      if (!first) return new StackFailure('the API server is gone', false);
      first = false;
      return undefined;
    });
    await deliverSite(site('good'));
    await expect(deliverSite(site('bad'), { rollback: true })).rejects.toMatchObject({
      message: 'the API server is gone; and going back failed: the API server is gone',
    });
  });

  it('goes on behind a run that was killed and has left its lock in a state of this machine', async () => {
    let locked = true;
    const held = () => {
      const failure = locked ? new StackFailure('the stack is currently locked', true) : undefined;
      locked = false;
      return failure;
    };
    const { asked, site } = simulated(held);
    await deliverSite(site('one'));
    expect(asked.slice(1)).toEqual(['up one', 'unlock', 'up one']);
  });

  it('leaves the lock of others alone where the state is shared', async () => {
    const { asked, site } = simulated(() => new StackFailure('the stack is currently locked', true));
    const shared = site('one', { isOwnState: false });
    await expect(deliverSite(shared, { rollback: true })).rejects.toMatchObject({ code: 'PULUMI_LOCKED' });
    expect(asked).not.toContain('unlock');
  });

  it('keeps the release before when it is killed while the new one is put in its place', async () => {
    const { site } = simulated();
    const one = site('one');
    await deliverSite(one);
    const kept = join(one.folder, 'last-good');
    renameSync(kept, `${kept}.old`);
    expect(lastGoodTree(one.folder)).toBe(kept);
    expect(existsSync(kept)).toBe(true);
  });
});

describe('taking a site down', () => {
  it.each([
    ['keep-data', ['destroy']],
    ['with-data', ['keepNothing', 'destroy']],
    ['leave', ['forget']],
  ] as const)('%s', async (leaving, expected) => {
    const { asked, site } = simulated();
    const one = site('one');
    await takeDownSite(one, leaving);
    expect(asked).toEqual(expected);
    expect(one.journal.last()).toMatchObject({ step: 'destroyed', says: leaving });
  });
});
