import type { AwsSite } from '../../environments/model';
import { type AdoptedLookup, lack, lookup } from './adopted';
import { orNothing, type RequestHandler } from './aws-answers';
import { asked } from './live-failure';

/** The cluster that a site of AWS adopts: that it is there, and what no data source shows of it. */
export async function clusterLookups(
  { name, region, adopt, kubernetesVersion }: AwsSite,
  requestHandler: RequestHandler,
): Promise<readonly AdoptedLookup[]> {
  const id = adopt?.cluster?.id;
  if (id === undefined) return [];
  const { EKSClient, DescribeClusterCommand } = await asked(
    `${name} @aws-sdk/client-eks`,
    () => import('@aws-sdk/client-eks'),
  );
  const client = new EKSClient({ region, requestHandler });
  return [
    lookup({
      path: 'adopt.cluster.id',
      id,
      read: () =>
        asked(`${name} eks:DescribeCluster`, () =>
          orNothing(/^ResourceNotFound/, async () => {
            const { cluster } = await client.send(new DescribeClusterCommand({ name: id.replace(/^.*\//, '') }));
            return cluster;
          }),
        ),
      lacks: ({ version, encryptionConfig = [], resourcesVpcConfig, accessConfig }) => [
        ...lack(
          version === kubernetesVersion,
          `does not run Kubernetes ${kubernetesVersion}`,
          version,
          'set kubernetesVersion to the version of the cluster, or let its owner upgrade it',
        ),
        ...lack(
          encryptionConfig.some(
            ({ resources = [], provider }) => resources.includes('secrets') && provider?.keyArn !== undefined,
          ),
          'Kubernetes secrets are not encrypted with an own key',
          encryptionConfig,
          'let its owner associate a key with the secrets of the cluster',
        ),
        ...lack(
          resourcesVpcConfig?.endpointPublicAccess === false && resourcesVpcConfig.endpointPrivateAccess === true,
          'the API server answers to the internet',
          { public: resourcesVpcConfig?.endpointPublicAccess, private: resourcesVpcConfig?.endpointPrivateAccess },
          'let its owner turn the public endpoint off and the private one on',
        ),
        ...lack(
          accessConfig?.authenticationMode === 'API',
          'a ConfigMap in the cluster lets people in, besides IAM',
          accessConfig?.authenticationMode,
          'let its owner set the authentication mode to API',
        ),
      ],
    }),
  ];
}
