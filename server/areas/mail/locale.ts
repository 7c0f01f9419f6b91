import type { RequestContext } from '../../http/context.ts'

export type MailLocale = 'en' | 'zh'

/** The language to write in: what the account has chosen, else the first that its browser asks for. */
export function localeOf(ctx: Pick<RequestContext, 'reply'>, chosen: string | null): MailLocale {
  if (chosen === 'en' || chosen === 'zh') return chosen
  const wanted = ctx.reply.request.headers['accept-language'] ?? ''
  return /^\s*zh\b/i.test(wanted) ? 'zh' : 'en'
}
