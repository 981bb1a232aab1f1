import { z } from 'zod';
import { stackNames } from '../model/stack-names';

const cidr = z.cidrv4();
const zones = 3;

const madeOrThere = z.enum(['create', 'exist']).default('create');

/** Subnets with the ids of a cloud. The ranges are stated, so that rules can quote them; a plan holds them against the subnets. */
const subnetOf = (id: z.ZodString) =>
  z.strictObject({
    id: id.describe("The cloud's own id of the subnet."),
    cidr: cidr.describe('Its range.'),
  });

const each = <T extends z.ZodType>(schema: T) =>
  z.array(schema).length(zones).describe('One a zone, in the order of the zones of the site.');

const range = cidr.describe('Range that holds all subnets of the site but those of pods.');

const keysOf = <T extends z.ZodType>(key: T) =>
  z
    .strictObject({
      data: key.optional().describe('Databases, buckets and secrets without a key of their own.'),
      disks: key.optional().describe('Disks of nodes and volumes.'),
      cluster: key.optional().describe('Kubernetes secrets.'),
    })
    .describe('Keys that somebody else made and guards; those left out are made.');

const awsSubnet = subnetOf(
  z.string().regex(/^subnet-([0-9a-f]{8}|[0-9a-f]{17})$/, 'a subnet such as subnet-0123456789abcdef0'),
);

const endpoints = 'Private endpoints and the network interfaces of the control plane.';

const awsNetwork = z.strictObject({
  id: z
    .string()
    .regex(/^vpc-([0-9a-f]{8}|[0-9a-f]{17})$/, 'a VPC such as vpc-0123456789abcdef0')
    .describe('The VPC.'),
  range,
  podRange: cidr.describe('Range that holds the three subnets of pods.'),
  subnets: z
    .strictObject({
      nodes: each(awsSubnet).describe('Machines. Tagged `kubernetes.io/role/internal-elb = 1` by their owner.'),
      pods: each(awsSubnet).describe('Pods. Tagged `kubernetes.io/role/cni = 1` by their owner.'),
      data: each(awsSubnet).describe('Databases and caches.'),
      endpoints: each(awsSubnet).describe(endpoints),
    })
    .describe('Subnets, by what lies in them.'),
  privateEndpoints: madeOrThere.describe(
    "Private endpoints of AWS's services: made in the network, or there already and looked up.",
  ),
  flowLogs: madeOrThere.describe('Flow logs of the VPC: written to a log group of the site, or kept by the owner.'),
});

const awsKey = z
  .string()
  .regex(/^arn:aws:kms:[a-z0-9-]+:\d{12}:key\/(mrk-[0-9a-f]{32}|[0-9a-f-]{36})$/, 'the ARN of a key, not of an alias');

const awsRegistry = z.strictObject({
  id: z
    .string()
    .regex(
      /^arn:aws:ecr:[a-z0-9-]+:\d{12}:repository\/[a-z0-9]+([._/-][a-z0-9]+)*$/,
      'arn:aws:ecr:<region>:<account>:repository/<prefix>',
    )
    .max(200)
    .describe('What the names of all of its repositories begin with; `registry.repositories` are looked up under it.'),
});

const disks = 'What encrypts volumes; the driver of the cluster may use it.';

const awsCluster = z.strictObject({
  id: z
    .string()
    .regex(
      /^arn:aws:eks:[a-z0-9-]+:\d{12}:cluster\/[a-zA-Z0-9][\w-]{0,99}$/,
      'arn:aws:eks:<region>:<account>:cluster/<name>',
    )
    .describe('The cluster.'),
  disks: awsKey.describe(disks),
  serviceRange: cidr.describe('Range of Kubernetes services.'),
  nodeRole: z
    .string()
    .regex(/^arn:aws:iam::\d{12}:role\/[\w+=,.@/-]{1,576}$/, 'arn:aws:iam::<account>:role/<name>')
    .describe('Role of its nodes.'),
  nodeGroups: z
    .strictObject({
      system: z.string().min(1).optional().describe('Of the system pool.'),
      general: z.string().min(1).optional().describe('Of the general pool.'),
      spot: z.string().min(1).optional().describe('Of the spot pool.'),
      gpu: z.string().min(1).optional().describe('Of the GPU pool.'),
    })
    .default({})
    .describe('Names of managed node groups, by pool; default: that of the pool.'),
});

