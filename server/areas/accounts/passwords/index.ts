export { createPasswordHasher, type PasswordHasher } from './hasher.ts'
export { checkNewPassword, normalizePassword } from './rules.ts'
