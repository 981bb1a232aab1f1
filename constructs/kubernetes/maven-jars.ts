import type { NetworkPeer } from '../contracts';
import { tcp } from './network-policy';
import type { ContainerSpec, Mount } from './workloads';

const image = 'docker.io/curlimages/curl:8.17.0';

const script = [
  'set -eu',
  'for jar in $JARS; do',
  '  curl --silent --show-error --fail --location --retry 5 --proto =https --output "$FOLDER/$(basename "$jar")" "$REPOSITORY/$jar"',
  'done',
].join('\n');

export interface MavenJarsProps {
  /** Of the init container. */
  readonly name: string;
  /** Paths in the repository. */
  readonly jars: readonly string[];
  readonly repository: string;
  /** Where the files lie afterwards; the containers that use them have it, too. */
  readonly mount: Extract<Mount, { readonly scratchMiB: number }>;
}

/** Fetches libraries from a Maven repository before the containers start; nothing where there are none to fetch. */
export const fetchJars = ({ name, jars, repository, mount }: MavenJarsProps): ContainerSpec[] =>
  jars.length === 0
    ? []
    : [
        {
          name,
          image,
          command: ['/bin/sh', '-c'],
          args: [script],
          env: { JARS: jars.join(' '), FOLDER: mount.path, REPOSITORY: repository },
          cpuMillis: 100,
          cpuLimitMillis: 1000,
          memoryMiB: 128,
          mounts: [mount],
        },
      ];

/** The way to a Maven repository, whose addresses change. */
export const mavenEgress: NetworkPeer = {
  cidr: '0.0.0.0/0',
  except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
  ports: [tcp(443)],
};
