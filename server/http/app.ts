import type { FastifyInstance } from 'fastify'
import type { Endpoint } from '../../contract/endpoint.ts'
import type { Deps } from '../deps.ts'
import type { Gate } from './access.ts'
import type { Networks } from './client-address.ts'
import type { Lanes } from './lanes.ts'

/** What routes are mounted on. */
export type App = {
  readonly fastify: FastifyInstance
  readonly lanes: Lanes
  readonly deps: Deps
  readonly gate: Gate
  readonly trustedProxies: Networks
  /** Every route of the console API that was mounted, for the document and for the tests that walk them. */
  readonly mounted: Endpoint[]
}
