/** Words about identity providers that the console needs without a schema. */
export const providerKinds = ['github', 'oidc'] as const
/** Pictures that a provider can have; a brand is shown as its own mark. */
export const providerIcons = ['github', 'google', 'microsoft', 'gitlab', 'keycloak', 'key'] as const
/** Who may make an account by a provider. */
export const providerSignUps = ['off', 'invite', 'open'] as const
/** Roles that a claim can bring; nobody becomes an owner by what a provider says. */
export const mappedRoles = ['member', 'admin', 'billing', 'viewer'] as const
