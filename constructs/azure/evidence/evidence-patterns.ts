/** A key of the site, made or adopted. */
export const ownKey = /^\$\{(?:data\.)?azurerm_key_vault_key\.[^}]+\.(id|versionless_id)\}$/;

export const vault = { in: 'data', type: 'azurerm_key_vault' } as const;

export const lock = { type: 'azurerm_management_lock', path: 'scope', quantifier: 'some' } as const;
