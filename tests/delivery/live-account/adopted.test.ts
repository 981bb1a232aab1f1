import { readAwsAccount } from '../../../delivery/live-account/aws';
import { azureReader } from '../../../delivery/live-account/azure';
import { googleReader } from '../../../delivery/live-account/google';
import type { Cloud, GoogleSite, SiteByCloud } from '../../../environments/model';
import { adoptedChecks } from '../../../policies/preflight/adopted-checks';
import type { LiveAccount } from '../../../policies/preflight/live-account';
import { adoptedInputs, adoptedRegistries, adoptedSites, clusterInputs, ownImages } from '../../fixtures/adopted-sites';
import { adoptedZoneEnvironment, adoptedZoneInput, adoptedZones } from '../../fixtures/adopted-zone';
import { type Answer, AnsweringServer, type Asked } from './answering-server';

// Other work on the machine must not fail it.
jest.setTimeout(60_000);

const { aws, google, azure } = adoptedSites();

/** The site that has a zone of somebody else, and adopts nothing besides. */
const withZone = <C extends Cloud>(by: C): SiteByCloud[C] => {
  const site = adoptedZoneEnvironment(by).sites.find(({ cloud }) => cloud === by);
  if (!site) throw new Error(`no site on ${by}`);
  return site as SiteByCloud[C];
};
const { domain } = adoptedZoneInput('aws');
const nothing = { quotas: [], machineTypes: [] };
const missing: Answer = { status: 404, body: { error: { status: 'NOT_FOUND', message: 'no' } } };

let server: AnsweringServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

