/** Verbs by what they act on: `{ ec2: ['CreateVpc'] }` is `ec2:CreateVpc`, each cloud with its own sign between the two. */
export type Verbs = Readonly<Record<string, readonly string[]>>;

/** What Terraform asks the cloud for on behalf of one type of resource, data source or ephemeral value. */
export interface TypePermissions {
  /** To read it back: planning needs no more. */
  readonly plan: Verbs;
  /** To make, change and delete it, besides what planning needs. Default: it is only ever read. */
  readonly apply?: Verbs;
}

/** By Terraform's name of the type; data sources as `data.<type>`. */
export type PermissionTable = Readonly<Record<string, TypePermissions>>;
