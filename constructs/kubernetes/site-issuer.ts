/** Signs every certificate inside the site; the objects are part of what services share. */
export const siteIssuer = { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'site-ca' } as const;
