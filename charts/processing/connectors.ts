import type { HadoopClient, NetworkPeer } from '../../constructs/contracts';
import { tcp } from '../../constructs/kubernetes/network-policy';
import type { ContainerSpec } from '../../constructs/kubernetes/workloads';
import type { ProcessingProps } from './processing-props';

const image = 'docker.io/curlimages/curl:8.17.0';

/** Where the object store's client lies in every container. */
export const connectorFolder = '/opt/connectors';
/** The largest client alone takes 600 MiB. */
export const connectorMount = { path: connectorFolder, scratchMiB: 1024 } as const;
export const connectorClassPath = `${connectorFolder}/*`;

const script = [
  'set -eu',
  'for jar in $JARS; do',
  '  curl --silent --show-error --fail --location --retry 5 --proto =https --output "$FOLDER/$(basename "$jar")" "$REPOSITORY/$jar"',
  'done',
].join('\n');

/** Fetches the object store's client before the containers start; nothing where the images hold it. */
export const fetchConnectors = (
  { connectors, mavenRepository }: ProcessingProps['config'],
  jars: HadoopClient['jars'],
): ContainerSpec[] =>
  connectors === 'in-images' || jars.length === 0
    ? []
    : [
        {
          name: 'connectors',
          image,
          command: ['/bin/sh', '-c'],
          args: [script],
          env: { JARS: jars.join(' '), FOLDER: connectorFolder, REPOSITORY: mavenRepository },
          cpuMillis: 100,
          cpuLimitMillis: 1000,
          memoryMiB: 128,
          mounts: [connectorMount],
        },
      ];

/** The way to the Maven repository, whose addresses change. */
export const connectorEgress = ({ connectors }: ProcessingProps['config']): NetworkPeer[] =>
  connectors === 'in-images'
    ? []
    : [
        {
          cidr: '0.0.0.0/0',
          except: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'],
          ports: [tcp(443)],
        },
      ];