const googleName = '[a-z]([-a-z0-9]{0,61}[a-z0-9])?';
const googleProject = '[a-z][a-z0-9-]{4,28}[a-z0-9]';

const googleSubnet = subnetOf(
  z
    .string()
    .regex(
      new RegExp(`^projects/${googleProject}/regions/[a-z0-9-]+/subnetworks/${googleName}$`),
      'projects/<project>/regions/<region>/subnetworks/<name>',
    ),
);

const namedRange = z.strictObject({
  name: z
    .string()
    .regex(new RegExp(`^${googleName}$`), 'a name of small letters, digits and dashes')
    .describe('Its name.'),
  cidr: cidr.describe('Its range.'),
});

const googleNetwork = z.strictObject({
  id: z
    .string()
    .regex(
      new RegExp(`^projects/${googleProject}/global/networks/${googleName}$`),
      'projects/<project>/global/networks/<name>',
    )
    .describe('The VPC; of the host project where it is a shared one.'),
  range,
  podRange: namedRange.describe('Secondary range of the subnet of nodes for pods.'),
  serviceRange: namedRange.describe('Secondary range of the subnet of nodes for services.'),
  subnets: z
    .strictObject({
      nodes: googleSubnet.describe('Machines.'),
      endpoints: googleSubnet.describe('Private endpoints of databases, caches and Kafka.'),
      controlPlane: googleSubnet.describe('The address of the API server.'),
    })
    .describe('Subnets, by what lies in them.'),
  privateEndpoints: madeOrThere.describe("Private zones of Google's APIs: made for the network, or kept by the owner."),
  nat: z
    .strictObject({
      router: z.string().min(1).describe('Name of the Cloud Router.'),
      name: z.string().min(1).describe('Name of the Cloud NAT.'),
    })
    .optional()
    .describe('Cloud NAT by which nodes leave; default: by something of the owner that is not looked at.'),
});

const googleKey = z
  .string()
  .regex(
    new RegExp(`^projects/${googleProject}/locations/[a-z0-9-]+/keyRings/[\\w-]{1,63}/cryptoKeys/[\\w-]{1,63}$`),
    'projects/<project>/locations/<region>/keyRings/<ring>/cryptoKeys/<key>',
  );

const googleRegistry = z.strictObject({
  id: z
    .string()
    .regex(
      new RegExp(`^projects/${googleProject}/locations/[a-z0-9-]+/repositories/${googleName}$`),
      'projects/<project>/locations/<region>/repositories/<name>',
    )
    .describe('The repository of Artifact Registry.'),
});

const googleCluster = z.strictObject({
  id: z
    .string()
    .regex(
      new RegExp(`^projects/${googleProject}/locations/[a-z0-9-]+/clusters/${googleName}$`),
      'projects/<project>/locations/<region>/clusters/<name>',
    )
    .describe('The cluster; regional, in the project of the site.'),
  disks: googleKey.describe(disks),
  nodeAccount: z
    .string()
    .regex(/^[a-z0-9-]+@[a-z0-9-]+\.iam\.gserviceaccount\.com$/, '<name>@<project>.iam.gserviceaccount.com')
    .describe('Account that its nodes run as: one of their own, never the default of the project.'),
});

const azureId = (type: string, parts: string): z.ZodString =>
  z
    .string()
    .regex(
      new RegExp(
        `^/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resourceGroups/[\\w.()-]{1,90}/providers/${type}/${parts}$`,
      ),
      `/subscriptions/<id>/resourceGroups/<group>/providers/${type}/...`,
    );

const azureName = '[\\w.-]{1,80}';

const azureSubnet = subnetOf(azureId('Microsoft\\.Network/virtualNetworks', `${azureName}/subnets/${azureName}`));

const zone = (name: string) =>
  azureId('Microsoft\\.Network/privateDnsZones', name.replaceAll('.', '\\.')).describe(
    `Zone ${name.replace('[a-z0-9]+', '<region>')}.`,
  );

