export { createPasswordHasher, type PasswordHasher } from './hasher.ts'
export { passwordLimit } from './limits.ts'
export { checkNewPassword, normalizePassword } from './rules.ts'