const actsOf = (site: typeof aws | typeof google | typeof azure, live: LiveAccount) =>
  adoptedChecks(site, '2026-11-21', live)
    .filter(({ status }) => status === 'act')
    .map(({ subject, message }) => [subject, message.replaceAll(/ \(got.*/g, '')]);

const lastPart = (url: string): string => url.replace(/\?.*/, '').split('/').at(-1) ?? '';

describe('on Google Cloud', () => {
  const { podRange, serviceRange, subnets } = adoptedInputs.google.network;
  const secondaryIpRanges = [podRange, serviceRange].map(({ name, cidr }) => ({ rangeName: name, ipCidrRange: cidr }));
  const cidrs = Object.values(subnets).map(({ id, cidr }): [string, string] => [lastPart(id), cidr]);
  const sound = ({ url }: Asked): Record<string, unknown> => ({
    ipCidrRange: Object.fromEntries(cidrs)[lastPart(url)],
    privateIpGoogleAccess: true,
    logConfig: { enable: true },
    secondaryIpRanges,
    rotationPeriod: '7776000s',
    versionTemplate: { protectionLevel: 'HSM' },
  });

  async function read(answer: (asked: Asked) => Answer): Promise<LiveAccount> {
    server = await AnsweringServer.start(answer);
    const { url } = server;
    return googleReader({
      compute: url,
      quotas: url,
      keys: url,
      dns: url,
      images: url,
      clusters: url,
      token: async () => 'x',
    })(google, nothing);
  }

  it('has nothing to say of what is as it should be', async () => {
    expect(actsOf(google, await read((asked) => ({ body: sound(asked) })))).toEqual([]);
  });

  it('names what is not there, and what misses a property', async () => {
    const live = await read((asked) => {
      if (asked.url.endsWith('/ml-endpoints')) return missing;
      if (asked.url.endsWith('/ml-nodes')) return { body: { ...sound(asked), logConfig: undefined } };
      if (asked.url.endsWith('/cryptoKeys/data')) return { body: { versionTemplate: { protectionLevel: 'SOFTWARE' } } };
      return { body: sound(asked) };
    });
    expect(actsOf(google, live)).toEqual([
      ['adopt.network.subnets.nodes', 'ADOPT_PROPERTY: the subnet keeps no flow logs'],
      [
        'adopt.network.subnets.endpoints',
        'ADOPT_MISSING: there is no projects/acme-network-host/regions/europe-west1/subnetworks/ml-endpoints, or these credentials may not see it',
      ],
      ['adopt.keys.data', 'ADOPT_PROPERTY: the key does not rotate by itself'],
      ['adopt.keys.data', 'ADOPT_PROPERTY: the key does not lie in hardware'],
    ]);
  });
});

const withRegistry = adoptedSites(
  {
    aws: { registry: adoptedRegistries.aws },
    google: { registry: adoptedRegistries.google },
    azure: { registry: adoptedRegistries.azure },
  },
  ownImages,
);

describe('a registry', () => {
  it('of Google Cloud is for own images, encrypted, scanned, immutable and cleaned up', async () => {
    const sound = {
      format: 'DOCKER',
      mode: 'STANDARD_REPOSITORY',
      kmsKeyName: 'key',
      dockerConfig: { immutableTags: true },
      vulnerabilityScanningConfig: { enablementState: 'SCANNING_ACTIVE' },
      cleanupPolicies: { untagged: { condition: { tagState: 'UNTAGGED' } } },
    };
    const read = async (body: object) => {
      server = await AnsweringServer.start(({ url }) =>
        url.endsWith(adoptedRegistries.google.id) ? { body } : { body: {} },
      );
      const { url } = server;
      const apis = {
        compute: url,
        quotas: url,
        keys: url,
        dns: url,
        images: url,
        clusters: url,
        token: async () => 'x',
      };
      const acts = actsOf(withRegistry.google, await googleReader(apis)(withRegistry.google, nothing));
      await server.stop();
      return acts;
    };
    expect(await read(sound)).toEqual([]);
    expect(await read({ ...sound, mode: 'REMOTE_REPOSITORY', cleanupPolicyDryRun: true })).toEqual([
      ['adopt.registry.id', 'ADOPT_PROPERTY: is none for own images'],
      ['adopt.registry.id', 'ADOPT_PROPERTY: images without a tag are kept for ever'],
    ]);
    expect(await read({ format: 'DOCKER', mode: 'STANDARD_REPOSITORY' })).toHaveLength(4);
  });

  it('of Azure is closed, encrypted and cleaned up', async () => {
    const site = withRegistry.azure;
    const properties = {
      publicNetworkAccess: 'Disabled',
      encryption: { status: 'enabled' },
      policies: { retentionPolicy: { status: 'enabled' } },
    };
    const read = async (answer: Answer) => {
      server = await AnsweringServer.start(({ url }) =>
        url.includes('/registries/') ? answer : { body: { value: [] } },
      );
      const acts = actsOf(
        site,
        await azureReader({ resourceManager: server.url, token: async () => 'x' })(site, nothing),
      );
      await server.stop();
      return acts;
    };
    expect(await read({ body: { location: site.region, properties } })).toEqual([]);
    expect(await read({ body: { location: site.region, properties: { adminUserEnabled: true } } })).toEqual([
      ['adopt.registry.id', 'ADOPT_PROPERTY: answers to the internet'],
      ['adopt.registry.id', 'ADOPT_PROPERTY: lets in who has not signed in by Entra ID'],
      ['adopt.registry.id', 'ADOPT_PROPERTY: images are not encrypted with an own key'],
      ['adopt.registry.id', 'ADOPT_PROPERTY: images without a tag are kept for ever'],
    ]);
    expect(await read(missing)).toHaveLength(1);
  });
});

const withCluster = adoptedSites(clusterInputs, ownImages);
const actsOfCluster = (site: typeof aws | typeof google | typeof azure, live: LiveAccount) =>
  actsOf(site, live).filter(([subject]) => subject === 'adopt.cluster.id');

describe('a cluster', () => {
  it('of Google Cloud is encrypted, has identities, and lets in principals of IAM only', async () => {
    const site = withCluster.google;
    const read = async (answer: Answer) => {
      server = await AnsweringServer.start(({ url }) =>
        url.endsWith(clusterInputs.google.cluster.id) ? answer : { body: {} },
      );
      const { url } = server;
      const apis = {
        compute: url,
        quotas: url,
        keys: url,
        dns: url,
        images: url,
        clusters: url,
        token: async () => 'x',
      };
      const acts = actsOfCluster(site, await googleReader(apis)(site, nothing));
      await server.stop();
      return acts;
    };
    const sound = {
      currentMasterVersion: `${site.kubernetesVersion}.1-gke.1`,
      databaseEncryption: { state: 'ENCRYPTED' },
      workloadIdentityConfig: { workloadPool: 'pool' },
    };
    expect(await read({ body: sound })).toEqual([]);
    const controlPlaneEndpointsConfig = { dnsEndpointConfig: { enableK8sTokensViaDns: true } };
    expect(await read({ body: { controlPlaneEndpointsConfig } })).toEqual([
      ['adopt.cluster.id', `ADOPT_PROPERTY: does not run Kubernetes ${site.kubernetesVersion}`],
      ['adopt.cluster.id', 'ADOPT_PROPERTY: Kubernetes secrets are not encrypted with an own key'],
      ['adopt.cluster.id', 'ADOPT_PROPERTY: pods have no identities'],
      [
        'adopt.cluster.id',
        'ADOPT_PROPERTY: tokens or certificates of Kubernetes pass by the DNS name of the API server, from anywhere',
      ],
    ]);
    expect(await read(missing)).toHaveLength(1);
  });

  it('of Azure is private, without local accounts, locked, and in the stated subnet', async () => {
    const site = { ...withCluster.azure, deletionProtection: true };
    const read = async (cluster: Answer, locks: readonly object[]) => {
      server = await AnsweringServer.start(({ url }) => {
        if (url.includes('/locks')) return { body: { value: locks } };
        return url.includes('/managedClusters/') ? cluster : { body: { value: [] } };
      });
      const reader = azureReader({ resourceManager: server.url, token: async () => 'x' });
      const acts = actsOfCluster(site, await reader(site, nothing));
      await server.stop();
      return acts;
    };
    const properties = {
      currentKubernetesVersion: `${site.kubernetesVersion}.1`,
      disableLocalAccounts: true,
      apiServerAccessProfile: {
        enablePrivateCluster: true,
        disableRunCommand: true,
        subnetId: clusterInputs.azure.network.subnets.controlPlane.id,
      },
      securityProfile: { workloadIdentity: { enabled: true } },
      agentPoolProfiles: [{ name: 'system', enableEncryptionAtHost: true }],
    };
    expect(await read({ body: { properties } }, [{ properties: { level: 'CanNotDelete' } }])).toEqual([]);
    expect(await read({ body: { properties: { agentPoolProfiles: [{ name: 'system' }] } } }, [])).toHaveLength(7);
    expect(await read(missing, [])).toEqual([
      ['adopt.cluster.id', expect.stringMatching(/^ADOPT_MISSING: there is no /)],
      ['adopt.cluster.id', 'ADOPT_PROPERTY: no lock keeps the cluster from being deleted by accident'],
    ]);
  });
});

describe('a public zone', () => {
  const zoneOn = async (site: GoogleSite, body: object): Promise<unknown[]> => {
    server = await AnsweringServer.start(({ url }) => (url.endsWith(adoptedZones.google) ? { body } : { body: {} }));
    const { url } = server;
    const apis = { compute: url, quotas: url, keys: url, dns: url, images: url, clusters: url, token: async () => 'x' };
    return actsOf(site, await googleReader(apis)(site, nothing));
  };

  it('of Google Cloud is public, signed and that of the domain', async () => {
    const site = withZone('google');
    const sound = { dnsName: `${domain}.`, visibility: 'public', dnssecConfig: { state: 'on' } };
    expect(await zoneOn(site, sound)).toEqual([]);
    await server?.stop();
    expect(await zoneOn(site, { dnsName: 'other.example.', visibility: 'private' })).toEqual([
      ['edge.dns.adopt', `ADOPT_PROPERTY: is not the zone of ${domain}`],
      ['edge.dns.adopt', 'ADOPT_PROPERTY: answers inside networks only'],
      ['edge.dns.adopt', 'ADOPT_PROPERTY: answers of the zone are not signed'],
    ]);
  });

  it('of Azure is there, and has public name servers', async () => {
    const site = withZone('azure');
    const read = async (answer: Answer) => {
      server = await AnsweringServer.start(({ url }) =>
        url.includes('/dnsZones/') ? answer : { body: { value: [] } },
      );
      return actsOf(site, await azureReader({ resourceManager: server.url, token: async () => 'x' })(site, nothing));
    };
    expect(
      await read({ body: { properties: { zoneType: 'Public', nameServers: ['ns1-01.azure-dns.com.'] } } }),
    ).toEqual([]);
    await server?.stop();
    expect(await read({ body: { properties: { zoneType: 'Private' } } })).toHaveLength(1);
    await server?.stop();
    expect(await read(missing)).toEqual([['edge.dns.adopt', expect.stringMatching(/^ADOPT_MISSING: there is no /)]]);
  });
});

describe('on Azure', () => {
  const cidrs = Object.values(adoptedInputs.azure.network.subnets).map(({ id, cidr }): [string, string] => [
    lastPart(id),
    cidr,
  ]);
  const sound = ({ url }: Asked): Record<string, unknown> => ({
    location: azure.region,
    properties: {
      addressPrefix: Object.fromEntries(cidrs)[lastPart(url)],
      networkSecurityGroup: { id: 'group' },
      routeTable: { id: 'routes' },
      delegations: [{ properties: { serviceName: 'Microsoft.ContainerService/managedClusters' } }],
      kty: 'RSA-HSM',
      rotationPolicy: { lifetimeActions: [{ action: { type: 'rotate' } }] },
    },
    value: [],
  });

  async function read(answer: (asked: Asked) => Answer): Promise<LiveAccount> {
    server = await AnsweringServer.start(answer);
    return azureReader({ resourceManager: server.url, token: async () => 'x' })(azure, nothing);
  }

  it('has nothing to say of what is as it should be', async () => {
    expect(actsOf(azure, await read((asked) => ({ body: sound(asked) })))).toEqual([]);
  });

  it('names what is not there, and what misses a property', async () => {
    const live = await read((asked) => {
      if (asked.url.includes('/userAssignedIdentities/ml-disks')) return missing;
      if (asked.url.includes('/subnets/ml-api-server')) {
        return { body: { properties: { addressPrefix: '172.22.17.0/28', networkSecurityGroup: { id: 'group' } } } };
      }
      if (asked.url.includes('/keys/cluster')) return { body: { properties: { kty: 'RSA-HSM' } } };
      return { body: sound(asked) };
    });
    expect(actsOf(azure, live).map(([subject, message]) => [subject, message?.slice(0, 60)])).toEqual([
      ['adopt.network.subnets.controlPlane', 'ADOPT_PROPERTY: is not delegated to Microsoft.ContainerServi'],
      ['adopt.keys.disks.identityId', expect.stringMatching(/^ADOPT_MISSING: there is no \/subscriptions/)],
      ['adopt.keys.cluster.id', 'ADOPT_PROPERTY: the key does not rotate by itself'],
    ]);
  });
});

describe('on AWS', () => {
  const keys = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_ENDPOINT_URL', 'AWS_MAX_ATTEMPTS'] as const;
  const before = Object.fromEntries(keys.map((key) => [key, process.env[key]]));
  afterEach(() => {
    for (const key of keys) {
      const value = before[key];
      if (value === undefined) delete process.env[key];
      else process.env[key] = value;
    }
  });

  const xml = (name: string, content: string): Answer => ({
    headers: { 'content-type': 'text/xml' },
    body: `<${name}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${content}</${name}Response>`,
  });
  const all = Object.values(adoptedInputs.aws.network.subnets).flatMap((zones) =>
    zones.map(({ id, cidr }, index) => ({ id, cidr, zone: aws.zones[index] })),
  );

  /** As EC2 and KMS answer; the first subnet of pods is not there, and the second of data is public. */
  const answered = ({ headers, body }: Asked): Answer => {
    const operation = String(headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    if (operation === 'DescribeKey') return { body: { KeyMetadata: { KeyId: 'k', KeyState: 'Enabled' } } };
    if (operation === 'GetKeyRotationStatus') return { body: { KeyRotationEnabled: !body.includes('22222222-') } };
    if (body.includes('DescribeVpcAttribute')) {
      const which = body.includes('enableDnsHostnames') ? 'enableDnsHostnames' : 'enableDnsSupport';
      return xml('DescribeVpcAttribute', `<${which}><value>true</value></${which}>`);
    }
    const subnet = all.find(({ id }) => body.includes(id));
    if (!subnet || subnet.id === adoptedInputs.aws.network.subnets.pods[0]?.id) {
      return {
        status: 400,
        headers: { 'content-type': 'text/xml' },
        body: '<Response><Errors><Error><Code>InvalidSubnetID.NotFound</Code><Message>no</Message></Error></Errors></Response>',
      };
    }
    const isPublic = subnet.id === adoptedInputs.aws.network.subnets.data[1]?.id;
    return xml(
      'DescribeSubnets',
      `<subnetSet><item><subnetId>${subnet.id}</subnetId><vpcId>${adoptedInputs.aws.network.id}</vpcId><availabilityZone>${subnet.zone}</availabilityZone><cidrBlock>${subnet.cidr}</cidrBlock><mapPublicIpOnLaunch>${isPublic}</mapPublicIpOnLaunch></item></subnetSet>`,
    );
  };

  const start = async (answer: (asked: Asked) => Answer): Promise<void> => {
    server = await AnsweringServer.start(answer);
    Object.assign(process.env, {
      AWS_ACCESS_KEY_ID: 'x',
      AWS_SECRET_ACCESS_KEY: 'x',
      AWS_MAX_ATTEMPTS: '1',
      AWS_ENDPOINT_URL: server.url,
    });
  };

  it.each([
    ['SIGNING', 'false', domain, []],
    [
      'NOT_SIGNING',
      'true',
      'other.example',
      [`is not the zone of ${domain}`, 'answers inside networks only', 'answers of the zone are not signed'],
    ],
  ])('says of a public zone that is %s, private %s and of %s: %j', async (signing, isPrivate, name, lacks) => {
    await start(({ url }) => ({
      headers: { 'content-type': 'text/xml' },
      body: url.endsWith('/dnssec')
        ? `<GetDNSSECResponse><Status><ServeSignature>${signing}</ServeSignature></Status><KeySigningKeys/></GetDNSSECResponse>`
        : `<GetHostedZoneResponse><HostedZone><Id>/hostedzone/Z1</Id><Name>${name}.</Name><Config><PrivateZone>${isPrivate}</PrivateZone></Config></HostedZone></GetHostedZoneResponse>`,
    }));
    const site = withZone('aws');
    expect(actsOf(site, await readAwsAccount(site, nothing))).toEqual(
      lacks.map((message) => ['edge.dns.adopt', `ADOPT_PROPERTY: ${message}`]),
    );
  });

  it('reads the key of Kubernetes secrets and the addresses of the API server of a cluster', async () => {
    const site = withCluster.aws;
    const of = async (cluster: Answer) => {
      await start((asked) => (asked.url.includes('/clusters/acme-ml') ? cluster : answered(asked)));
      const acts = actsOfCluster(site, await readAwsAccount(site, nothing));
      await server?.stop();
      return acts;
    };
    const sound = {
      version: site.kubernetesVersion,
      encryptionConfig: [{ resources: ['secrets'], provider: { keyArn: 'arn:aws:kms:eu-west-1:1:key/1' } }],
      resourcesVpcConfig: { endpointPublicAccess: false, endpointPrivateAccess: true },
      accessConfig: { authenticationMode: 'API' },
    };
    expect(await of({ body: { cluster: sound } })).toEqual([]);
    expect(await of({ body: { cluster: { ...sound, encryptionConfig: [] } } })).toEqual([
      ['adopt.cluster.id', 'ADOPT_PROPERTY: Kubernetes secrets are not encrypted with an own key'],
    ]);
    expect(await of({ body: { cluster: { version: '1.20' } } })).toHaveLength(4);
    const none = { status: 404, headers: { 'x-amzn-errortype': 'ResourceNotFoundException' }, body: { message: 'no' } };
    expect(await of(none)).toEqual([['adopt.cluster.id', expect.stringMatching(/^ADOPT_MISSING/)]]);
  });

  /** As ECR answers; the second repository is open, and nothing of it is ever deleted. */
  const ofEcr = ({ headers, body }: Asked): Answer => {
    const operation = String(headers['x-amz-target'] ?? '').replace(/^.*\./, '');
    const isSound = body.includes('acme/ml/models/churn');
    const none = (code: string): Answer => ({ status: 400, body: { __type: code, message: 'no' } });
    if (operation === 'GetLifecyclePolicy') {
      const lifecyclePolicyText = '{"rules":[{"selection":{"tagStatus":"untagged"}}]}';
      return isSound ? { body: { lifecyclePolicyText } } : none('LifecyclePolicyNotFoundException');
    }
    if (operation === 'GetRepositoryPolicy') {
      return isSound ? none('RepositoryPolicyNotFoundException') : { body: { policyText: '{"Principal": "*"}' } };
    }
    return {
      body: {
        repositories: [
          {
            imageTagMutability: isSound ? 'IMMUTABLE' : 'MUTABLE',
            imageScanningConfiguration: { scanOnPush: isSound },
            encryptionConfiguration: { encryptionType: isSound ? 'KMS' : 'AES256' },
          },
        ],
      },
    };
  };

  it('looks at each repository of a registry', async () => {
    await start(ofEcr);
    const { aws: site } = withRegistry;
    expect(actsOf(site, await readAwsAccount(site, nothing)).map(([, message]) => message)).toEqual([
      'ADOPT_PROPERTY: a tag of the repository can be written twice',
      'ADOPT_PROPERTY: images are not scanned when they are pushed',
      'ADOPT_PROPERTY: images are not encrypted with a key of KMS',
      'ADOPT_PROPERTY: images without a tag are kept for ever',
      'ADOPT_PROPERTY: the policy of the repository lets every account in',
    ]);
  });

  it('says that a repository is not there', async () => {
    await start(() => ({ status: 400, body: { __type: 'RepositoryNotFoundException', message: 'no' } }));
    const { aws: site } = withRegistry;
    expect(actsOf(site, await readAwsAccount(site, nothing))[0]).toEqual([
      'adopt.registry',
      expect.stringContaining(`ADOPT_MISSING: there is no ${adoptedRegistries.aws.id}/models/churn`),
    ]);
  });

  it('says that a public zone is not there', async () => {
    await start(() => ({
      status: 404,
      headers: { 'content-type': 'text/xml' },
      body: '<ErrorResponse><Error><Type>Sender</Type><Code>NoSuchHostedZone</Code><Message>no</Message></Error></ErrorResponse>',
    }));
    const site = withZone('aws');
    expect(actsOf(site, await readAwsAccount(site, nothing))).toEqual([
      ['edge.dns.adopt', expect.stringContaining(`ADOPT_MISSING: there is no ${adoptedZones.aws}`)],
    ]);
  });

  it('names what is not there, and what misses a property, the rotation of keys included', async () => {
    await start(answered);
    expect(actsOf(aws, await readAwsAccount(aws, nothing))).toEqual([
      [
        'adopt.network.subnets.pods[0]',
        `ADOPT_MISSING: there is no ${adoptedInputs.aws.network.subnets.pods[0]?.id}, or these credentials may not see it`,
      ],
      ['adopt.network.subnets.data[1]', 'ADOPT_PROPERTY: gives its machines public addresses'],
      ['adopt.keys.disks', 'ADOPT_PROPERTY: the key does not rotate by itself'],
    ]);
  });
});
