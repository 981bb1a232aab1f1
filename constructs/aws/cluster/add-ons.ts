import { EksAddon } from '@cdktf/provider-aws/lib/eks-addon';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { AwsSite } from '../../../environments/model';
import { AwsRole, podTrust, type Statement } from '../iam';

/** What an add-on's own pods need of AWS. */
interface AddOnIdentity {
  readonly serviceAccount: string;
  readonly managedPolicy: string;
  readonly grants: (diskKeyId: string) => readonly Statement[];
}

interface AddOn {
  readonly name: string;
  /** As the add-on's own schema has it. Default: none. */
  readonly configuration?: Readonly<Record<string, unknown>>;
  /** Default: it needs nothing of AWS. */
  readonly identity?: AddOnIdentity;
}

/** What nodes need to become ready. The agent comes first: the network plugin gets its credentials from it. */
const beforeNodes: readonly AddOn[] = [
  { name: 'eks-pod-identity-agent' },
  { name: 'kube-proxy' },
  {
    name: 'vpc-cni',
    configuration: {
      enableNetworkPolicy: 'true',
      nodeAgent: { enablePolicyEventLogs: 'true' },
      env: {
        // Whole prefixes: a small machine runs as many pods as its kubelet allows.
        ENABLE_PREFIX_DELEGATION: 'true',
        WARM_PREFIX_TARGET: '1',
        ENABLE_SUBNET_DISCOVERY: 'true',
        // Pods keep their address towards other sites and operators; NAT gateways translate what leaves.
        AWS_VPC_K8S_CNI_EXTERNALSNAT: 'true',
      },
    },
    identity: { serviceAccount: 'aws-node', managedPolicy: 'AmazonEKS_CNI_Policy', grants: () => [] },
  },
];

/** EBS volumes are encrypted with the key of the site's disks. */
const useDiskKey = (diskKeyId: string): Statement[] => [
  {
    actions: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncrypt*'],
    resources: [diskKeyId],
  },
  {
    actions: ['kms:CreateGrant'],
    resources: [diskKeyId],
    conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  },
];

/** What runs on nodes. */
const afterNodes: readonly AddOn[] = [
  { name: 'coredns', configuration: { autoScaling: { enabled: true, minReplicas: 3, maxReplicas: 10 } } },
  {
    name: 'aws-ebs-csi-driver',
    // Whether or not the controller of snapshots was there first.
    configuration: { sidecars: { snapshotter: { forceEnable: true } } },
    identity: {
      serviceAccount: 'ebs-csi-controller-sa',
      managedPolicy: 'service-role/AmazonEBSCSIDriverPolicy',
      grants: useDiskKey,
    },
  },
  // Definitions of snapshots, and who makes them; the driver above copies the volume.
  { name: 'snapshot-controller' },
  { name: 'eks-node-monitoring-agent' },
  { name: 'metrics-server' },
];

/** Mounts file systems that were made before: it makes none, so it needs nothing of AWS. */
const files: readonly AddOn[] = [{ name: 'aws-efs-csi-driver' }];

export const addOns = { beforeNodes, afterNodes, files } as const;

export interface AwsAddOnsProps {
  readonly site: AwsSite;
  readonly clusterName: string;
  readonly diskKeyId: string;
  readonly addOns: readonly AddOn[];
  readonly dependsOn: readonly ITerraformDependable[];
}

/**
 * Software that Amazon keeps for the cluster, each with an identity of its own where it needs one. EKS picks the version
 * that goes with the cluster's Kubernetes version when an add-on is made and leaves it there.
 */
export class AwsAddOns extends Construct {
  readonly ready: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, props: AwsAddOnsProps) {
    super(scope, id);
    this.ready = props.addOns.map((addOn) => this.addOn(addOn, props));
  }

  private addOn({ name, configuration, identity }: AddOn, props: AwsAddOnsProps): EksAddon {
    const role = identity && this.role(name, identity, props);
    return new EksAddon(this, name, {
      clusterName: props.clusterName,
      addonName: name,
      ...(configuration ? { configurationValues: JSON.stringify(configuration) } : {}),
      ...(identity && role
        ? { podIdentityAssociation: [{ serviceAccount: identity.serviceAccount, roleArn: role.arn }] }
        : {}),
      resolveConflictsOnCreate: 'OVERWRITE',
      resolveConflictsOnUpdate: 'OVERWRITE',
      dependsOn: [...props.dependsOn, ...(role?.ready ?? [])],
    });
  }

  private role(name: string, identity: AddOnIdentity, { site, diskKeyId }: AwsAddOnsProps): AwsRole {
    const { serviceAccount, managedPolicy, grants } = identity;
    return new AwsRole(this, `${name}-role`, {
      site,
      name: [name],
      description: `Add-on ${name} of ${site.name}`,
      trust: podTrust({ site, namespace: 'kube-system', serviceAccount }),
      managedPolicies: [managedPolicy],
      grants: grants(diskKeyId),
    });
  }
}
