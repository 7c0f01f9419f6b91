import type { z } from 'zod'
import type { Permission } from './roles.ts'
import type { KeyScope } from './scopes.ts'

/** Who may call a route. A route without `access` does not compile; the walking tests read it. */
export type Access =
  /** Anybody. Listed by the walking test, so that a new public route is a decision. */
  | { readonly kind: 'public' }
  /** A signed-in person. */
  | { readonly kind: 'session'; readonly confirm?: boolean }
  /** A member of the organization in the path whose role has this permission. Everybody else sees 404. */
  | { readonly kind: 'member'; readonly permission: Permission; readonly confirm?: boolean }
  /** The operator of this installation. */
  | { readonly kind: 'operator'; readonly confirm?: boolean }
  /** A program with an API key that has this scope (`null`: any key). */
  | { readonly kind: 'key'; readonly scope: KeyScope | null }

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** One route of the console API: what the server implements, the console is typed by and the OpenAPI document is printed from. */
export type Endpoint = {
  readonly method: Method
  /** Below `/api/v1`, OpenAPI style: `/orgs/{org}/keys`. A last `{*name}` matches slashes too. */
  readonly path: string
  readonly access: Access
  readonly summary: string
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** `null` answers 204 without a body. */
  readonly reply: z.ZodType | null
  readonly status?: 200 | 201
  /** What the answer is where it is no JSON; it is written as it comes then. */
  readonly mediaType?: string
  /** Accepts `Idempotency-Key`; a replay answers with these fields of the reply set to null. */
  readonly idempotent?: { readonly secrets: readonly string[] }
  /** Body limit; 64 KiB where nothing is said. */
  readonly bodyBytes?: number
}

/** Keeps the literal types of a declaration. */
export function endpoint<const E extends Endpoint>(declaration: E): E {
  return declaration
}
