import { mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import { lastWords, runCommand } from './command';
import { pathsMatching } from './path-pattern';
import { answersOk, type ServiceProcess, startService } from './service-process';

export type FlinkSettings = Readonly<Record<string, string>>;

export interface FlinkProps {
  readonly java: string;
  /** Python of the environment that holds Flink's own archives. */
  readonly python: string;
  /** Folder with archives that are published apart from Flink. */
  readonly archives: string;
  /** Folder for everything; made where it is missing. */
  readonly folder: string;
  /** Names of the plugins to switch on, without version. */
  readonly plugins: readonly string[];
  /** Whole environment of every process. */
  readonly env: NodeJS.ProcessEnv;
}

interface Process {
  readonly name: string;
  readonly settings: FlinkSettings;
}

export interface Flink {
  /** Its archives, for a look at what is in them. */
  readonly library: string;
  startJobManager(
    one: Process & { readonly program: readonly string[]; readonly url: string },
  ): Promise<ServiceProcess>;
  startTaskManager(one: Process & { readonly metricsUrl: string }): Promise<ServiceProcess>;
  /** Bytes that Flink gives to each purpose, by the name of the setting, e.g. `taskmanager.memory.managed.size`. */
  taskManagerMemory(settings: FlinkSettings): Promise<Readonly<Record<string, number>>>;
}

const logging = [
  'rootLogger.level=INFO',
  'rootLogger.appenderRef.console.ref=console',
  'appender.console.name=console',
  'appender.console.type=CONSOLE',
  'appender.console.layout.type=PatternLayout',
  'appender.console.layout.pattern=%d{HH:mm:ss} %-5p %c{1} %m%n',
  '',
].join('\n');

const RESULT = 'BASH_JAVA_UTILS_EXEC_RESULT:';

/** Lays Flink out as its image does, and starts its processes one by one. */
export function flinkIn({ java, python, archives, folder, plugins, env }: FlinkProps): Flink {
  const [library] = pathsMatching(join(dirname(dirname(python)), 'lib', 'python*', 'site-packages', 'pyflink'));
  if (library === undefined) throw new Error(`no Flink beside ${python}`);
  const home = join(folder, 'home');
  mkdirSync(join(home, 'opt'), { recursive: true });
  symlinkSync(join(library, 'lib'), join(home, 'lib'));
  for (const optional of [join(library, 'opt'), archives]) {
    for (const file of readdirSync(optional)) symlinkSync(join(optional, file), join(home, 'opt', file));
  }
  mkdirSync(join(home, 'plugins'));
  symlinkSync(join(library, 'plugins', 'metrics-prometheus'), join(home, 'plugins', 'metrics-prometheus'));
  for (const plugin of plugins) {
    const [jar] = pathsMatching(join(home, 'opt', `${plugin}-*.jar`));
    if (jar === undefined) throw new Error(`no archive of the plugin ${plugin}`);
    mkdirSync(join(home, 'plugins', plugin));
    symlinkSync(jar, join(home, 'plugins', plugin, `${plugin}.jar`));
  }
  const logFile = join(folder, 'log4j.properties');
  writeFileSync(logFile, logging);
  const environment = { ...env, FLINK_PLUGINS_DIR: join(home, 'plugins'), FLINK_OPT_DIR: join(home, 'opt') };

  const configuration = ({ name, settings }: Process): string => {
    const place = join(folder, name);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'config.yaml'), stringify(settings));
    return place;
  };

  /** What Flink's own scripts ask first: flags of the JVM, and settings that follow from the memory of the pod. */
  const resources = async (part: 'JM' | 'TM', place: string): Promise<readonly [string[], string[]]> => {
    const classes = [
      join(library, 'bin', 'bash-java-utils.jar'),
      ...pathsMatching(join(library, 'lib', 'flink-dist-*')),
    ];
    const words = ['-cp', classes.join(':'), 'org.apache.flink.runtime.util.bash.BashJavaUtils'];
    const asked = await runCommand(java, [...words, `GET_${part}_RESOURCE_PARAMS`, '--configDir', place]);
    const [flags, settings] = asked.stdout
      .split('\n')
      .filter((line) => line.startsWith(RESULT))
      .map((line) => line.slice(RESULT.length).split(' '));
    if (flags === undefined || settings === undefined) throw new Error(lastWords(asked, 20));
    return [flags, settings];
  };

  const start = async (part: 'JM' | 'TM', one: Process, main: string, words: readonly string[], url: string) => {
    const place = configuration(one);
    const [flags, settings] = await resources(part, place);
    const opened = one.settings['env.java.default-opts.all']?.split(' ') ?? [];
    const own = [...opened, ...flags, '-XX:TieredStopAtLevel=1', `-Dlog4j.configurationFile=file:${logFile}`];
    return startService({
      name: one.name,
      command: java,
      arguments: [...own, '-cp', join(home, 'lib', '*'), main, '--configDir', place, ...settings, ...words],
      cwd: folder,
      env: environment,
      logPath: join(folder, `${one.name}.log`),
      readyTimeoutSeconds: 120,
      ready: () => answersOk(url),
    });
  };

  return {
    library,
    startJobManager: ({ program, url, ...one }) =>
      start('JM', one, 'org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint', program, url),
    startTaskManager: ({ metricsUrl, ...one }) =>
      start('TM', one, 'org.apache.flink.runtime.taskexecutor.TaskManagerRunner', [], metricsUrl),
    taskManagerMemory: async (settings) => {
      const [, words] = await resources('TM', configuration({ name: 'memory', settings }));
      return Object.fromEntries(
        words.flatMap((word) => {
          const [, name, bytes] = /^(\S+)=(\d+)b$/.exec(word) ?? [];
          return name === undefined ? [] : [[name, Number(bytes)]];
        }),
      );
    },
  };
}
