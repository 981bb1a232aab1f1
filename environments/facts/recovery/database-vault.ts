/** The mechanism that keeps databases in a locked vault. */
export const databaseVault = 'postgres.vault';

/**
 * For how long a locked vault may keep backups. No less than the longest reach of point-in-time recovery; no longer than a
 * year, as what lies in a vault is paid for until its day, whoever put it there.
 */
export const vaultDays = { least: 35, most: 365 } as const;
