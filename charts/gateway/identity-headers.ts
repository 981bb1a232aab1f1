/** Headers by which services learn who a program is. Whoever sends one from outside is not believed. */
export const identityHeaders = { subject: 'x-auth-subject', email: 'x-auth-email', client: 'x-auth-client' } as const;
