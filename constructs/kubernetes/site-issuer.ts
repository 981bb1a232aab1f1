/** Signs every certificate inside the site; the objects are part of what services share. */
export const siteIssuer = { group: 'cert-manager.io', kind: 'ClusterIssuer', name: 'site-ca' } as const;

/** Certificate of everything below the domain, signed by it; beside the gateway. */
export const certificateSecret = 'site-tls';
