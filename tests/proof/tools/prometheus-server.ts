import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './free-port';
import { locateTools } from './locate';
import { answersOk, startService } from './service-process';

export interface PrometheusServerProps {
  /** Folder for its data, configuration and log; made where missing. */
  readonly dir: string;
  /** Its whole configuration, in its own words. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

export interface PrometheusServer {
  readonly url: string;
  /** Values of an instant query, in the order Prometheus gives them. */
  query(expression: string): Promise<{ labels: Readonly<Record<string, string>>; value: number }[]>;
  stop(): Promise<void>;
}

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data?: { readonly result: readonly { metric: Record<string, string>; value: [number, string] }[] };
}

/** Starts Prometheus on loopback. Throws where it is missing or does not take its configuration. */
export async function startPrometheusServer({ dir, configuration }: PrometheusServerProps): Promise<PrometheusServer> {
  const report = await locateTools();
  const program = report.pathOf('prometheus');
  if (program === undefined) throw new Error(`no Prometheus: ${report.missing(['prometheus']).join('; ')}`);
  mkdirSync(dir, { recursive: true });
  const configPath = join(dir, 'prometheus.json');
  // JSON is YAML.
  writeFileSync(configPath, JSON.stringify(configuration));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const service = await startService({
    name: 'prometheus',
    command: program,
    arguments: [
      `--config.file=${configPath}`,
      `--storage.tsdb.path=${join(dir, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    logPath: join(dir, 'prometheus.log'),
    ready: () => answersOk(`${url}/-/ready`),
  });
  return {
    url,
    query: async (expression) => {
      const response = await fetch(`${url}/api/v1/query?${new URLSearchParams({ query: expression })}`);
      const { data, error } = (await response.json()) as Answer;
      if (data === undefined) throw new Error(`${expression}: ${error}`);
      return data.result.map(({ metric, value }) => ({ labels: metric, value: Number(value[1]) }));
    },
    stop: () => service.stop(),
  };
}
