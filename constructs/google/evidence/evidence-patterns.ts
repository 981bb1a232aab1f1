/** A key of the site, made or adopted. */
export const hsmKeyPath = /\$\{(?:data\.)?google_kms_crypto_key\.[^}]+\.id\}/;
