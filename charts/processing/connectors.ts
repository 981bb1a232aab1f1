import type { HadoopClient, NetworkPeer } from '../../constructs/contracts';
import { fetchJars, mavenEgress } from '../../constructs/kubernetes/maven-jars';
import type { ContainerSpec } from '../../constructs/kubernetes/workloads';
import type { ProcessingProps } from './processing-props';

/** Where the object store's client lies in every container. */
export const connectorFolder = '/opt/connectors';
/** The largest client alone takes 600 MiB. */
export const connectorMount = { path: connectorFolder, scratchMiB: 1024 } as const;
export const connectorClassPath = `${connectorFolder}/*`;

/** Fetches the object store's client before the containers start; nothing where the images hold it. */
export const fetchConnectors = (
  { connectors, mavenRepository }: ProcessingProps['config'],
  jars: HadoopClient['jars'],
): ContainerSpec[] =>
  connectors === 'in-images'
    ? []
    : fetchJars({ name: 'connectors', jars, repository: mavenRepository, mount: connectorMount });

/** The way to the Maven repository, whose addresses change. */
export const connectorEgress = ({ connectors }: ProcessingProps['config']): NetworkPeer[] =>
  connectors === 'in-images' ? [] : [mavenEgress];
