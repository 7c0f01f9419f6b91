export { type AuditEntry, record, refused } from './record.ts'
