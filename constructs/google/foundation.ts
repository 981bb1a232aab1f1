import { KmsKeyRing } from '@cdktf/provider-google/lib/kms-key-ring';
import { Construct } from 'constructs';
import type { GoogleSite } from '../../environments/model';
import type { Foundation } from '../contracts';
import { GoogleKey } from './key';
import { keyRingName } from './names';
import { serviceAgentMember } from './service-agents';

export interface GoogleFoundationProps {
  readonly site: GoogleSite;
}

/**
 * What the needs of a site share: the ring of its data keys and the site's data key. The service agents that keys are
 * shared with were made by `GoogleState`.
 */
export class GoogleFoundation extends Construct implements Foundation {
  readonly dataKey: GoogleKey;
  private readonly site: GoogleSite;
  private readonly keyRing: KmsKeyRing;

  constructor(scope: Construct, id: string, { site }: GoogleFoundationProps) {
    super(scope, id);
    this.site = site;
    this.keyRing = new KmsKeyRing(this, 'key-ring', { name: keyRingName(site, 'data'), location: site.region });
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
      users: {
        ...(site.providers.kafka === 'managed' ? { kafka: member('managedKafka') } : {}),
        sql: member('sql'),
        'secret-manager': member('secretManager'),
        storage: member('storage'),
      },
    });
  }
}