const azureNetwork = z.strictObject({
  id: azureId('Microsoft\\.Network/virtualNetworks', azureName).describe('The virtual network.'),
  range,
  subnets: z
    .strictObject({
      nodes: azureSubnet.describe('Machines.'),
      endpoints: azureSubnet.describe('Private endpoints.'),
      controlPlane: azureSubnet.describe('The API server; delegated to Microsoft.ContainerService/managedClusters.'),
    })
    .describe('Subnets, by what lies in them.'),
  egress: z
    .enum(['routes', 'nat-gateway'])
    .default('routes')
    .describe('How nodes leave: by a route of their subnet to a firewall, or by a NAT gateway of their subnet.'),
  flowLogs: madeOrThere.describe('Flow logs of the network: written to an account of the site, or kept by the owner.'),
  privateZones: z
    .strictObject({
      blob: zone('privatelink.blob.core.windows.net'),
      dfs: zone('privatelink.dfs.core.windows.net'),
      events: zone('privatelink.servicebus.windows.net'),
      file: zone('privatelink.file.core.windows.net'),
      kubernetes: zone('privatelink.[a-z0-9]+.azmk8s.io'),
      postgres: zone('privatelink.postgres.database.azure.com'),
      registry: zone('privatelink.azurecr.io'),
      vault: zone('privatelink.vaultcore.azure.net'),
    })
    .optional()
    .describe('Private DNS zones that the owner keeps and links; default: zones of the site, linked to the network.'),
});

const azureKey = z.strictObject({
  id: azureId('Microsoft\\.KeyVault/vaults', '[\\w-]{3,24}/keys/[\\w-]{1,127}').describe('The key, without a version.'),
  identityId: azureId('Microsoft\\.ManagedIdentity/userAssignedIdentities', '[\\w-]{3,128}').describe(
    'Identity that the owner of the key lets use it.',
  ),
});

const azureRegistry = z.strictObject({
  id: azureId('Microsoft\\.ContainerRegistry/registries', '[a-zA-Z0-9]{5,50}').describe('The registry.'),
  privateEndpoint: madeOrThere.describe(
    'The private address of the registry in the network of the site: made, or there already by the owner of the network.',
  ),
});

const azureCluster = z.strictObject({
  id: azureId('Microsoft\\.ContainerService/managedClusters', '[a-zA-Z0-9][\\w-]{0,62}').describe('The cluster.'),
  disks: azureId('Microsoft\\.Compute/diskEncryptionSets', azureName).describe(
    'Disk encryption set of its nodes, with which volumes are encrypted, too.',
  ),
  nodeResourceGroup: z
    .string()
    .regex(/^[\w.()-]{1,90}$/, 'a resource group')
    .describe('Group that AKS made for its machines.'),
  podRange: cidr.describe('Range of pods, inside the cluster only.'),
  serviceRange: cidr.describe('Range of Kubernetes services.'),
});

interface Adoptable<N extends z.ZodType, C extends z.ZodType, K extends z.ZodType, R extends z.ZodType> {
  readonly network: N;
  readonly cluster: C;
  readonly keys: K;
  readonly registry: R;
}

const adopted = <N extends z.ZodType, C extends z.ZodType, K extends z.ZodType, R extends z.ZodType>({
  network,
  cluster,
  keys,
  registry,
}: Adoptable<N, C, K, R>) =>
  z
    .strictObject({
      network: network.optional().describe('A network that somebody else made; default: the site makes its own.'),
      cluster: cluster
        .optional()
        .describe(
          'A Kubernetes cluster that somebody else made in the adopted network, with its machines, which `pools` describes; default: the site makes its own.',
        ),
      keys: keys.optional(),
      registry: registry
        .optional()
        .describe(
          'A registry of images that somebody else made: the site has none of its own, and nodes pull from this one; default: as `registry` says.',
        ),
    })
    .optional()
    .describe('What is there already and is used as it is: looked up and checked, never changed or deleted.');

/** By cloud. */
export const adoptSchemas = {
  aws: adopted({ network: awsNetwork, cluster: awsCluster, keys: keysOf(awsKey), registry: awsRegistry }),
  google: adopted({
    network: googleNetwork,
    cluster: googleCluster,
    keys: keysOf(googleKey),
    registry: googleRegistry,
  }),
  azure: adopted({ network: azureNetwork, cluster: azureCluster, keys: keysOf(azureKey), registry: azureRegistry }),
};

export const importsSchema = z
  .array(
    z.strictObject({
      stack: z.enum(stackNames).describe('Stack of the site.'),
      to: z
        .string()
        .regex(/^[a-z0-9_]+\.[\w-]+$/, 'an address such as aws_vpc.network_vpc_1A2B3C4D')
        .describe('Address of the resource in the stack; `evenkeel addresses` lists them.'),
      id: z.string().min(1).describe('Id of the resource that was made by hand, as its provider wants it.'),
    }),
  )
  .optional()
  .describe('Resources made by hand that stacks take over with their next apply; can be removed afterwards.');
