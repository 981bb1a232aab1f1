import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface EnvEntry {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?: {
    readonly secretKeyRef?: { readonly name: string; readonly key: string };
    readonly fieldRef?: { readonly fieldPath: string };
  };
}

export interface Probe {
  readonly httpGet?: {
    readonly path: string;
    readonly httpHeaders?: readonly { readonly name: string; readonly value: string }[];
  };
}

export interface Container {
  readonly name: string;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly env?: readonly EnvEntry[];
  readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly volumes?: readonly {
    readonly name: string;
    readonly secret?: { readonly secretName: string };
    readonly configMap?: { readonly name: string };
  }[];
}

export interface LocalContainerProps {
  /** Folder that stands in for the container's volumes. */
  readonly folder: string;
  /** Value of a key of a Secret. */
  readonly secret: (name: string, key: string) => string;
  /** Files of a ConfigMap or Secret that is mounted. Default: none. */
  readonly files?: (volume: {
    readonly secret?: string;
    readonly configMap?: string;
  }) => Readonly<Record<string, string>>;
  /** Environment variables that must lead elsewhere on this machine. */
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments that must differ on this machine: rendered to local. */
  readonly arguments?: Readonly<Record<string, string>>;
}

/** What a container would run, as a process of this machine. */
export interface LocalContainer {
  readonly command: string;
  readonly arguments: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** What the kubelet tells a pod of itself. */
const FIELDS: Readonly<Record<string, string>> = {
  'metadata.name': 'proof',
  'metadata.namespace': 'proof',
  'status.podIP': '127.0.0.1',
};

/** Replaces `$(NAME)` as Kubernetes does: a name that is not set stays, `$$(NAME)` is not touched. */
const expand = (text: string, env: Readonly<Record<string, string>>): string =>
  text.replace(/\$?\$\(([A-Za-z_][\w.-]*)\)/g, (whole, name: string) =>
    whole.startsWith('$$') ? whole.slice(1) : (env[name] ?? whole),
  );

function renderedValue(entry: EnvEntry, props: LocalContainerProps): string {
  const { secretKeyRef, fieldRef } = entry.valueFrom ?? {};
  if (secretKeyRef !== undefined) return props.secret(secretKeyRef.name, secretKeyRef.key);
  if (fieldRef === undefined) return entry.value ?? '';
  const field = FIELDS[fieldRef.fieldPath];
  if (field === undefined) throw new Error(`${entry.name}: no value for ${fieldRef.fieldPath}`);
  return field;
}

/** Puts the container's mounts into the folder; gives a function that turns paths inside it into local ones. */
function mount(spec: PodSpec, container: Container, props: LocalContainerProps): (text: string) => string {
  const mounts = (container.volumeMounts ?? [])
    // Every machine has this one.
    .filter(({ mountPath }) => mountPath !== '/tmp')
    .map(({ name, mountPath }) => {
      const local = join(props.folder, name);
      mkdirSync(local, { recursive: true });
      const volume = spec.volumes?.find((each) => each.name === name);
      const files = props.files?.({ secret: volume?.secret?.secretName, configMap: volume?.configMap?.name }) ?? {};
      for (const [file, text] of Object.entries(files)) writeFileSync(join(local, file), text);
      return { mountPath, local };
    });
  return (text) =>
    mounts.reduce((rest, { mountPath, local }) => {
      const literal = mountPath.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
      return rest.replace(new RegExp(`(?<![\\w/.-])${literal}(?![\\w.-])`, 'g'), local);
    }, text);
}

/** The first container of a pod as a process: same command, arguments and environment, but for what the props replace. */
export function localContainer(spec: PodSpec, props: LocalContainerProps): LocalContainer {
  const [container] = spec.containers;
  if (container === undefined) throw new Error('a pod has no container');
  const local = mount(spec, container, props);
  const env: Record<string, string> = {};
  for (const entry of container.env ?? []) {
    env[entry.name] = props.env?.[entry.name] ?? local(expand(renderedValue(entry, props), env));
  }
  const words = [...(container.command ?? []), ...(container.args ?? [])].map(
    (word) => props.arguments?.[word] ?? expand(local(word), env),
  );
  const [command, ...rest] = words;
  if (command === undefined) throw new Error(`${container.name} leaves its command to the image`);
  return { command, arguments: rest, env };
}
