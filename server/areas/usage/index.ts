export { callPages } from './export.ts'
export { presentCall } from './present.ts'
export { mountUsage } from './routes.ts'
