import type { RequestContext } from '../../../http/context.ts'
import { isAppError } from '../../../http/errors.ts'
import { countTry, type Limit } from '../../../http/limits.ts'

/** Mails that ask to prove one mailbox, whoever wants them (rule 34). */
export const verifyLimit = (key: string): Limit => ({
  name: 'verify-recipient',
  key,
  tries: 5,
  seconds: 3600,
})

/** Counts a try, and says whether it was one too many, for answers that must not differ by it (rule 33). */
export async function withinLimit(ctx: RequestContext, limit: Limit): Promise<boolean> {
  return countTry(ctx, [limit]).then(
    () => true,
    (error: unknown) => {
      if (isAppError(error)) return false
      throw error
    },
  )
}
