/** What one account answered, as plain data. */
export interface LiveAccount {
  /** By `quotaKey`, in the cloud's own steps; a quota that the account does not tell is missing. */
  readonly limits: Readonly<Record<string, { readonly limit: number; readonly used?: number }>>;
  /** Zones of the region in which a machine type can be had, as Terraform names zones; types not asked about are missing. */
  readonly offers: Readonly<Record<string, readonly string[]>>;
}
