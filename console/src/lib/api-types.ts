import type { input, output, ZodType } from 'zod'
import type { Contract, Endpoint } from '../../../contract/index.ts'

/** Every endpoint of a contract tree, keyed by `METHOD /path`. */
export type RoutesOf<Tree> = { [Area in keyof Tree]: Leaves<Tree[Area]> }[keyof Tree]
type Leaves<T> = T extends Endpoint ? T : T extends object ? { [K in keyof T]: Leaves<T[K]> }[keyof T] : never
type Keyed<Leaf> = { [E in Leaf as E extends Endpoint ? `${E['method']} ${E['path']}` : never]: E }

export type Routes = Keyed<RoutesOf<Contract>>
/** `'POST /orgs/{org}/keys'` and its like: an unknown one does not compile. */
export type RouteName = keyof Routes

type ParameterName<Path> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? (Name extends `*${infer Splat}` ? Splat : Name) | ParameterName<Rest>
  : never
type InputOf<E, Part extends string> = E extends { [P in Part]: infer Schema }
  ? Schema extends ZodType
    ? input<Schema>
    : never
  : never
type Given<Name extends string, Value> = [Value] extends [never]
  ? { [N in Name]?: undefined }
  : object extends Value
    ? { [N in Name]?: Value }
    : { [N in Name]: Value }

/** What a page passes for a route: exactly the contract's params, query and body. */
export type RequestOf<R extends RouteName> = RequestOfEndpoint<Routes[R]>
export type RequestOfEndpoint<E> = ([ParameterName<PathOf<E>>] extends [never]
  ? { params?: undefined }
  : { params: Record<ParameterName<PathOf<E>>, string> }) &
  Given<'query', QueryInput<InputOf<E, 'query'>>> &
  Given<'body', InputOf<E, 'body'>> & { signal?: AbortSignal; idempotencyKey?: string }
type PathOf<E> = E extends { path: infer P } ? P : never
/** Coerced numbers read as `unknown` on the way in; a query holds plain values only. */
type QueryInput<Q> = [Q] extends [never]
  ? never
  : { [K in keyof Q]: unknown extends Q[K] ? number | undefined : Q[K] }

/** What a route answers; `undefined` for 204. */
export type ReplyOf<R extends RouteName> = ReplyOfEndpoint<Routes[R]>
export type ReplyOfEndpoint<E> = E extends { reply: infer Schema }
  ? Schema extends ZodType
    ? output<Schema>
    : undefined
  : never
/** One element of a list route. */
export type ItemOf<R extends RouteName> = ReplyOf<R> extends { items: readonly (infer Item)[] } ? Item : never

/** The optional argument may be left out where the route needs nothing. */
export type Arguments<R extends RouteName> =
  object extends RequestOf<R> ? [request?: RequestOf<R>] : [request: RequestOf<R>]
