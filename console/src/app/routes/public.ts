import { publicRoute } from '../parents.ts'

/** `/setup`, `/sign-in`, `/sign-up`. */
export const publicTree = publicRoute.addChildren([])
