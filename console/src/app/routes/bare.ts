import { bareRoute } from '../parents.ts'

/** `/complete-profile`. */
export const bareTree = bareRoute.addChildren([])
