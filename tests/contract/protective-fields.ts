import type { EvidenceSource } from '../../constructs/contracts';
import type { SiteOutput } from '../../policies/site-output';

/** What a field protects, and how it is known: by words of its path, keys of blocks included. */
const protective: Readonly<Record<string, RegExp>> = {
  encryption: /encrypt|kms|cmek|customer_managed|protection_level|sse_algorithm|key_vault_key|key_type/,
  reach:
    /public|private_(cluster_enabled|ip_google|nodes)|endpoint_(private|enforcement)|enable_private|network_(rules|acls)\.|external_ips|ipv4_enabled|psc_enabled|nested|copy_scope|cross_tenant|uniform_bucket|acls$|object_ownership|security_group(_id)?s$|network_security_group_id$|run_command|shareable_link|default_outbound_access|container_access_type/,
  transport: /tls|ssl|https|transit|client_broker|in_cluster$|sasl/,
  deletion:
    /prevent_destroy|deletion_(protection|policy)|force_destroy|delete_contents|purge|lock_level|skip_final|final_(snapshot|backup)|retain_|delete_automated/,
  recovery:
    /retention|recovery_window|deletion_window|destroy_(scheduled|ttl)|versioning|soft_delete|backup_configuration\.|point_in_time|noncurrent|delete_after|snapshot_retention|multi_az|high_availability\.mode|availability_type/,
  logs: /logging|log_(config|types)|logs_exports|enabled_log|broker_logs|traffic_type|target_bucket$|performance_insights|query_insights|intranode/,
  identity:
    /iam_database|local_(a|user)|shared_access|rbac|role_based|oauth|_wo$|unauthenticated|anonymous|legacy|client_certificate|oidc|workload_(identity_e|identity_config|pool$|metadata)|permissions_boundary|attribute_condition|creator_admin|authentication_mode|via_dns/,
  machines:
    /http_tokens|hop_limit|metadata_tags|shielded|secure_boot|integrity|readonly_port|host_encryption|binary_authorization|os_upgrade_channel/,
  network: /network_(policy|data)|datapath_provider|^(in|e)gress$|deny\.|^access$/,
  rotation: /rotation/,
  rights: /^policy$/,
};

/** Paths that have such a word and protect nothing themselves: names, times and sizes of what does, and what is required. */
const plain = [
  // Versions of values, and identities that use keys.
  /_version$/,
  /identity_id$/,
  // When and where, not whether.
  /\.(start_time|location|retention_unit)$/,
  /^temporary_name_for_rotation$|\.temporary_name_for_rotation$/,
  // Records of a topic and messages of a queue: what they are for says how long they live.
  /^configs\.|^retention_description\.|^message_retention/,
  // Two ways to ask for fewer calls or bytes, neither of which opens anything.
  /bucket_key_enabled$|log_config\.(filter|aggregation_interval|metadata)$/,
  // Where files lie, not how they travel.
  /lifecycle_policy\.transition_to_/,
  // The lifecycle policy of the account lets logs go.
  /^retention_policy\./,
  // The name of the cluster, who may use a disk, and addresses that only go out.
  /dns_prefix_private_cluster$|oauth_scopes$|public_ip_address_id$/,
];

/** Values that stand open already, where that is meant: `cloud.test.ts` and the promises say where it is not. */
const open: readonly [path: RegExp, value: unknown][] = [
  [/^access$|default_action$/, 'Allow'],
  [/^public_network_access_enabled$|^shared_access_key_enabled$/, true],
];

const isProtective = (path: string, value: unknown): boolean =>
  Object.values(protective).some((words) => words.test(path)) &&
  !plain.some((words) => words.test(path)) &&
  !open.some(([words, meant]) => words.test(path) && value === meant);

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** A value in the synthesized output that protects something, and how to spoil it in place. */
export interface ProtectiveField {
  /** `data aws_db_instance storage_encrypted`: the same for all objects of a type. */
  readonly id: string;
  readonly source: EvidenceSource;
  readonly type: string;
  /** The object it is a field of. */
  readonly object: string;
  readonly holder: Json;
  readonly key: string;
}

/** Every leaf of an object: where it is held, and the keys that lead to it. */
function* leaves(holder: Json, path: readonly string[] = []): Generator<{ holder: Json; key: string; path: string }> {
  for (const [key, value] of Object.entries(holder).filter(([name]) => name !== '//')) {
    const blocks = (Array.isArray(value) ? value : [value]).filter(isJson);
    if (blocks.length === 0) yield { holder, key, path: [...path, key].join('.') };
    for (const block of blocks) yield* leaves(block, [...path, key]);
  }
}

/** `spec.metadataOptions.httpTokens` in the spelling of Terraform, which the words are in. */
const inSnakeCase = (path: string): string => path.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase();

const fieldsOf = (source: EvidenceSource, type: string, object: string, body: Json): ProtectiveField[] =>
  [...leaves(body)]
    .filter(({ holder, key, path }) => isProtective(inSnakeCase(path), holder[key]))
    .map(({ holder, key, path }) => ({ id: `${source} ${type} ${path}`, source, type, object, holder, key }));

/** All of them: of resources, stack by stack, and of the objects that machines are made from. */
export function protectiveFields({ stacks, manifests }: SiteOutput): ProtectiveField[] {
  const names = Object.keys(stacks) as (keyof SiteOutput['stacks'])[];
  return [
    ...names.flatMap((stack) =>
      Object.entries(stacks[stack]?.resource ?? {}).flatMap(([type, objects]) =>
        Object.entries(objects).flatMap(([object, body]) => fieldsOf(stack, type, object, body as Json)),
      ),
    ),
    ...manifests.flatMap((manifest) =>
      fieldsOf('kubernetes', manifest.kind, manifest.metadata.name, manifest as unknown as Json),
    ),
  ];
}

/** A policy document once without each of its refusals. */
function withoutARefusal(text: string): string[] {
  const { Statement: statements = [], ...document } = JSON.parse(text) as { Statement?: readonly Json[] };
  return statements
    .filter(({ Effect }) => Effect === 'Deny')
    .map((refusal) =>
      JSON.stringify({ ...document, Statement: statements.filter((statement) => statement !== refusal) }),
    );
}

/** What a value may become when somebody weakens it; a field that is gone is one of them. */
function weaker(value: unknown): unknown[] {
  if (typeof value === 'string' && value.startsWith('{"Version"')) return [undefined, ...withoutARefusal(value)];
  if (typeof value === 'boolean') return [undefined, !value];
  if (typeof value === 'number' && value > 0) return [undefined, 0];
  return [undefined];
}

/** Runs with each weaker value in place, and puts the field back. */
export function spoiled<T>({ holder, key }: ProtectiveField, run: () => T): T[] {
  const value = holder[key];
  try {
    return weaker(value).map((other) => {
      if (other === undefined) delete holder[key];
      else holder[key] = other;
      return run();
    });
  } finally {
    holder[key] = value;
  }
}
