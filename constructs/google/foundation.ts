import { DataGoogleStorageProjectServiceAccount } from '@cdktf/provider-google/lib/data-google-storage-project-service-account';
import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../environments/model';
import type { Foundation } from '../contracts';
import { GoogleServiceAgents } from './bridge';
import { GoogleKey } from './key';
import { keyRingName } from './names';
import { serviceAgentMember } from './service-agents';

export interface GoogleFoundationProps {
  readonly site: GoogleSite;
}

/** What the needs of a site share: the ring of its data keys, the site's data key, and the service agents that use them. */
export class GoogleFoundation extends Construct implements Foundation {
  readonly dataKey: GoogleKey;
  private readonly site: GoogleSite;
  private readonly keyRing: KmsKeyRing;
  private readonly agents: readonly ITerraformDependable[];

  constructor(scope: Construct, id: string, { site }: GoogleFoundationProps) {
    super(scope, id);
    this.site = site;
    this.keyRing = new KmsKeyRing(this, 'key-ring', { name: keyRingName(site, 'data'), location: site.region });
    this.agents = [
      new GoogleServiceAgents(this, 'sql-agents', { site, service: 'sqladmin.googleapis.com' }),
      new GoogleServiceAgents(this, 'secret-manager-agents', { site, service: 'secretmanager.googleapis.com' }),
      // Reading the account of Cloud Storage makes it.
      new DataGoogleStorageProjectServiceAccount(this, 'storage-agent', { project: site.projectId }),
    ];
    this.dataKey = this.addKey(this, 'data-key', 'data');
  }

  /** A key that databases, buckets and secrets of the site may be encrypted with. */
  addKey(scope: Construct, id: string, name: string): GoogleKey {
    const { site, keyRing } = this;
    const member = (agent: Parameters<typeof serviceAgentMember>[1]) => serviceAgentMember(site, agent);
    return new GoogleKey(scope, id, {
      site,
      keyRing,
      name,
      users: { sql: member('sql'), 'secret-manager': member('secretManager'), storage: member('storage') },
      after: this.agents,
    });
  }
}
