/** What one account answered, as plain data. */
export interface LiveAccount {
  /** By `quotaKey`, in the cloud's own steps; a quota that the account does not tell is missing. */
  readonly limits: Readonly<Record<string, { readonly limit: number; readonly used?: number }>>;
  /** Zones of the region in which a machine type can be had, as Terraform names zones; types not asked about are missing. */
  readonly offers: Readonly<Record<string, readonly string[]>>;
  /** Everything that the site adopts. Default: it adopts nothing. */
  readonly adopted?: readonly LiveAdopted[];
}

/** What an account says of one thing that a site adopts. */
export interface LiveAdopted {
  /** In the site's part of the environment file, or in what it says of all sites. */
  readonly path: string;
  readonly id: string;
  readonly found: boolean;
  readonly lacks: readonly AdoptedLack[];
}

/** A property that an adopted thing misses. */
export interface AdoptedLack {
  readonly message: string;
  readonly value: unknown;
  readonly fix: string;
}
