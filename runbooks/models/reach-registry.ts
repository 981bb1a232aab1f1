import { spawn } from 'node:child_process';
import { clusterHosts } from '../../charts/tracking/hosts';
import { mlflowPort, serviceName } from '../../charts/tracking/mlflow';
import { kubectl, type ReachedCluster } from '../../constructs/kubernetes/recovery-commands';
import type { RegistryAddress } from '../../delivery/models/registry-client';
import { tracking } from '../../services';
import type { Command } from '../engine/command';
import { RunbookFailure } from '../runbook-failure';

export interface ReachedRegistry {
  readonly address: RegistryAddress;
  close(): void;
}

/** A port of this machine, chosen by kubectl, that leads to MLflow inside the cluster. */
export const forwardCommand = (cluster: ReachedCluster): Command =>
  kubectl(cluster, [
    '--namespace',
    tracking.namespace,
    'port-forward',
    '--address=127.0.0.1',
    `service/${serviceName}`,
    `:${mlflowPort}`,
  ]);

/** The name by which MLflow is asked inside the cluster: to others it does not answer. */
const inside = `${clusterHosts.find((host) => host.endsWith('.svc')) ?? serviceName}:${mlflowPort}`;

const startMs = 30_000;

/**
 * Opens a way to MLflow through the API server, for as long as it is needed.
 * @throws RunbookFailure COMMAND_MISSING or REGISTRY_FAILED
 */
export const forwardedRegistry = (cluster: ReachedCluster, token?: string): Promise<ReachedRegistry> =>
  new Promise((resolve, reject) => {
    const { program, args } = forwardCommand(cluster);
    const child = spawn(program, [...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    const close = (): void => {
      child.kill('SIGTERM');
    };
    let said = '';
    const fail = (message: string): void => {
      close();
      reject(new RunbookFailure('REGISTRY_FAILED', `port to MLflow of ${cluster.site}`, message));
    };
    const timer = setTimeout(() => fail(`no port within ${startMs / 1000} s: ${said.trim().slice(-300)}`), startMs);
    child.once('error', ({ message }) => {
      clearTimeout(timer);
      reject(new RunbookFailure('COMMAND_MISSING', program, message));
    });
    child.once('close', (code) => {
      clearTimeout(timer);
      fail(`kubectl ended with ${code}: ${said.trim().slice(-300)}`);
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = `${said}${text}`.slice(-10_000);
    });
    let printed = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed = `${printed}${text}`.slice(-10_000);
      const [, port] = /Forwarding from 127\.0\.0\.1:(\d+)/.exec(printed) ?? [];
      if (port === undefined) return;
      clearTimeout(timer);
      const address = { url: `http://127.0.0.1:${port}`, host: inside, ...(token === undefined ? {} : { token }) };
      resolve({ address, close });
    });
  });
