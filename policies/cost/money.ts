const cents = new Intl.NumberFormat('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });

/** USD with cents, e.g. `1,234.50`; nothing is never below nothing. */
export const money = (usd: number): string => cents.format(usd).replace(/^-(0\.00)$/, '$1');
