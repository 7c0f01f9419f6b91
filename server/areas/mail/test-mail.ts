import type { RequestContext, SignedIn } from '../../http/context.ts'
import { newId } from '../../lib/id.ts'
import { record } from '../audit/index.ts'
import { deliver, type MailProblem } from './deliver.ts'
import { mailNotConfigured } from './errors.ts'
import { localeOf } from './locale.ts'
import { render } from './render.ts'
import { readSmtp } from './smtp-settings.ts'

/** Sends a mail to the operator's own address at once, past the outbox, and says how it went. @throws mailNotConfigured */
export async function sendTestMail(
  ctx: RequestContext & { session: SignedIn },
  { to, locale }: { to: string; locale: string | null },
): Promise<{ ok: boolean; to: string; problem: MailProblem | null }> {
  const smtp = await readSmtp(ctx)
  if (!smtp) throw mailNotConfigured()
  const words = render(
    'test',
    { locale: localeOf(ctx, locale), params: {}, path: null },
    ctx.config.publicUrl,
  )
  const outcome = await deliver(smtp, { id: newId('mai', ctx.clock.now()), to, ...words }, async () => {})
  const problem = outcome.kind === 'sent' ? null : outcome.problem
  await record(ctx.store.db, ctx, {
    ...{ act: 'mail.tested', accountId: ctx.session.accountId, outcome: problem ? 'refused' : 'ok' },
    details: { problem },
  })
  return { ok: problem === null, to, problem }
}
