import type { RequestContext } from '../../../http/context.ts'
import { isAppError } from '../../../http/errors.ts'
import { refused } from '../../audit/index.ts'
import { sendDueReset } from './password-due.ts'

type Who = { accountId: string; act: string; details?: Record<string, unknown> }

/**
 * Lets somebody in who has proven who they are. Where the account refuses them all the same, it stands in their security log (rule 46), and
 * where it waits for a new password, the link for that goes to their box.
 *
 * @throws what `enter` throws
 */
export async function entering<T>(ctx: RequestContext, who: Who, enter: () => Promise<T>): Promise<T> {
  const { accountId, act, details } = who
  try {
    return await enter()
  } catch (error) {
    const reason = isAppError(error) ? error.code : null
    if (reason === 'account_disabled' || reason === 'password_change_required')
      await refused(ctx, { act, accountId, security: true, details: { ...details, reason } })
    if (reason === 'password_change_required') await sendDueReset(ctx, accountId)
    throw error
  }
}
