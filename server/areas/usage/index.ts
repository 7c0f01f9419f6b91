export { mountUsage } from './routes.ts'
