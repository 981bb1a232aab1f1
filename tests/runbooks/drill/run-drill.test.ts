import type { Drill, DrillGround, Mechanism } from '../../../runbooks/drill/drill';
import { runDrill } from '../../../runbooks/drill/run-drill';
import { databaseSiteLoss } from '../../../runbooks/drill/scenarios/database-site-loss';

const scenario = { ...databaseSiteLoss, checks: ['fenced'] };
const options = {
  environment: 'test',
  releaseSha256: 'c'.repeat(64),
  promised: { rpoSeconds: 5, rtoSeconds: 5 },
  writeSeconds: 0.1,
  patienceSeconds: 0.3,
  controlPatienceSeconds: 0.1,
  pollMilliseconds: 20,
};

/** Two stores in memory; with the mechanism, every write is in both. */
class Stores implements DrillGround {
  private readonly primary: string[] = [];
  private readonly copy: string[] = [];
  private serving: string[] = this.primary;
  closed = false;

  constructor(private readonly copies: boolean) {}

  async startWriting(marker: string, acknowledged: (id: string) => void) {
    const write = () => {
      const id = `${marker}/${this.primary.length}`;
      this.primary.push(id);
      if (this.copies) this.copy.push(id);
      acknowledged(id);
    };
    write();
    const timer = setInterval(write, 10);
    return { stop: async () => clearInterval(timer) };
  }
  async lose() {
    this.serving = [];
  }
  async recover(done: (what: string) => void) {
    this.serving = this.copy;
    done('promoted the copy');
  }
  async read(marker: string) {
    const saw = this.serving.find((id) => id.startsWith(marker)) ?? 'nothing';
    return { good: saw !== 'nothing', saw };
  }
  async survivors(marker: string) {
    return this.serving.filter((id) => id.startsWith(marker));
  }
  async checks() {
    return [{ name: 'fenced', holds: true, saw: 'refused' }];
  }
  async close() {
    this.closed = true;
  }
}

const drillOn = (open: (mechanism: Mechanism) => DrillGround): Drill => ({
  scenario,
  ground: 'test',
  from: 'one',
  to: 'two',
  open: async (mechanism) => open(mechanism),
});

it('passes where the copy has what was written, and the control without a copy does not', async () => {
  const grounds: Stores[] = [];
  const record = await runDrill(
    drillOn((mechanism) => {
      grounds.push(new Stores(mechanism === 'on'));
      return grounds.at(-1) as Stores;
    }),
    options,
  );
  expect([record.verdict, record.reasons]).toEqual(['passed', []]);
  const [on, off] = record.runs;
  expect(on?.measured).toMatchObject({ lost: 0, duplicated: 0 });
  expect(on?.measured.acknowledged).toBeGreaterThan(3);
  expect(on?.events.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['absent', 'first-write', 'lost', 'step', 'good-read']),
  );
  expect(off?.measured).toMatchObject({ survived: 0 });
  expect(on?.marker).not.toBe(off?.marker);
  expect(grounds.every(({ closed }) => closed)).toBe(true);
});

it('fails where the control passes too: then the mechanism was not what helped', async () => {
  const record = await runDrill(
    drillOn(() => new Stores(true)),
    options,
  );
  expect([record.verdict, record.reasons.join()]).toEqual([
    'failed',
    expect.stringContaining('the negative control passed'),
  ]);
});

it('fails where a check of the scenario was not looked at', async () => {
  class Careless extends Stores {
    override checks = async () => [];
  }
  const record = await runDrill(
    drillOn((mechanism) => new Careless(mechanism === 'on')),
    options,
  );
  expect(record.reasons).toEqual(['fenced: nobody looked']);
});

it('keeps what the runbook said when it failed, and looks all the same', async () => {
  class Stuck extends Stores {
    override recover = async () => {
      throw new Error('the copy would not be promoted');
    };
  }
  const record = await runDrill(
    drillOn((mechanism) => new Stuck(mechanism === 'on')),
    options,
  );
  expect(record.reasons.join()).toContain('the runbook failed: the copy would not be promoted');
}, 20_000);

it('is no drill where a marker that nobody wrote is found: what is read proves nothing', async () => {
  class Obliging extends Stores {
    override read = async (marker: string) => ({ good: true, saw: marker });
  }
  const ground = new Obliging(true);
  await expect(
    runDrill(
      drillOn(() => ground),
      options,
    ),
  ).rejects.toThrow('a marker that nobody wrote');
  expect(ground.closed).toBe(true);
});

it('is no drill where nothing can be lost, and leaves no writer behind', async () => {
  let stopped = false;
  class Stubborn extends Stores {
    override lose = async () => {
      throw new Error('it would not die');
    };
    override startWriting = async (marker: string, acknowledged: (id: string) => void) => {
      acknowledged(marker);
      const stop = async () => {
        stopped = true;
      };
      return { stop };
    };
  }
  await expect(
    runDrill(
      drillOn(() => new Stubborn(true)),
      options,
    ),
  ).rejects.toThrow('it would not die');
  expect(stopped).toBe(true);
});
