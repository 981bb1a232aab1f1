import type { Site } from '../../environments/model';

/** What binds the account of a site; `undefined`: its organisation does that centrally, or the site has no account. */
export const guardrailsOf = (site: Site) => ('governance' in site ? site.governance?.guardrails : undefined);

/** What nobody in the account can do, by the cloud's own policies. Which policies they are each cloud says. */
export const guardrails = {
  regions: 'Nothing is made outside the regions of the sites',
  publicStorage: 'No storage is opened to the public',
  encryption: 'Storage of data without the encryption that the platform uses is refused',
  tags: 'What keeps data or runs it is refused without the tags of the platform',
  publicDatabases: 'No database gets a public address',
  publicMachines: 'No machine gets a public address',
  tls: 'Data is reached by current TLS only',
  longLivedKeys: 'Nobody makes a key or a password that outlives its use',
  trail: 'Nobody stops what records and watches the account',
  machines: 'No machine starts whose credentials a forwarded request could take, or whose boot is not verified',
} as const;

export type GuardrailName = keyof typeof guardrails;

/** One entry a guardrail; a cloud that misses one does not compile. */
export type PerGuardrail<T> = { readonly [G in GuardrailName]: T };

/** Tags without which what keeps data is refused: who answers, who pays, what it is for, how sensitive it is. */
export const requiredTags = ['environment', 'owner', 'cost-centre', 'data-class'] as const;
