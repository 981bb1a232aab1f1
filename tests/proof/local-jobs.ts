import { rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from '../../policies/site-output';
import { type Container, localContainer, type PodSpec } from './local-container';
import { podTemplateOf } from './pod-templates';
import { renderedSites } from './rendered-sites';
import { toolPath } from './skips';
import { type CommandResult, runCommand } from './tools/command';
import type { PostgresServer } from './tools/postgres-server';

export type JobSpec = PodSpec & { readonly initContainers?: readonly Container[] };

/** A CronJob as a site of the environments here renders it. */
export function cronJobOf(siteName: string, job: string): Manifest {
  const site = renderedSites().find(({ name }) => name === siteName);
  const found = site?.waves
    .flatMap(({ objects }) => objects)
    .find(({ manifest }) => manifest.kind === 'CronJob' && manifest.metadata.name === job);
  if (!found) throw new Error(`${siteName} has no job ${job}`);
  return found.manifest;
}

/** Its pod. */
export const jobOf = (siteName: string, job: string): JobSpec =>
  podTemplateOf(cronJobOf(siteName, job) as never)?.spec as unknown as JobSpec;

/** rclone itself: to it a bucket and a folder are alike. */
export const linkRclone = (programs: string): void => symlinkSync(toolPath('rclone') ?? '', join(programs, 'rclone'));

export interface LocalJob {
  readonly server: Pick<PostgresServer, 'host' | 'port' | 'user' | 'password'>;
  readonly database: string;
  /** Folder that stands in for the bucket. */
  readonly store: string;
  /** Of the pod; made, and gone afterwards. */
  readonly volume: string;
  /** Folder with programs beside those of PostgreSQL. */
  readonly programs: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the containers of a job one after the other on one new volume, as its pod would. */
export async function runLocally(spec: JobSpec, job: LocalJob): Promise<CommandResult> {
  const { server, database, store, volume, programs, env = {} } = job;
  const secret: Readonly<Record<string, string>> = {
    host: server.host,
    port: `${server.port}`,
    dbname: database,
    username: server.user,
    password: server.password,
  };
  let last: CommandResult | undefined;
  for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
    const process_ = localContainer(
      { ...spec, containers: [container] },
      {
        folder: volume,
        secret: (_, key) => secret[key] ?? '',
        // The client of this machine is older than method names of compression.
        env: { STORE: store, PGSSLMODE: 'disable', COMPRESSION: '1', ...env },
      },
    );
    const path = [programs, dirname(toolPath('postgres') ?? ''), process.env.PATH ?? ''].join(':');
    last = await runCommand(process_.command, process_.arguments, {
      env: { ...process_.env, PATH: path, LC_ALL: 'C' },
      timeoutMs: 300_000,
    });
    if (last.exitCode !== 0) break;
  }
  rmSync(volume, { recursive: true, force: true });
  if (!last) throw new Error('a job without containers');
  return last;
}
