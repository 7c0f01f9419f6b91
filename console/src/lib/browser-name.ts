export { browserName } from '../../../contract/browser-name.ts'
