import type { MailLocale } from './locale.ts'
import type { MailContent, MailKind } from './queue.ts'
import { footerOf, wordsOf } from './words.ts'

export type Rendered = { subject: string; text: string; html: string }

/** A mail in words: text and HTML say the same. Links begin with the configured public URL, whatever else is known (rule 39). */
export function render(
  kind: MailKind | 'test',
  { locale, params, path }: MailContent,
  publicUrl: string,
): Rendered {
  const { subject, paragraphs, button, after } = wordsOf(kind, locale)
  const before = paragraphs(params)
  const link = path === null || button === undefined ? null : { label: button, url: `${publicUrl}${path}` }
  const behind = link ? (after?.(params) ?? []) : []
  const footer = footerOf(locale, new URL(publicUrl).host)
  const lines = [
    ...before,
    ...(link ? [`${link.label}${locale === 'zh' ? '：' : ':'}\n${link.url}`] : []),
    ...behind,
    `-- \n${footer}`,
  ]
  const html = page(locale, subject, [
    ...before.map(paragraph),
    ...(link ? [buttonOf(link)] : []),
    ...behind.map((line) => paragraph(line, 'color:#5b6270')),
    `<p style="margin:32px 0 0;padding-top:16px;border-top:1px solid #d9dce3;color:#5b6270;font-size:13px">${inHtml(footer)}</p>`,
  ])
  return { subject, text: `${lines.join('\n\n')}\n`, html }
}

const inHtml = (text: string): string => text.replaceAll(/[&<>"']/g, (found) => `&#${found.charCodeAt(0)};`)

// An address or a long name must not push the page wider than a telephone.
const paragraph = (line: string, style: string | number = ''): string =>
  `<p style="margin:0 0 16px;overflow-wrap:anywhere;${typeof style === 'string' ? style : ''}">${inHtml(line)}</p>`

function buttonOf({ label, url }: { label: string; url: string }): string {
  const href = inHtml(url)
  return `<p style="margin:24px 0"><a href="${href}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#14655c;color:#ffffff;text-decoration:none;font-weight:600">${inHtml(label)}</a></p>
<p style="margin:0 0 16px;color:#5b6270;font-size:13px;overflow-wrap:anywhere">${href}</p>`
}

const languages: Record<MailLocale, string> = { en: 'en', zh: 'zh-CN' }

function page(locale: MailLocale, title: string, parts: string[]): string {
  return `<!doctype html>
<html lang="${languages[locale]}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light only"><title>${inHtml(title)}</title></head>
<body style="margin:0;background:#f3f4f7">
<div style="max-width:520px;margin:0 auto;padding:32px 16px">
<div style="background:#ffffff;border:1px solid #d9dce3;border-radius:8px;padding:28px;font:15px/1.6 -apple-system,'Segoe UI',Roboto,'Noto Sans SC','PingFang SC','Microsoft YaHei',sans-serif;color:#191d26">
<p style="margin:0 0 20px;font-weight:700">Portico</p>
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.3">${inHtml(title)}</h1>
${parts.join('\n')}
</div></div>
</body></html>
`
}
