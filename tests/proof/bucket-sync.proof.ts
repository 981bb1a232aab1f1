import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { crc32 } from 'node:zlib';
import { bucketName } from '../../constructs/aws/names';
import { recoveryCommands } from '../../constructs/aws/recovery-commands';
import { bucketOf } from '../../constructs/contracts/bucket-syncs';
import { takenBack } from '../../constructs/contracts/recovery-commands';
import { renderSiteOutput } from '../../delivery/site-output';
import type { AwsSite } from '../../environments/model';
import { resolveEnvironment } from '../../environments/model/resolve-environment';
import type { EnvironmentInput } from '../../environments/schema';
import type { Manifest } from '../../policies/site-output';
import { type Command, printedBy } from '../../runbooks/engine/command';
import { environmentInput, siteInputs } from '../fixtures/environment';
import { awsOnMoto } from './aws-on-moto';
import { localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { session } from './session';
import { proof, toolPath } from './skips';
import { type Certificates, makeCertificates } from './tools/certificates';
import { type MotoServer, startMotoServer } from './tools/moto-server';
import { startTlsFront, type TlsFront } from './tools/tls-front';

type SiteInput = EnvironmentInput['sites'][number];
type Env = Readonly<Record<string, string>>;

/** Objects younger than this are left to the next pass; the clock of the source counts in whole seconds. */
const youngMs = 11_500;

/** A site on AWS that the artifacts of MLflow are copied to. */
const standby = resolveEnvironment(environmentInput()).sites[0] as AwsSite;

/** The job that copies the artifacts of MLflow, as it is rendered for a standby on the second cloud. */
async function rendered(primary: SiteInput, taking: SiteInput) {
  const environment = resolveEnvironment(
    environmentInput({
      recovery: { tier: 'warm-standby', rpoMinutes: 240, rtoMinutes: 360 },
      sites: [
        { ...primary, role: 'primary' },
        { ...taking, role: 'standby' },
      ] as SiteInput[],
    }),
  );
  const site = environment.sites[1];
  if (!site) throw new Error('no standby');
  const { output } = await renderSiteOutput(site);
  const one = (kind: string): Manifest => {
    const found = output.manifests.find(
      (manifest) => manifest.kind === kind && manifest.metadata.name.startsWith('tracking-artifacts-copy-'),
    );
    if (!found) throw new Error(`no ${kind} copies the artifacts`);
    return found;
  };
  const spec = podTemplateOf(one('CronJob'))?.spec as unknown as PodSpec;
  return { spec, files: (one('ConfigMap') as unknown as { data: Record<string, string> }).data };
}

const variables = ({ containers: [container] }: PodSpec, prefix: string) =>
  (container?.env ?? []).filter(({ name }) => name.startsWith(prefix));

proof('copies of buckets as rendered', ['rclone', 'moto', 'aws-cli'], () => {
  const folder = join(session().folder, 'bucket-sync');
  const bucket = { from: 'artifacts', to: 'copies' } as const;
  let stores: { readonly from: MotoServer; readonly to: MotoServer };
  let fronts: { readonly from: TlsFront; readonly to: TlsFront };
  let certificates: Certificates;
  let spec: PodSpec;
  let files: Record<string, string>;

  const at = (side: 'from' | 'to', path = ''): string => `${stores[side].url}/${bucket[side]}${path}`;
  const ask = async (url: string, init: RequestInit = {}): Promise<Response> => {
    const response = await fetch(url, {
      ...init,
      headers: {
        ...init.headers,
        Authorization: 'AWS4-HMAC-SHA256 Credential=proof/20261122/eu-west-1/s3/aws4_request',
      },
    });
    if (!response.ok && response.status !== 404) throw new Error(`${url}: ${response.status} ${await response.text()}`);
    return response;
  };
  const put = (side: 'from' | 'to', key: string, text: string): Promise<Response> => {
    const sum = Buffer.alloc(4);
    sum.writeUInt32BE(crc32(text));
    return ask(at(side, `/${key}`), {
      method: 'PUT',
      body: text,
      headers: { 'x-amz-sdk-checksum-algorithm': 'CRC32', 'x-amz-checksum-crc32': sum.toString('base64') },
    });
  };
  const get = async (key: string, side: 'from' | 'to' = 'to'): Promise<string | undefined> => {
    const response = await ask(at(side, `/${key}`));
    return response.ok ? await response.text() : undefined;
  };
  const keys = async (): Promise<string[]> =>
    [...(await (await ask(at('to', '?list-type=2'))).text()).matchAll(/<Key>([^<]+)<\/Key>/g)].map(([, key]) =>
      String(key),
    );
  const records = async (): Promise<string[]> => (await keys()).filter((key) => key.startsWith('.evenkeel/copied/'));
  const copied = async (): Promise<string[]> => (await keys()).filter((key) => !key.startsWith('.evenkeel/'));

  /** The rendered command, started; only endpoints and the trusted authority are others. */
  function start(also: Env = {}) {
    const {
      command,
      arguments: words,
      env,
    } = localContainer(spec, {
      folder,
      secret: () => '',
      files: ({ configMap }) => (configMap ? files : {}),
      env: { FROM_PATH: bucket.from, TO_PATH: bucket.to, WORK: folder, ...also },
    });
    writeFileSync(join(folder, 'outside-token', 'token'), 'token of the pod');
    const path = `${join(toolPath('rclone') ?? '', '..')}:${process.env.PATH}`;
    const child = spawn(command, words, {
      detached: true,
      env: {
        ...env,
        PATH: path,
        HOME: folder,
        RCLONE_CONFIG_FROM_ENDPOINT: fronts.from.url,
        RCLONE_CONFIG_TO_ENDPOINT: fronts.to.url,
        RCLONE_CONFIG_FROM_FORCE_PATH_STYLE: 'true',
        RCLONE_CONFIG_TO_FORCE_PATH_STYLE: 'true',
        AWS_ENDPOINT_URL_STS: fronts.from.url,
        RCLONE_CA_CERT: certificates.authority,
        AWS_CA_BUNDLE: certificates.authority,
      },
    });
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => {
      stderr += text.toString();
    });
    const ended = new Promise<{ exitCode: number | null; stderr: string }>((resolve) =>
      child.once('close', (exitCode) => resolve({ exitCode, stderr })),
    );
    return { ended, kill: () => process.kill(-(child.pid ?? 0), 'SIGKILL') };
  }
  const pass = async (also: Env = {}) => {
    await pause(youngMs);
    return start(also).ended;
  };

  beforeAll(async () => {
    mkdirSync(folder, { recursive: true });
    const [pulled, written] = await Promise.all([
      rendered(siteInputs.aws, siteInputs.google),
      rendered(siteInputs.google, siteInputs.aws),
    ]);
    const [container, ...others] = pulled.spec.containers;
    if (!container) throw new Error('the job has no container');
    // S3 at both ends, each as rendered for the site that has it there.
    const env = [
      ...(container.env ?? []).filter(({ name }) => !name.startsWith('RCLONE_CONFIG_TO_')),
      ...variables(written.spec, 'RCLONE_CONFIG_TO_'),
    ];
    spec = { ...pulled.spec, containers: [{ ...container, env }, ...others] };
    files = pulled.files;
    certificates = await makeCertificates(folder);
    const [from, to] = await Promise.all(
      (['from', 'to'] as const).map((side) => startMotoServer({ dir: join(folder, side) })),
    );
    if (!from || !to) throw new Error('no stores');
    stores = { from, to };
    fronts = {
      from: await startTlsFront({ target: from.url, certificates }),
      to: await startTlsFront({ target: to.url, certificates }),
    };
    for (const side of ['from', 'to'] as const) {
      const place =
        '<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>';
      await ask(at(side), { method: 'PUT', body: place });
      await ask(at(side, '?versioning'), {
        method: 'PUT',
        body: '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
      });
    }
  });
  afterAll(async () => {
    for (const end of [fronts?.from, fronts?.to, stores?.from, stores?.to]) await end?.stop();
  });

  it('goes on where it was killed, and writes down only a whole pass', async () => {
    for (let index = 0; index < 30; index += 1) await put('from', `runs/${index}/model.bin`, `model ${index}`);
    const written = () => fronts.to.lines.filter((line) => line.startsWith('PUT')).length;
    fronts.to.delay = (line) => (line.startsWith('PUT') && written() > 12 ? 60_000 : 0);
    await pause(youngMs);
    const job = start();
    const early = job.ended.then((result) => {
      if (written() <= 12) throw new Error(`it ended before it was killed: ${JSON.stringify(result)}`);
    });
    while (written() <= 12) await Promise.race([early, pause(50)]);
    job.kill();
    await job.ended;
    fronts.to.delay = undefined;
    const before = await copied();
    expect(before.length).toBeLessThan(30);
    expect(await records()).toEqual([]);
    const asked = fronts.to.lines.length;

    const { exitCode, stderr } = await pass();
    expect({ exitCode, failed: /ERROR/.test(stderr) }).toEqual({ exitCode: 0, failed: false });
    expect(await copied()).toHaveLength(30);
    expect(await get('runs/29/model.bin')).toBe('model 29');
    const again = fronts.to.lines
      .slice(asked)
      .filter((line) => before.some((key) => line.startsWith(`PUT /${bucket.to}/${key}`)));
    expect(again).toEqual([]);
    expect(await records()).toHaveLength(1);
  });

  it('says when the pass began, not when it ended', async () => {
    const begun = Date.now() + youngMs;
    await pass();
    const newest = (await records()).at(-1) ?? '';
    const { began, from } = JSON.parse((await get(newest)) ?? '{}') as { began: string; from: string };
    expect(newest).toBe(`.evenkeel/copied/${began}.json`);
    expect(from).toBe('test-aws-eu-west-1');
    const at = Date.parse(began.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, '$1-$2-$3T$4:$5:$6Z'));
    expect(Math.abs(at - begun)).toBeLessThan(3000);
  });

  it('copies what was written over, though it is as long as before and claims to be as old', async () => {
    await put('from', 'runs/1/model.bin', 'MODEL 1');
    expect((await pass()).exitCode).toBe(0);
    expect(await get('runs/1/model.bin')).toBe('MODEL 1');
  });

  it('follows a deletion, which can be undone, and leaves alone what the standby wrote itself', async () => {
    await put('to', 'checkpoints/own', 'of the standby');
    await ask(at('from', '/runs/2/model.bin'), { method: 'DELETE' });
    expect((await pass()).exitCode).toBe(0);
    expect(await get('runs/2/model.bin')).toBeUndefined();
    expect(await get('checkpoints/own')).toBe('of the standby');
    const versions = await (await ask(at('to', '?versions&prefix=runs/2/'))).text();
    const [, version] = versions.match(/<Version>.*?<VersionId>([^<]+)<\/VersionId>/s) ?? [];
    expect(await get(`runs/2/model.bin?versionId=${version}`)).toBe('model 2');
  });

  it('deletes from the source nothing, whatever it does', () => {
    expect(fronts.from.lines.filter((line) => /^(PUT|DELETE)/.test(line))).toEqual([]);
  });

  it('takes nothing whose checksum is another one, and writes no pass down', async () => {
    const before = await records();
    await put('from', 'runs/3/model.bin', 'what was sent');
    fronts.from.spoil = (line, body) =>
      line.startsWith(`GET /${bucket.from}/runs/3/`) ? Buffer.from(body.toString().replace('sent', 'bent')) : body;
    const { exitCode, stderr } = await pass();
    fronts.from.spoil = undefined;
    expect(exitCode).not.toBe(0);
    expect(stderr).toMatch(/checksum did not match|corrupted on transfer/);
    expect(await get('runs/3/model.bin')).toBe('model 3');
    expect(await records()).toEqual(before);
  });

  it('is told apart from one that compares nothing: without the setting the spoilt object arrives', async () => {
    fronts.from.spoil = (line, body) =>
      line.startsWith(`GET /${bucket.from}/runs/3/`) ? Buffer.from(body.toString().replace('sent', 'bent')) : body;
    await pass({ RCLONE_CONFIG_FROM_USE_DATA_INTEGRITY_PROTECTIONS: 'false' });
    fronts.from.spoil = undefined;
    expect(await get('runs/3/model.bin')).toBe('what was bent');
    await put('from', 'runs/3/model.bin', 'what was meant');
  });

  /** The commands of the runbook, by the real command line of AWS. */
  const hold = recoveryCommands.holdCopies(bucketOf(standby, { service: 'tracking', need: 'artifacts' }));
  const run = (command: Command): Promise<string> => {
    const args = command.args.map((word) => (word === bucketName(standby, 'tracking', 'artifacts') ? bucket.to : word));
    return printedBy(awsOnMoto(stores.to.url, folder, standby), { ...command, args }, { timeoutMs: 60_000 });
  };
  const runAll = async (commands: readonly Command[] = []): Promise<void> => {
    for (const command of commands) await run(command);
  };
  const heldNow = (): Promise<string> => run(hold.check.command);

  it('copies nothing into a bucket that a runbook holds, and goes on when the runbook releases it', async () => {
    const released = takenBack(hold);
    expect(await heldNow()).toMatch(hold.check.untouched ?? /never/);
    await runAll(hold.commands);
    await runAll(hold.commands);
    expect(await heldNow()).toMatch(hold.check.expects);
    await put('to', 'runs/6/model.bin', 'of the new owner');
    await ask(at('from', '/runs/7/model.bin'), { method: 'DELETE' });
    const before = await records();
    const { exitCode, stderr } = await pass();
    // A pass that went well would tell the alerts that the copy is fresh.
    expect(exitCode).toBe(1);
    expect(stderr).toBe('held: nothing is copied into test-google-europe-west1 while .evenkeel/hold is there\n');
    expect(await get('runs/3/model.bin')).toBe('what was bent');
    expect(await get('runs/6/model.bin')).toBe('of the new owner');
    expect(await get('runs/7/model.bin')).toBe('model 7');
    expect(await records()).toEqual(before);

    await runAll(released.commands);
    expect(await heldNow()).toMatch(released.check.expects);
    await runAll(released.commands);
    expect((await pass()).exitCode).toBe(0);
    expect(await get('runs/3/model.bin')).toBe('what was meant');
    expect(await get('runs/7/model.bin')).toBeUndefined();
  });

  it('deletes nothing, and writes no pass down, when it is held while it copies', async () => {
    await put('from', 'runs/3/model.bin', 'while it was held');
    await ask(at('from', '/runs/8/model.bin'), { method: 'DELETE' });
    const before = await records();
    await pause(youngMs);
    let late: Promise<void> | undefined;
    fronts.to.delay = (line) => {
      if (!line.startsWith(`PUT /${bucket.to}/runs/3/`)) return 0;
      late ??= runAll(hold.commands);
      return 5000;
    };
    const { exitCode } = await start().ended;
    fronts.to.delay = undefined;
    expect(late).toBeDefined();
    await late;
    expect(exitCode).toBe(1);
    expect(await get('runs/8/model.bin')).toBe('model 8');
    expect(await records()).toEqual(before);
    await runAll(hold.undo);
  });

  it('changes nothing in a locked copy, and says that something should have been', async () => {
    await put('from', 'runs/4/model.bin', 'changed under a lock');
    await ask(at('from', '/runs/5/model.bin'), { method: 'DELETE' });
    const { exitCode, stderr } = await pass({ LOCKED: 'true' });
    expect(exitCode).not.toBe(0);
    expect(stderr).toContain('immutable file modified');
    expect(await get('runs/4/model.bin')).toBe('model 4');
    expect(await get('runs/5/model.bin')).toBe('model 5');
  });

  it('signs in by the token of the pod alone', () => {
    expect(fronts.from.lines.filter((line) => line === 'POST /').length).toBeGreaterThan(0);
    const names = (spec.containers[0]?.env ?? []).map(({ name }) => name);
    expect(names.filter((name) => /SECRET|PASSWORD|ACCESS_KEY|SAS_URL/.test(name))).toEqual([]);
    expect(readFileSync(join(folder, 'outside-token', 'token'), 'utf8')).toBe('token of the pod');
  });
});
