/** A problem of one field; with a code of its own where several are wrong for different reasons. */
export type FieldProblem = { readonly path: string; readonly message: string; readonly code?: unknown }

/** An answer of the console API that is not a success, or no answer at all (`status` 0, code `network`). */
export class ApiError extends Error {
  readonly status: number
  /** The stable code; the sentence for it is in the catalogue `errors`. */
  readonly code: string
  /** Problems by field of the body, for the form. */
  readonly fields: readonly FieldProblem[]
  readonly requestId: string | null
  /** The server's own sentence, in English: the fallback where the catalogue has none. */
  readonly detail: string
  /** Whatever else the problem document holds, such as `methods`. */
  readonly extra: Readonly<Record<string, unknown>>

  constructor(
    status: number,
    code: string,
    fields: readonly FieldProblem[] = [],
    requestId: string | null = null,
    extra: Readonly<Record<string, unknown>> = {},
    detail = '',
  ) {
    super(detail || code)
    this.name = 'ApiError'
    this.status = status
    this.code = code
    this.fields = fields
    this.requestId = requestId
    this.extra = extra
    this.detail = detail
  }

  /** An error in OpenAI's shape: of an answer, or of an event in the middle of a stream. */
  static ofModel(
    error: Readonly<Record<string, unknown>>,
    status: number,
    requestId: string | null,
  ): ApiError {
    const text = (value: unknown) => (typeof value === 'string' ? value : '')
    return new ApiError(status, text(error.code) || 'upstream_error', [], requestId, {}, text(error.message))
  }

  /** Reads RFC 9457; anything else becomes `bad_reply`. */
  static async from(response: Response): Promise<ApiError> {
    const requestId = response.headers.get('x-request-id')
    const problem: unknown = await response.json().catch(() => null)
    // The playground answers in OpenAI's shape, as the gateway does.
    if (isRecord(problem) && isRecord(problem.error))
      return ApiError.ofModel(problem.error, response.status, requestId)
    if (!isRecord(problem) || typeof problem.code !== 'string') {
      return new ApiError(response.status, 'bad_reply', [], requestId)
    }
    const {
      code,
      detail,
      errors,
      requestId: id,
      type: _type,
      title: _title,
      status: _status,
      ...extra
    } = problem
    return new ApiError(
      response.status,
      code,
      Array.isArray(errors) ? errors.filter(isFieldProblem) : [],
      typeof id === 'string' ? id : requestId,
      extra,
      typeof detail === 'string' ? detail : '',
    )
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isFieldProblem(value: unknown): value is FieldProblem {
  return isRecord(value) && typeof value.path === 'string' && typeof value.message === 'string'
}
