import { type ComponentProps, lazy, Suspense } from 'react'
import type { Options } from 'react-markdown'
import { useTranslation } from '../lib/texts.tsx'
import { CodeBlock } from './code-block.tsx'
import { ExternalLink } from './link.tsx'

const ReactMarkdown = lazy(() => import('react-markdown'))

/** http, https and mailto only; anything else is no link (rule 50). */
export function safeUrl(url: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused here
  return /^(https?:\/\/|mailto:)/i.test(url) && !/[\u0000-\u0020]/.test(url) ? url : ''
}

function Anchor({ href, children }: ComponentProps<'a'>) {
  return href ? <ExternalLink href={href}>{children}</ExternalLink> : <span>{children}</span>
}

/** A picture would tell its host that the text was read, so only its description is shown. */
function Picture({ alt, src }: ComponentProps<'img'>) {
  const { t } = useTranslation('ui')
  return (
    <span className="rounded-sm bg-sunken px-1 text-muted text-sm">
      {t('markdown.image', { text: alt || t('markdown.noText') })}
      {typeof src === 'string' && src !== '' && (
        <>
          {' '}
          <ExternalLink href={src}>{t('markdown.openImage')}</ExternalLink>
        </>
      )}
    </span>
  )
}

function Fence({ children }: ComponentProps<'pre'>) {
  const { t } = useTranslation('ui')
  return <CodeBlock label={t('markdown.code')} code={textOf(children).replace(/\n$/, '')} />
}

function textOf(node: unknown): string {
  if (typeof node === 'string') return node
  if (Array.isArray(node)) return node.map(textOf).join('')
  if (typeof node === 'object' && node !== null && 'props' in node) {
    const { props } = node as { props: { children?: unknown } }
    return textOf(props.children)
  }
  return ''
}

const components: Options['components'] = {
  a: Anchor,
  img: Picture,
  pre: Fence,
  h1: ({ children }) => <p className="font-semibold text-lg">{children}</p>,
  h2: ({ children }) => <p className="font-semibold text-lg">{children}</p>,
  h3: ({ children }) => <p className="font-semibold">{children}</p>,
  h4: ({ children }) => <p className="font-semibold">{children}</p>,
  h5: ({ children }) => <p className="font-semibold">{children}</p>,
  h6: ({ children }) => <p className="font-semibold">{children}</p>,
  ul: ({ children }) => <ul className="ms-5 list-disc space-y-1">{children}</ul>,
  ol: ({ children, start }) => (
    <ol start={start} className="ms-5 list-decimal space-y-1">
      {children}
    </ol>
  ),
  blockquote: ({ children }) => (
    <blockquote className="border-edge border-s-2 ps-3 text-muted">{children}</blockquote>
  ),
  code: ({ children }) => (
    <code className="break-words rounded-sm bg-sunken px-1 py-0.5 font-mono text-sm">{children}</code>
  ),
  hr: () => <hr className="border-line" />,
}

/** Text that a model wrote: Markdown shown without running, fetching or embedding anything of it. */
export function Markdown({ children }: { children: string }) {
  return (
    <div className="flex min-w-0 flex-col gap-3 break-words leading-6">
      <Suspense fallback={<p className="whitespace-pre-wrap">{children}</p>}>
        <ReactMarkdown skipHtml urlTransform={safeUrl} components={components}>
          {children}
        </ReactMarkdown>
      </Suspense>
    </div>
  )
}
