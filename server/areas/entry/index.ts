export { mountEntry } from './routes.ts'
export { createAdminFromEnvironment, ensureSetupLink } from './set-up.ts'
export type { EntryServices } from './sign-up.ts'
