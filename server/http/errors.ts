/** An answer that is not what was asked for: a stable code, a public sentence that says what to do, an internal one for the log. */
export type AppError = Error & {
  readonly app: true
  readonly status: number
  readonly code: string
  /** For people; says what to do. */
  readonly detail: string
  readonly extra: {
    methods?: string[]
    errors?: { path: string; message: string; code?: string }[]
    /** The organization that a refusal is about, by name. */
    organization?: string
    /** The same, where there are several. */
    organizations?: { slug: string; name: string }[]
  }
  readonly headers: Record<string, string>
}

export type AppErrorOptions = {
  /** For the log only. */
  internal?: string
  extra?: AppError['extra']
  headers?: Record<string, string>
}

/** Makes an error of the console API. Each area names its own with this. */
export function appError(
  status: number,
  code: string,
  detail: string,
  options: AppErrorOptions = {},
): AppError {
  return Object.assign(new Error(options.internal ?? `${code}: ${detail}`), {
    app: true as const,
    status,
    code,
    detail,
    extra: options.extra ?? {},
    headers: options.headers ?? {},
  })
}

export function isAppError(error: unknown): error is AppError {
  return error instanceof Error && 'app' in error
}

/** Why something was refused, as a log keeps it: the code of the error that was answered. */
export const reasonOf = (error: unknown): { reason?: string } =>
  isAppError(error) ? { reason: error.code } : {}

export const sessionRequired = (): AppError =>
  appError(401, 'session_required', 'Sign in first: there is no valid session with this request.')
export const notFound = (): AppError =>
  appError(404, 'not_found', 'There is nothing here, or nothing that you can see.')
export const permissionDenied = (): AppError =>
  appError(
    403,
    'permission_denied',
    'Your role here does not allow this. Ask an owner or admin of the organization.',
  )
export const operatorOnly = (): AppError =>
  appError(403, 'operator_only', 'Only the operator of this installation may do this.')
export const originRefused = (): AppError =>
  appError(403, 'origin_refused', "Changes are accepted only from this installation's own pages, as JSON.")
export const twoFactorRequired = (): AppError =>
  appError(
    403,
    'two_factor_required',
    'The operator of this installation requires two-factor authentication. Set it up first, under Security Settings in your personal center.',
  )
export const organizationRequiresTwoFactor = (): AppError =>
  appError(
    403,
    'organization_requires_two_factor',
    'This organization requires two-factor authentication of its members. Set it up, under Security Settings in your personal center, or sign in with a passkey.',
  )
export const accessTokenRefused = (): AppError =>
  appError(
    403,
    'access_token_refused',
    'An access token never does this: it needs a person who is signed in, in a browser.',
  )
export const accessTokenScopeMissing = (scope: string): AppError =>
  appError(
    403,
    'access_token_scope_missing',
    `This access token lacks the scope ${scope}. Add it in the console, or use another token.`,
    { headers: { 'www-authenticate': `Bearer error="insufficient_scope", scope="${scope}"` } },
  )
export const confirmationRequired = (methods: string[]): AppError =>
  appError(403, 'confirmation_required', 'Confirm that it is you, then send this again.', {
    extra: { methods },
  })
export const invalidRequest = (errors: { path: string; message: string }[]): AppError =>
  appError(400, 'invalid_request', errors[0]?.message ?? 'The request is not valid.', { extra: { errors } })
export const tooManyRequests = (retryAfterSeconds: number): AppError =>
  appError(429, 'too_many_requests', `Too many tries. Wait ${retryAfterSeconds} seconds, then try again.`, {
    headers: { 'retry-after': String(retryAfterSeconds) },
  })
