import type { ComputeVpnTunnel } from '@cdktf/provider-google/lib/compute-vpn-tunnel';
import type { ContainerCluster } from '@cdktf/provider-google/lib/container-cluster';
import type { ManagedKafkaCluster } from '@cdktf/provider-google/lib/managed-kafka-cluster';
import type { ManagedKafkaTopic } from '@cdktf/provider-google/lib/managed-kafka-topic';
import type { SqlDatabaseInstance } from '@cdktf/provider-google/lib/sql-database-instance';
import { type ITerraformDependable, TerraformResource, type TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import type { GoogleSite } from '../../environments/model';
import type { TunnelKey } from '../contracts';

/*
 * What the frozen bindings (google 6.50) lack against the current provider (google 7.46), all of it in this file.
 */

/** The bindings ask for google ~> 6.0; the stacks are written for, and checked with, the current major. */
export const requireCurrentProvider = (stack: TerraformStack): void => {
  stack.addOverride('terraform.required_providers.google.version', '~> 7.46');
  // Write-only arguments and ephemeral values.
  stack.addOverride('terraform.required_version', '>= 1.11.0');
};

export interface GoogleServiceAgentsProps {
  readonly site: GoogleSite;
  /** e.g. `sqladmin.googleapis.com` */
  readonly service: string;
  /** Default: nothing. */
  readonly dependsOn?: ITerraformDependable[];
}

/**
 * `google_workload_identity_service_agent`, new in 7: makes the accounts that a service works with. Turning a service
 * on does not make them, and a key cannot be shared with an account that does not exist yet. Google never deletes them.
 */
export class GoogleServiceAgents extends TerraformResource {
  static readonly tfResourceType = 'google_workload_identity_service_agent';
  private readonly parent: string;

  constructor(scope: Construct, id: string, props: GoogleServiceAgentsProps) {
    super(scope, id, {
      terraformResourceType: GoogleServiceAgents.tfResourceType,
      terraformGeneratorMetadata: { providerName: 'google', providerVersion: '7.46.0' },
      dependsOn: props.dependsOn,
    });
    this.parent = `projects/${props.site.projectNumber}/locations/global/serviceProducers/${props.service}`;
  }

  protected override synthesizeAttributes(): { [name: string]: unknown } {
    return { parent: this.parent };
  }
}

/** `dns_endpoint_config` has two switches in 7: neither Kubernetes tokens nor client certificates pass the DNS endpoint. */
export const allowOnlyIamOnDnsEndpoint = (cluster: ContainerCluster): void => {
  const path = 'control_plane_endpoints_config.dns_endpoint_config';
  cluster.addOverride(`${path}.enable_k8s_tokens_via_dns`, false);
  cluster.addOverride(`${path}.enable_k8s_certs_via_dns`, false);
};

/** `default_compute_class_enabled` is new in 7: pods that choose no class get machines of the class `default`. */
export const useDefaultComputeClass = (cluster: ContainerCluster): void =>
  cluster.addOverride('cluster_autoscaling.default_compute_class_enabled', true);

/** `final_backup_config` is new in 7: a database that is deleted after all leaves a last backup. */
export const keepFinalBackup = (instance: SqlDatabaseInstance, retentionDays: number): void =>
  instance.addOverride('settings.final_backup_config', { enabled: true, retention_days: retentionDays });

/** `deletion_policy` of Kafka's resources is new in 7: the provider refuses to delete them. */
export const refuseDeletion = (resource: ManagedKafkaCluster | ManagedKafkaTopic): void =>
  resource.addOverride('deletion_policy', 'PREVENT');

/** `shared_secret_wo` is new in 7: the key of a tunnel is written, never kept. Another version makes the tunnel anew. */
export const writeSharedSecret = (tunnel: ComputeVpnTunnel, key: Pick<TunnelKey, 'value' | 'version'>): void => {
  tunnel.addOverride('shared_secret', undefined);
  tunnel.addOverride('shared_secret_wo', key.value);
  tunnel.addOverride('shared_secret_wo_version', key.version);
};
