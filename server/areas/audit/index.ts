export { type AuditActor, type AuditEntry, record, refused } from './record.ts'
